// Writes one sheet.
#ifndef YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_WRITER_H_
#define YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_WRITER_H_

#include <string>

#include "absl/status/status.h"
#include "services/reporting/workbook/cell_formats.h"
#include "services/reporting/workbook/sheet_layout.h"
#include "xlsxwriter.h"

namespace yuheng::reporting {

// The texts around the table.
struct SheetTexts {
  std::string prepared_by;
  std::string unit_of_account;
  std::string note;    // Below the table; empty for none.
  std::string footer;  // In the library's notation.
};

// `sheet` is empty. INTERNAL when the library refuses something.
absl::Status WriteSheet(const SheetLayout& layout, const SheetTexts& texts,
                        lxw_worksheet* sheet, CellFormats* formats);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_WRITER_H_
