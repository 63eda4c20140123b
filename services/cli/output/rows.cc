#include "services/cli/output/rows.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "services/cli/output/json.h"

namespace yuheng::cli {
namespace {

class TableRows : public RowPrinter {
 public:
  TableRows(const Terminal& terminal, std::vector<OutputColumn> columns)
      : terminal_(terminal), columns_(std::move(columns)) {}

  void Row(std::vector<OutputCell> cells) override {
    rows_.push_back(std::move(cells));
  }

  void Finish() override {
    std::vector<int> widths;
    for (const OutputColumn& column : columns_) {
      widths.push_back(budget::DisplayWidth(terminal_.Pick(column.title)));
    }
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); ++i) {
        widths[i] = std::max(widths[i], budget::DisplayWidth(row[i].text));
      }
    }
    std::vector<OutputCell> titles;
    for (const OutputColumn& column : columns_) {
      titles.emplace_back(terminal_.Pick(column.title), Color::kBold);
    }
    Print(titles, widths);
    for (const auto& row : rows_) Print(row, widths);
    rows_.clear();
  }

 private:
  void Print(const std::vector<OutputCell>& row,
             const std::vector<int>& widths) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const int gap = widths[i] - budget::DisplayWidth(row[i].text);
      const std::string blanks(std::max(gap, 0), ' ');
      const std::string text =
          Paint(terminal_.out_color, row[i].color, row[i].text);
      if (i > 0) line += "  ";
      if (columns_[i].align == Align::kRight) {
        absl::StrAppend(&line, blanks, text);
      } else {
        absl::StrAppend(&line, text, blanks);
      }
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    *terminal_.out << line << "\n";
  }

  const Terminal& terminal_;
  const std::vector<OutputColumn> columns_;
  std::vector<std::vector<OutputCell>> rows_;
};

class JsonRows : public RowPrinter {
 public:
  JsonRows(const Terminal& terminal, std::vector<OutputColumn> columns)
      : terminal_(terminal), columns_(std::move(columns)) {}

  void Row(std::vector<OutputCell> cells) override {
    std::string line = "{";
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string& text = cells[i].text;
      absl::StrAppend(&line, i > 0 ? "," : "", JsonString(columns_[i].key),
                      ":");
      if (!columns_[i].integer) {
        line += JsonString(text);
      } else {
        line += text.empty() ? "null" : text;
      }
    }
    *terminal_.out << line << "}\n";
  }

  void Finish() override { terminal_.out->flush(); }

 private:
  const Terminal& terminal_;
  const std::vector<OutputColumn> columns_;
};

class CsvRows : public RowPrinter {
 public:
  CsvRows(const Terminal& terminal, const std::vector<OutputColumn>& columns)
      : terminal_(terminal) {
    std::vector<std::string> keys;
    for (const OutputColumn& column : columns) keys.push_back(column.key);
    if (terminal_.out->tellp() == 0) *terminal_.out << terminal_.csv_mark;
    *terminal_.out << CsvRecord(keys);
  }

  void Row(std::vector<OutputCell> cells) override {
    std::vector<std::string> fields;
    for (OutputCell& cell : cells) fields.push_back(std::move(cell.text));
    *terminal_.out << CsvRecord(fields);
  }

  void Finish() override { terminal_.out->flush(); }

 private:
  const Terminal& terminal_;
};

}  // namespace

std::unique_ptr<RowPrinter> RowPrinter::Create(
    const Terminal& terminal, OutputFormat format,
    std::vector<OutputColumn> columns) {
  switch (format) {
    case OutputFormat::kTable:
      return std::make_unique<TableRows>(terminal, std::move(columns));
    case OutputFormat::kJson:
      return std::make_unique<JsonRows>(terminal, std::move(columns));
    case OutputFormat::kCsv:
      return std::make_unique<CsvRows>(terminal, columns);
  }
  return nullptr;
}

std::string CsvRecord(const std::vector<std::string>& fields) {
  std::string record;
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string& field = fields[i];
    if (i > 0) record += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      record += field;
    } else {
      absl::StrAppend(&record, "\"",
                      absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
    }
  }
  return record + "\n";
}

}  // namespace yuheng::cli
