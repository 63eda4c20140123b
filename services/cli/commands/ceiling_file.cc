#include "services/cli/commands/ceiling_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/budget/unit_of_account.h"
#include "services/ingestion/formats/csv/csv_cells.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::cli {
namespace {

using budget::Message;
using ingestion::SheetCell;
using ingestion::SheetRow;

// Rows that may stand above the headings: titles.
constexpr size_t kRowsAboveMax = 10;
constexpr int kFiscalYearMin = 2000;
constexpr int kFiscalYearMax = 2100;
constexpr size_t kShownBytesMax = 40;

enum Column {
  kDepartment,
  kUnit,
  kName,
  kYear,
  kSource,
  kKind,
  kAmount,
  kUnitOfAccount,
  kIgnored,
  kColumnCount,
};

struct Heading {
  Column column;
  absl::string_view word;
};

constexpr Heading kHeadings[] = {
    {kDepartment, "department"},
    {kDepartment, "部门编码"},
    {kDepartment, "部门代码"},
    {kUnit, "unit"},
    {kUnit, "单位编码"},
    {kUnit, "单位代码"},
    {kUnit, "预算单位编码"},
    {kName, "name"},
    {kName, "名称"},
    {kName, "部门名称"},
    {kName, "单位名称"},
    {kYear, "year"},
    {kYear, "年度"},
    {kYear, "预算年度"},
    {kSource, "source"},
    {kSource, "资金来源"},
    {kSource, "来源"},
    {kKind, "kind"},
    {kKind, "支出类别"},
    {kKind, "类别"},
    {kAmount, "amount"},
    {kAmount, "控制数"},
    {kAmount, "金额"},
    {kUnitOfAccount, "unit_of_account"},
    {kUnitOfAccount, "金额单位"},
    {kUnitOfAccount, "计量单位"},
    {kIgnored, "序号"},
    {kIgnored, "备注"},
    {kIgnored, "remark"},
};

absl::Status Refuse(const budget::Text& text) {
  return rpc::MakeError(rpc::Reason::kFieldInvalid, text.zh, text.en);
}

// 分 of a unit that amounts may be in; 0 for another.
int64_t FenOf(absl::string_view unit) {
  if (unit == "万元") return budget::kFenPerWanYuan;
  return unit == "元" ? budget::kFenPerYuan : 0;
}

// The unit that a heading says behind its words: 控制数(万元), 金额/元.
int64_t UnitInHeading(absl::string_view heading) {
  for (const absl::string_view unit : {"(万元)", "/万元"}) {
    if (budget::EndsWithAny(heading, {unit})) return budget::kFenPerWanYuan;
  }
  for (const absl::string_view unit : {"(元)", "/元"}) {
    if (budget::EndsWithAny(heading, {unit})) return budget::kFenPerYuan;
  }
  return 0;
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

std::string Shown(absl::string_view text) {
  if (text.size() <= kShownBytesMax) return std::string(text);
  size_t end = kShownBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

class CeilingFileReader {
 public:
  CeilingFileReader(const budget::Form& form,
                    const CeilingFileDefaults& defaults)
      : form_(form), defaults_(defaults) {}

  absl::StatusOr<CeilingFile> Read(const std::vector<SheetRow>& rows) {
    size_t at = 0;
    while (at < rows.size() && at < kRowsAboveMax && !TakeHeadings(rows[at])) {
      ++at;
    }
    if (at == rows.size() || at == kRowsAboveMax) {
      return Refuse(Message("ceilings.file_no_headings"));
    }
    for (++at; at < rows.size(); ++at) TakeRow(rows[at]);
    for (CeilingRows& ceiling : file_.ceilings) {
      ceiling.ceiling.figures =
          budget::Sorted(form_, std::move(ceiling.ceiling.figures));
    }
    if (file_.ceilings.empty() && file_.errors.empty()) {
      return Refuse(Message("ceilings.file_no_rows"));
    }
    return std::move(file_);
  }

 private:
  // Whether the row has the headings that must be there.
  bool TakeHeadings(const SheetRow& row) {
    std::map<int, Column> columns;
    std::array<bool, kColumnCount> there{};
    int64_t unit_fen = 0;
    for (const SheetCell& cell : row.cells) {
      const std::string heading =
          absl::AsciiStrToLower(budget::NormaliseLabel(cell.text));
      for (const Heading& known : kHeadings) {
        const int64_t unit =
            known.column == kAmount ? UnitInHeading(heading) : 0;
        const bool is = unit == 0
                            ? heading == known.word
                            : budget::StartsWithAny(heading, {known.word});
        if (!is) continue;
        columns[cell.column] = known.column;
        there[known.column] = true;
        if (unit != 0) unit_fen = unit;
        break;
      }
    }
    if (!there[kDepartment] || !there[kSource] || !there[kAmount]) return false;
    columns_ = std::move(columns);
    heading_unit_fen_ = unit_fen;
    for (const SheetCell& cell : row.cells) {
      headings_[cell.column] = std::string(budget::TrimBlanks(cell.text));
      if (columns_.count(cell.column) == 0) {
        Complain(row.number, cell.column, Message("ceilings.column_unknown"));
      }
    }
    std::array<int, kColumnCount> first{};
    for (const auto& [number, column] : columns_) {
      if (column == kIgnored) continue;
      if (first[column] == 0) {
        first[column] = number;
      } else {
        Complain(row.number, number, Message("ceilings.column_twice"));
      }
    }
    return true;
  }

  void TakeRow(const SheetRow& row) {
    std::array<std::string, kColumnCount> texts;
    number_of_.fill(0);
    for (const auto& [number, column] : columns_) number_of_[column] = number;
    for (const SheetCell& cell : row.cells) {
      const auto column = columns_.find(cell.column);
      if (column != columns_.end()) {
        texts[column->second] = std::string(budget::TrimBlanks(cell.text));
      } else if (headings_.count(cell.column) == 0) {
        Complain(row.number, cell.column,
                 Message("ceilings.cell_without_heading",
                         {{"text", Shown(cell.text)}}));
      }
    }
    line_ = row.number;
    good_ = true;
    const std::string department = Code(kDepartment, texts[kDepartment], true);
    const std::string unit = Code(kUnit, texts[kUnit], false);
    const int year = Year(texts[kYear]);
    budget::CeilingFigure figure;
    TakeSubject(texts[kSource], texts[kKind], &figure);
    figure.amount_fen = Amount(texts[kAmount], texts[kUnitOfAccount]);
    if (!good_) return;
    CeilingRows& rows = RowsOf(department, unit, year);
    if (rows.name.empty()) rows.name = texts[kName];
    const auto first = lines_.emplace(
        std::tuple(department, unit, year, figure.source, figure.kind), line_);
    if (!first.second) {
      return Wrong(kSource,
                   Message("ceilings.row_twice",
                           {{"line", absl::StrCat(first.first->second)}}));
    }
    rows.ceiling.figures.push_back(std::move(figure));
  }

  std::string Code(Column column, const std::string& text, bool required) {
    if (text.empty() ? required : !rpc::IsResourceId(text)) {
      Wrong(column, text.empty() ? Message("ceilings.cell_missing")
                                 : Message("ceilings.cell_code",
                                           {{"text", Shown(text)}}));
    }
    return text;
  }

  int Year(const std::string& text) {
    int year = defaults_.fiscal_year;
    if (text.empty() && year == 0) {
      Wrong(kYear, Message("ceilings.cell_no_year"));
    } else if (!text.empty() &&
               (!absl::SimpleAtoi(text, &year) || year < kFiscalYearMin ||
                year > kFiscalYearMax)) {
      Wrong(kYear, Message("ceilings.cell_year", {{"text", Shown(text)}}));
    }
    return year;
  }

  void TakeSubject(const std::string& source, const std::string& kind,
                   budget::CeilingFigure* figure) {
    const auto key = budget::SourceByName(form_, source);
    const auto of_kind = budget::KindByName(kind);
    if (source.empty()) {
      Wrong(kSource, Message("ceilings.cell_missing"));
    } else if (!key) {
      Wrong(kSource,
            Message("ceilings.cell_source", {{"text", Shown(source)}}));
    }
    if (!of_kind) {
      Wrong(kKind, Message("ceilings.cell_kind", {{"text", Shown(kind)}}));
    }
    if (!key || !of_kind) return;
    if (!budget::CellUnderCeiling(form_, *key, *of_kind)) {
      Wrong(kKind,
            Message("ceilings.figure_not_stated",
                    {{"source", *key}, {"kind", budget::KindKey(*of_kind)}}));
      return;
    }
    figure->source = *key;
    figure->kind = *of_kind;
  }

  // In 分.
  int64_t Amount(const std::string& text, const std::string& unit) {
    int64_t unit_fen = FenOf(unit);
    if (!unit.empty() && unit_fen == 0) {
      Wrong(kUnitOfAccount,
            Message("ceilings.cell_unit_of_account", {{"text", Shown(unit)}}));
      return 0;
    }
    if (unit_fen == 0) unit_fen = heading_unit_fen_;
    if (unit_fen == 0) unit_fen = defaults_.unit_fen;
    if (unit_fen == 0) unit_fen = budget::kFenPerWanYuan;
    if (text.empty()) {
      Wrong(kAmount, Message("ceilings.cell_missing"));
      return 0;
    }
    const auto decimal = budget::ParseDecimal(text);
    const int64_t places = budget::kMicroPerOne / 100;
    if (!decimal.ok()) {
      Wrong(kAmount, Message("ceilings.cell_amount", {{"text", Shown(text)}}));
    } else if (decimal->micro < 0) {
      Wrong(kAmount,
            Message("ceilings.cell_negative", {{"text", Shown(text)}}));
    } else if (decimal->micro % places != 0) {
      Wrong(kAmount, Message("ceilings.cell_places", {{"text", Shown(text)}}));
    } else {
      return unit_fen == budget::kFenPerWanYuan ? decimal->micro
                                                : decimal->micro / places;
    }
    return 0;
  }

  CeilingRows& RowsOf(const std::string& department, const std::string& unit,
                      int year) {
    const auto place = places_.emplace(std::tuple(department, unit, year),
                                       file_.ceilings.size());
    if (place.second) {
      file_.ceilings.push_back({{department, unit, year, {}}, "", line_});
    }
    return file_.ceilings[place.first->second];
  }

  void Wrong(Column column, budget::Text message) {
    good_ = false;
    Complain(line_, number_of_[column], std::move(message));
  }

  // `column` 0: the file has none of it.
  void Complain(int line, int column, budget::Text message) {
    if (file_.errors.size() == kCeilingFileErrorsMax) {
      ++file_.errors_left_out;
      return;
    }
    const auto heading = headings_.find(column);
    file_.errors.push_back(
        {line,
         column == 0 ? ""
         : heading == headings_.end()
             ? ColumnLetters(column)
             : absl::StrCat(ColumnLetters(column), " (", heading->second, ")"),
         std::move(message)});
  }

  const budget::Form& form_;
  const CeilingFileDefaults defaults_;
  std::map<int, Column> columns_;        // By number.
  std::map<int, std::string> headings_;  // As printed.
  int64_t heading_unit_fen_ = 0;
  // Of the row of the moment.
  std::array<int, kColumnCount> number_of_{};
  int line_ = 0;
  bool good_ = true;

  std::map<std::tuple<std::string, std::string, int>, size_t> places_;
  std::map<std::tuple<std::string, std::string, int, std::string,
                      budget::ExpenditureKind>,
           int>
      lines_;
  CeilingFile file_;
};

}  // namespace

absl::StatusOr<CeilingFile> ReadCeilingFile(
    const budget::Form& form, absl::string_view bytes,
    const std::string& file_name, const CeilingFileDefaults& defaults) {
  if (bytes.size() > kCeilingFileBytesMax) {
    return Refuse(
        Message("ceilings.file_large",
                {{"limit", absl::StrCat(kCeilingFileBytesMax >> 20)}}));
  }
  const auto text = ingestion::DecodeText(bytes);
  if (!text.ok()) return text.status();
  if (text->bytes_invalid > 0) {
    return Refuse(Message("ceilings.file_encoding",
                          {{"line", absl::StrCat(text->first_invalid_line)}}));
  }
  const char separator = ingestion::SeparatorOf(text->text());
  if (separator == '\0') return Refuse(Message("ceilings.file_no_headings"));
  ingestion::SheetAllowance allowance{kCeilingFileCellsMax,
                                      kCeilingFileBytesMax};
  const auto cells =
      ingestion::ReadCsvCells(file_name, text->text(), separator, &allowance);
  if (!cells.ok()) return cells.status();
  return CeilingFileReader(form, defaults).Read(cells->rows);
}

}  // namespace yuheng::cli
