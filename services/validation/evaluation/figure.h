#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// One cell a rule looks at. A row that is not printed counts as blank cells;
// blank and declared-nil cells are zero without an interval.
struct Figure {
  const IndexedTable* table = nullptr;
  budget::Side side = budget::Side::kNone;
  const budget::Row* row = nullptr;  // Null: not printed.
  absl::string_view code;            // Of the row, printed or not.
  int column = 0;
  // 分; of claims that are no amounts, millionths.
  int64_t fen = 0;
  // What its last printed place stands for.
  int64_t precision = 1;
  bool readable = true;
  // Printed, be it as a figure or as a statement in words.
  bool said = false;
  // Whether it belongs to a run of rows (inside sum) rather than being named.
  bool in_run = false;
};

// The cell of a row that is there. Not readable when the cell is unreadable or
// the row has too few.
Figure FigureOf(const IndexedTable& table, const budget::Row& row, int column);

// The cell of a row that is not printed.
Figure MissingFigure(const IndexedTable& table, budget::Side side,
                     absl::string_view code, int column);

// The cell of the row of that code, printed or not.
Figure FigureAt(const IndexedTable& table, budget::Side side,
                absl::string_view code, int column);

// A share or a growth that the narrative prints: rounded whatever the amounts
// behind it are.
bool IsPercentage(const Figure& figure);

std::string AddressOf(const Figure& figure);
// Its address and the nearest known line.
Place PlaceOf(const Figure& figure);
// The place of a row's first cell.
Place PlaceOf(const IndexedTable& table, const budget::Row& row);

// 「表6」, "Table 6"; with the number that its form prints where that is
// another.
budget::Text TableText(const budget::TableShape& shape);
// The same of a table or a section.
budget::Text PlaceText(const IndexedTable& table);
// The same of a section: 「说明二（收入）」; of the row's sheet for sheets.
budget::Text PlaceText(const Figure& figure);
// The row as people call it: code and name, or the line's label.
budget::Text RowText(const Figure& figure);
// The column's heading; empty where the side has one column.
budget::Text ColumnText(const Figure& figure);
// Table, row and column: 「表6 303 对个人和家庭的补助 合计」.
budget::Text FigureText(const Figure& figure);

// An amount in the unit of the table: "19.43".
std::string AmountText(const IndexedTable& table, int64_t fen);
// The figure's own value as printed: "19.43", "20.9%", "23".
std::string ValueText(const Figure& figure);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_H_
