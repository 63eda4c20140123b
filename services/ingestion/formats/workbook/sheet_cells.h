#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_CELLS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_CELLS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/xml_part.h"
#include "services/ingestion/formats/sheet_row.h"
#include "services/ingestion/formats/workbook/workbook_styles.h"

namespace yuheng::ingestion {

// Cells of one kind: how many, and the first of them.
struct CellCount {
  size_t count = 0;
  int row = 0;
  int column = 0;
};

// What one sheet shows. However far away its last cell is, only cells that show
// something take memory.
struct SheetCells {
  std::vector<SheetRow> rows;  // By number.
  CellCount uncalculated;      // Formulas without a value.
  CellCount rounded;           // Hold more digits than they show.
  CellCount unknown;           // What they show of their number is not known.
  // Hidden ones that show something.
  size_t hidden_rows = 0;
  size_t hidden_columns = 0;
};

// What all sheets of a workbook share.
struct WorkbookContext {
  std::vector<std::string> strings;
  WorkbookStyles styles;
  bool epoch_1904 = false;
};

// What is left of the limits for the sheets together.
struct SheetAllowance {
  size_t cells = 0;
  size_t bytes = 0;
};

// 表3!D7; the sheet's name for row 0.
std::string ReferenceOf(absl::string_view sheet_name, int row, int column);

// Takes the cell from `allowance`. DOCUMENT_TOO_LARGE beyond it, for a text
// that is too long and for a column too far right.
absl::Status ChargeCell(absl::string_view sheet_name, int row,
                        const SheetCell& cell, SheetAllowance* allowance);

// Takes what it reads from `allowance`. Of merged cells only the first shows
// something. DOCUMENT_TOO_LARGE names sheet and cell, DOCUMENT_UNREADABLE the
// sheet.
absl::StatusOr<SheetCells> ReadSheetCells(absl::string_view sheet_name,
                                          const XmlPart& part,
                                          const WorkbookContext& context,
                                          SheetAllowance* allowance);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_CELLS_H_
