#include "services/reporting/workbook/sheet_layout.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
#include "services/budget/rollup.h"
#include "services/budget/text.h"
#include "services/reporting/workbook/sheet_headings.h"

namespace yuheng::reporting {
namespace {

using budget::RowLevel;
using budget::RowSpace;
using budget::Side;
using budget::TableShape;
using CellRow = std::vector<LayoutCell>;

constexpr int kCodeWidth = 6;
constexpr int kLabelWidthMin = 18;
constexpr int kLabelWidthMax = 44;
constexpr int kAmountWidthMin = 11;
constexpr int kAmountWidthMax = 24;
// Wider headings are wrapped; sooner where many columns share the page.
constexpr int kHeadingWidthWanted = 16;
constexpr int kHeadingWidthWantedCrowded = 10;
constexpr size_t kColumnsCrowded = 10;
constexpr int kPadding = 4;
constexpr int kIndentWidth = 2;
constexpr int kIndentMax = 4;
// Empty lines above the total of an empty table, as the form has them.
constexpr int kNilFillerRowCount = 8;

bool IsBold(const ReportRow& row) {
  return row.level == RowLevel::kTotal || row.level == RowLevel::kClass;
}

// How many lines of the form a line is part of.
int DepthOf(const TableShape& shape, Side side, absl::string_view key) {
  for (const budget::Line& line : shape.lines) {
    if (line.side != side || line.key == budget::kTotalKey ||
        std::find(line.parts.begin(), line.parts.end(), key) ==
            line.parts.end()) {
      continue;
    }
    return std::min(1 + DepthOf(shape, side, line.key), kIndentMax);
  }
  return 0;
}

void AppendAmounts(const ReportRow& row, bool bold, CellRow* cells) {
  for (const ReportCell& cell : row.cells) {
    cells->push_back({.kind = LayoutCellKind::kAmount,
                      .text = {},
                      .indent = 0,
                      .amount = cell,
                      .bold = bold});
  }
}

LayoutCell LabelCell(const ReportRow& row, std::string text, int indent,
                     bool bold) {
  return {.kind = row.level == RowLevel::kTotal ? LayoutCellKind::kTotalLabel
                                                : LayoutCellKind::kLabel,
          .text = std::move(text),
          .indent = indent,
          .amount = {},
          .bold = bold};
}

// A line of T1, T4 or T10. Expenditure classes stand with their code.
void AppendLine(const TableShape& shape, const ReportRow& row, CellRow* cells) {
  const bool bold = row.level == RowLevel::kTotal;
  const bool listed_class = row.level == RowLevel::kClass;
  std::string text = listed_class && row.name != row.code
                         ? absl::StrCat(row.code, " ", row.name)
                         : row.name;
  cells->push_back(LabelCell(row, std::move(text),
                             DepthOf(shape, row.side, row.code), bold));
  AppendAmounts(row, bold, cells);
}

void AppendBlanks(size_t count, CellRow* cells) {
  cells->resize(cells->size() + count);
}

// Income at the left, expenditure at the right; the totals in one row, the
// rounding difference below them.
std::vector<CellRow> TwoSidedBody(const ReportTable& table) {
  const TableShape& shape = *table.shape;
  // Of each side: lines above the total, the total and what is below it.
  std::vector<const ReportRow*> above[2];
  std::vector<const ReportRow*> below[2];
  for (const ReportRow& row : table.rows) {
    const int side = row.side == Side::kIncome ? 0 : 1;
    const bool is_above =
        row.level != RowLevel::kTotal && row.code != budget::kRoundingRow;
    (is_above ? above : below)[side].push_back(&row);
  }
  std::vector<CellRow> body;
  for (const auto& part : {above, below}) {
    for (size_t i = 0; i < std::max(part[0].size(), part[1].size()); ++i) {
      CellRow cells;
      for (int side = 0; side < 2; ++side) {
        if (i < part[side].size()) {
          AppendLine(shape, *part[side][i], &cells);
        } else {
          AppendBlanks(
              1 + shape
                      .ColumnsOf(side == 0 ? Side::kIncome : Side::kExpenditure)
                      .size(),
              &cells);
        }
      }
      body.push_back(std::move(cells));
    }
  }
  return body;
}

// The form has one row a project and none for its 项. Such a row stands only
// where a document prints one, or where no project stands below it.
bool IsLeftOut(const ReportTable& table, size_t index) {
  const ReportRow& row = table.rows[index];
  if (table.shape->row_space != RowSpace::kProject ||
      row.level != RowLevel::kItem || index + 1 >= table.rows.size()) {
    return false;
  }
  const ReportRow& next = table.rows[index + 1];
  if (next.level != RowLevel::kProject || next.code != row.code) return false;
  return std::none_of(
      row.cells.begin(), row.cells.end(),
      [](const ReportCell& cell) { return cell.printed_fen.has_value(); });
}

CellRow CodedRow(const TableShape& shape, const ReportRow& row) {
  const bool bold = IsBold(row);
  CellRow cells;
  const bool total = row.level == RowLevel::kTotal;
  // 2060102 stands as 206 | 01 | 02.
  const size_t code_count = CodeColumnCount(shape.row_space);
  size_t at = 0;
  for (size_t i = 0; i < code_count; ++i) {
    const size_t size = i == 0 ? 3 : 2;
    LayoutCell cell{.kind = LayoutCellKind::kCode,
                    .text = {},
                    .indent = 0,
                    .amount = {},
                    .bold = bold};
    if (!total && at < row.code.size()) cell.text = row.code.substr(at, size);
    at += size;
    cells.push_back(std::move(cell));
  }
  const bool project = shape.row_space == RowSpace::kProject;
  // The total's label stands in the project column where there is one.
  LayoutCell name = LabelCell(row, row.name, 0, bold);
  if (!project) {
    cells.push_back(std::move(name));
  } else if (total) {
    cells.push_back({.kind = LayoutCellKind::kLabel});
    cells.push_back(std::move(name));
  } else {
    cells.push_back(std::move(name));
    cells.push_back(LabelCell(row, row.project, 0, bold));
  }
  AppendAmounts(row, bold, &cells);
  return cells;
}

std::vector<CellRow> OneSidedBody(const ReportTable& table) {
  const TableShape& shape = *table.shape;
  std::vector<CellRow> body;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const ReportRow& row = table.rows[i];
    if (!shape.coded()) {
      CellRow cells;
      AppendLine(shape, row, &cells);
      body.push_back(std::move(cells));
    } else if (!IsLeftOut(table, i)) {
      body.push_back(CodedRow(shape, row));
    }
  }
  return body;
}

int WidthOf(const LayoutCell& cell) {
  if (cell.kind != LayoutCellKind::kAmount) {
    return budget::DisplayWidth(cell.text) + cell.indent * kIndentWidth;
  }
  return cell.amount.derived_fen
             ? budget::DisplayWidth(ShownAmount(*cell.amount.derived_fen))
             : 0;
}

std::vector<int> WidthsOf(const TableShape& shape, const SheetLayout& layout,
                          size_t column_count) {
  std::vector<int> wanted(column_count, 0);
  std::vector<bool> amounts(column_count, false);
  for (const CellRow& row : layout.body) {
    for (size_t i = 0; i < column_count; ++i) {
      wanted[i] = std::max(wanted[i], WidthOf(row[i]) + kPadding);
      if (row[i].kind == LayoutCellKind::kAmount) amounts[i] = true;
    }
  }
  const int heading_max = column_count >= kColumnsCrowded
                              ? kHeadingWidthWantedCrowded
                              : kHeadingWidthWanted;
  for (const HeadingRange& heading : layout.headings) {
    if (heading.first_column != heading.last_column) continue;
    int& width = wanted[heading.first_column];
    width = std::max(width,
                     std::min(heading_max, budget::DisplayWidth(heading.text)) +
                         kPadding / 2);
  }
  const size_t code_count =
      shape.coded() ? CodeColumnCount(shape.row_space) : 0;
  std::vector<int> widths;
  for (size_t i = 0; i < column_count; ++i) {
    if (i < code_count) {
      widths.push_back(kCodeWidth);
    } else if (amounts[i]) {
      widths.push_back(std::clamp(wanted[i], kAmountWidthMin, kAmountWidthMax));
    } else {
      widths.push_back(std::clamp(wanted[i], kLabelWidthMin, kLabelWidthMax));
    }
  }
  return widths;
}

}  // namespace

