#include "services/ingestion/formats/amount_row.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/formula_error.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/reading_problems.h"

namespace yuheng::ingestion {
namespace {

using budget::CellState;

// A message quotes no more than this of a row.
constexpr size_t kQuotedCharactersMax = 60;

std::string Shorten(absl::string_view text) {
  size_t offset = 0;
  for (size_t count = 0; offset < text.size(); ++count) {
    if (count == kQuotedCharactersMax) {
      return absl::StrCat(text.substr(0, offset), "…");
    }
    budget::NextCodePoint(text, &offset);
  }
  return std::string(text);
}

// The cells a row of the form has, in words.
budget::Text ExpectedCells(const budget::TableShape& shape) {
  budget::Text text;
  const auto add = [&text](absl::string_view zh, absl::string_view en) {
    absl::StrAppend(&text.zh, text.zh.empty() ? "" : "、", zh);
    absl::StrAppend(&text.en, text.en.empty() ? "" : ", ", en);
  };
  switch (shape.row_space) {
    case budget::RowSpace::kLines:
      add("项目", "item");
      break;
    case budget::RowSpace::kEconomic:
      add("类、款、科目名称", "class, group, name");
      break;
    case budget::RowSpace::kFunction:
      add("类、款、项、科目名称", "class, group, item, name");
      break;
    case budget::RowSpace::kProject:
      add("类、款、项、科目名称、项目名称",
          "class, group, item, name, project");
      break;
  }
  for (const budget::Column& column : shape.income_columns) {
    add(column.heading, column.heading_en);
  }
  if (shape.two_sided()) add("功能分类", "function class");
  for (const budget::Column& column : shape.columns) {
    add(column.heading, column.heading_en);
  }
  return text;
}

}  // namespace

AmountUnit UnitOf(const budget::Table& table) {
  return {table.unit_fen > 0 ? table.unit_fen : budget::kFenPerWanYuan};
}

std::string PrintedRow(absl::Span<const RawCell> cells) {
  std::string out;
  for (const RawCell& cell : cells) {
    if (cell.text.empty()) continue;
    absl::StrAppend(&out, out.empty() ? "" : " | ", cell.text);
    if (out.size() > 4 * kQuotedCharactersMax) break;
  }
  return Shorten(out);
}

void AddRowProblem(const budget::TableShape& shape, const RawRow& raw,
                   budget::Document* document) {
  const size_t expected = shape.cells_per_row;
  AddProblem(raw.cut                       ? "reader.row_cut"
             : raw.cells.size() > expected ? "reader.row_surplus"
                                           : "reader.row_incomplete",
             raw.cells.front().line, shape.kind,
             {{"table", TableName(shape)},
              {"actual", absl::StrCat(raw.cells.size())},
              {"expected", absl::StrCat(expected)},
              {"cells", ExpectedCells(shape)},
              {"printed", PrintedRow(raw.cells)}},
             document);
}

absl::string_view UnreadableAmountId(const budget::Cell& cell) {
  return budget::IsFormulaError(cell.printed) ? "reader.amount_formula_error"
                                              : "reader.amount_unreadable";
}

void ReadAmounts(const budget::TableShape& shape, const RawRow& raw,
                 absl::Span<const RawCell> amounts, AmountUnit unit,
                 budget::Row* row, budget::Document* document) {
  const std::vector<budget::Column>& columns = shape.ColumnsOf(row->side);
  const size_t width = columns.size();
  Alignment alignment;
  if (amounts.size() == width || (raw.cut && amounts.size() < width)) {
    for (size_t i = 0; i < width; ++i) {
      alignment.source.push_back(i < amounts.size() ? static_cast<int>(i) : -1);
      alignment.certain.push_back(i < amounts.size());
    }
  } else {
    alignment = AlignAmounts(columns, amounts);
  }
  row->cells.reserve(width);
  for (size_t i = 0; i < width; ++i) {
    budget::Cell cell;
    const int source = alignment.source[i];
    if (!alignment.certain[i]) {
      cell.state = CellState::kUnreadable;
      cell.location = document->source.Locate(row->line);
    } else if (source >= 0) {
      cell = ReadAmountCell(amounts[source], unit, document->source);
      if (cell.state == CellState::kUnreadable) {
        AddProblem(UnreadableAmountId(cell), cell.location, shape.kind,
                   {{"table", TableName(shape)},
                    {"row", row->name},
                    {"column",
                     budget::Text{columns[i].heading, columns[i].heading_en}},
                    {"printed", Shorten(cell.printed)}},
                   document);
      }
    } else {
      cell.location = document->source.Locate(row->line);
    }
    row->cells.push_back(std::move(cell));
  }
}

}  // namespace yuheng::ingestion
