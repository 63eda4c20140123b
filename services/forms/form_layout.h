// Where everything stands on a printed form, whatever it is drawn on: the
// heading rows with their merged cells, the body, widths.
#ifndef YUHENG_SERVICES_FORMS_FORM_LAYOUT_H_
#define YUHENG_SERVICES_FORMS_FORM_LAYOUT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::forms {

// One heading, over one cell or several. Rows count from the first heading row.
struct HeadingRange {
  int first_row = 0;
  int first_column = 0;
  int last_row = 0;
  int last_column = 0;
  std::string text;
};

// A row to lay out; its amounts stay with the caller.
struct FormRow {
  budget::Side side = budget::Side::kNone;
  budget::RowLevel level = budget::RowLevel::kNone;
  std::string code;
  std::string name;
  std::string project;
};

enum class LayoutCellKind { kBlank, kCode, kLabel, kTotalLabel, kAmount };

// One cell of the body.
struct LayoutCell {
  LayoutCellKind kind = LayoutCellKind::kBlank;
  std::string text;   // kCode, kLabel, kTotalLabel.
  int indent = 0;     // kLabel: its depth in the hierarchy, from 0.
  bool bold = false;  // A total or a 类.
  // The FormRow it belongs to, an index; -1 for a filler.
  int row = -1;
  // kAmount: which one of the row, an index of ColumnsOf(side); else -1.
  int column = -1;
};

struct FormLayout {
  std::vector<HeadingRange> headings;
  int heading_row_count = 0;
  int column_count = 0;
  // Each row has column_count cells.
  std::vector<std::vector<LayoutCell>> body;
  // Columns at the left that stay in sight when scrolling.
  int frozen_column_count = 0;
  // Printed on one page: the forms with fixed lines. Others are as wide as a
  // page and as long as they are.
  bool one_page = false;
};

// The rows in their order; in a form with two sides they stand beside each
// other, the totals in one row. `filler_row_count` empty lines stand above the
// rest of a form with codes, as in an empty table.
FormLayout LayOutForm(const budget::TableShape& shape,
                      const std::vector<FormRow>& rows,
                      int filler_row_count = 0);

// In characters of the standard font; a CJK character takes two.
// `amount_width` says how wide the amount of a kAmount cell is, 0 for none.
std::vector<int> ColumnWidths(
    const budget::TableShape& shape, const FormLayout& layout,
    const std::function<int(const LayoutCell&)>& amount_width);

// An amount as it is shown in 万元, such as 1,234.50: two places, or all that
// are there.
std::string ShownAmount(int64_t fen);
// Lines a text takes when it is wrapped in a column of that width.
int WrappedLineCount(const std::string& text, int width);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_FORM_LAYOUT_H_