std::string ShownAmount(int64_t fen) {
  constexpr int64_t kFenPerTwoDecimals = budget::kFenPerWanYuan / 100;
  std::string text = fen % kFenPerTwoDecimals == 0
                         ? budget::FormatDecimalFixed(fen, 2)
                         : budget::FormatDecimal(fen);
  size_t point = text.find('.');
  if (point == std::string::npos) point = text.size();
  const size_t first = text[0] == '-' ? 1 : 0;
  while (point > first + 3) {
    point -= 3;
    text.insert(point, 1, ',');
  }
  return text;
}

int WrappedLineCount(const std::string& text, int width) {
  const int usable = std::max(width - 1, 1);
  return std::max(1, (budget::DisplayWidth(text) + usable - 1) / usable);
}

SheetLayout LayOutSheet(const ReportTable& table) {
  const TableShape& shape = *table.shape;
  SheetHeadings headings = HeadingsOf(shape);
  SheetLayout layout;
  layout.title = table.title;
  layout.headings = std::move(headings.ranges);
  layout.heading_row_count = headings.row_count;
  layout.body = shape.two_sided() ? TwoSidedBody(table) : OneSidedBody(table);
  const size_t label_count = LabelColumnCount(shape.row_space);
  const size_t column_count =
      shape.two_sided() ? 2 + shape.income_columns.size() + shape.columns.size()
                        : label_count + shape.columns.size();
  if (shape.coded() && table.nil()) {
    ReportRow filler;
    filler.cells.resize(shape.columns.size());
    layout.body.insert(layout.body.begin(), kNilFillerRowCount,
                       CodedRow(shape, filler));
  }
  layout.column_widths = WidthsOf(shape, layout, column_count);
  layout.one_page = !shape.coded();
  layout.frozen_column_count =
      shape.two_sided() ? 0 : static_cast<int>(label_count);
  return layout;
}

}  // namespace yuheng::reporting
