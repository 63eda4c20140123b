#include "services/forms/form_layout.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"
#include "services/budget/rollup.h"
#include "services/budget/text.h"
#include "services/forms/form_headings.h"

namespace yuheng::forms {
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

bool IsBold(const FormRow& row) {
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

// Whatever a document says, a row has the columns of a side the form has.
Side SideOf(const TableShape& shape, const FormRow& row) {
  if (!shape.two_sided()) return Side::kNone;
  return row.side == Side::kIncome ? Side::kIncome : Side::kExpenditure;
}

// The amount columns of a row.
void AppendAmounts(const TableShape& shape, const FormRow& row, int index,
                   bool bold, CellRow* cells) {
  const int count =
      static_cast<int>(shape.ColumnsOf(SideOf(shape, row)).size());
  for (int i = 0; i < count; ++i) {
    cells->push_back({.kind = LayoutCellKind::kAmount,
                      .text = {},
                      .indent = 0,
                      .bold = bold,
                      .row = index,
                      .column = i});
  }
}

LayoutCell LabelCell(const FormRow& row, int index, std::string text,
                     int indent, bool bold) {
  return {.kind = row.level == RowLevel::kTotal ? LayoutCellKind::kTotalLabel
                                                : LayoutCellKind::kLabel,
          .text = std::move(text),
          .indent = indent,
          .bold = bold,
          .row = index,
          .column = -1};
}

// A line of T1, T4 or T10. Expenditure classes stand with their code.
void AppendLine(const TableShape& shape, const FormRow& row, int index,
                CellRow* cells) {
  const bool bold = row.level == RowLevel::kTotal;
  const bool listed_class = row.level == RowLevel::kClass;
  std::string text = listed_class && row.name != row.code
                         ? absl::StrCat(row.code, " ", row.name)
                         : row.name;
  cells->push_back(LabelCell(row, index, std::move(text),
                             DepthOf(shape, SideOf(shape, row), row.code),
                             bold));
  AppendAmounts(shape, row, index, bold, cells);
}

// Income at the left, expenditure at the right; the totals in one row, the
// rounding difference below them.
std::vector<CellRow> TwoSidedBody(const TableShape& shape,
                                  const std::vector<FormRow>& rows) {
  // Of each side: lines above the total, the total and what is below it.
  std::vector<int> above[2];
  std::vector<int> below[2];
  for (size_t i = 0; i < rows.size(); ++i) {
    const FormRow& row = rows[i];
    const int side = row.side == Side::kIncome ? 0 : 1;
    const bool is_above =
        row.level != RowLevel::kTotal && row.code != budget::kRoundingRow;
    (is_above ? above : below)[side].push_back(static_cast<int>(i));
  }
  std::vector<CellRow> body;
  for (const auto& part : {above, below}) {
    for (size_t i = 0; i < std::max(part[0].size(), part[1].size()); ++i) {
      CellRow cells;
      for (int side = 0; side < 2; ++side) {
        if (i < part[side].size()) {
          AppendLine(shape, rows[part[side][i]], part[side][i], &cells);
        } else {
          cells.resize(
              cells.size() + 1 +
              shape.ColumnsOf(side == 0 ? Side::kIncome : Side::kExpenditure)
                  .size());
        }
      }
      body.push_back(std::move(cells));
    }
  }
  return body;
}

CellRow CodedRow(const TableShape& shape, const FormRow& row, int index) {
  const bool bold = IsBold(row);
  CellRow cells;
  const bool total = row.level == RowLevel::kTotal;
  // 2060102 stands as 206 | 01 | 02.
  const size_t code_count = CodeColumnCount(shape.row_space);
  size_t at = 0;
  for (size_t i = 0; i < code_count; ++i) {
    // The last column takes what is left of a code that is too long.
    const size_t size = i + 1 == code_count ? std::string::npos
                        : i == 0            ? 3
                                            : 2;
    LayoutCell cell{.kind = LayoutCellKind::kCode,
                    .text = {},
                    .indent = 0,
                    .bold = bold,
                    .row = index,
                    .column = -1};
    if (!total && at < row.code.size()) cell.text = row.code.substr(at, size);
    at += i == 0 ? 3 : 2;
    cells.push_back(std::move(cell));
  }
  const bool project = shape.row_space == RowSpace::kProject;
  // The total's label stands in the project column where there is one.
  LayoutCell name = LabelCell(row, index, row.name, 0, bold);
  if (!project) {
    cells.push_back(std::move(name));
  } else if (total) {
    cells.push_back({.kind = LayoutCellKind::kLabel});
    cells.push_back(std::move(name));
  } else {
    cells.push_back(std::move(name));
    cells.push_back(LabelCell(row, index, row.project, 0, bold));
  }
  AppendAmounts(shape, row, index, bold, &cells);
  return cells;
}

std::vector<CellRow> OneSidedBody(const TableShape& shape,
                                  const std::vector<FormRow>& rows) {
  std::vector<CellRow> body;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (shape.coded()) {
      body.push_back(CodedRow(shape, rows[i], static_cast<int>(i)));
      continue;
    }
    CellRow cells;
    AppendLine(shape, rows[i], static_cast<int>(i), &cells);
    body.push_back(std::move(cells));
  }
  return body;
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

FormLayout LayOutForm(const TableShape& shape, const std::vector<FormRow>& rows,
                      int filler_row_count) {
  FormHeadings headings = HeadingsOf(shape);
  FormLayout layout;
  layout.headings = std::move(headings.ranges);
  layout.heading_row_count = headings.row_count;
  layout.body =
      shape.two_sided() ? TwoSidedBody(shape, rows) : OneSidedBody(shape, rows);
  const int label_count = LabelColumnCount(shape.row_space);
  layout.column_count = static_cast<int>(
      shape.two_sided() ? 2 + shape.income_columns.size() + shape.columns.size()
                        : label_count + shape.columns.size());
  if (shape.coded()) {
    layout.body.insert(layout.body.begin(), filler_row_count,
                       CodedRow(shape, FormRow(), -1));
  }
  layout.one_page = !shape.coded();
  layout.frozen_column_count = shape.two_sided() ? 0 : label_count;
  return layout;
}

std::vector<int> ColumnWidths(
    const TableShape& shape, const FormLayout& layout,
    const std::function<int(const LayoutCell&)>& amount_width) {
  const size_t column_count = layout.column_count;
  std::vector<int> wanted(column_count, 0);
  std::vector<bool> amounts(column_count, false);
  for (const CellRow& row : layout.body) {
    for (size_t i = 0; i < column_count; ++i) {
      const LayoutCell& cell = row[i];
      const bool amount = cell.kind == LayoutCellKind::kAmount;
      const int width =
          amount ? amount_width(cell)
                 : budget::DisplayWidth(cell.text) + cell.indent * kIndentWidth;
      wanted[i] = std::max(wanted[i], width + kPadding);
      if (amount) amounts[i] = true;
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

}  // namespace yuheng::forms
