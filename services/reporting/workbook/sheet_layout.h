// Where everything stands on a sheet, before any of it is written: the heading
// rows with their merged cells, the body, widths and what stays in sight.
#ifndef YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_
#define YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_

#include <string>
#include <vector>

#include "services/reporting/tables/report_table.h"

namespace yuheng::reporting {

// One heading, over one cell or several. Rows count from the first heading row.
struct HeadingRange {
  int first_row = 0;
  int first_column = 0;
  int last_row = 0;
  int last_column = 0;
  std::string text;
};

enum class LayoutCellKind { kBlank, kCode, kLabel, kTotalLabel, kAmount };

// One cell of the body.
struct LayoutCell {
  LayoutCellKind kind = LayoutCellKind::kBlank;
  std::string text;   // kCode, kLabel, kTotalLabel.
  int indent = 0;     // kLabel: its depth in the hierarchy, from 0.
  ReportCell amount;  // kAmount.
  bool bold = false;  // A total or a 类.
};

struct SheetLayout {
  std::string title;
  std::vector<HeadingRange> headings;
  int heading_row_count = 0;
  // Each row has column_widths.size() cells.
  std::vector<std::vector<LayoutCell>> body;
  // In characters of the standard font; a CJK character takes two.
  std::vector<int> column_widths;
  // Columns at the left that stay in sight when scrolling.
  int frozen_column_count = 0;
  // Printed on one page: the forms with fixed lines. Others are as wide as a
  // page and as long as they are.
  bool one_page = false;
};

// Amounts are in 万元. `table.shape` must not be null.
SheetLayout LayOutSheet(const ReportTable& table);

// The figure as it is shown, such as 1,234.50; for widths.
std::string ShownAmount(int64_t fen);
// Lines a text takes when it is wrapped in a column of that width.
int WrappedLineCount(const std::string& text, int width);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_
