#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_

#include "absl/status/statusor.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/package/office_package.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Prints an Excel workbook (.xlsx, .xlsm): its sheets in their order, each cell
// as it shows its value. Of formulas the value that was stored with them
// counts. Hidden sheets are left out and told; hidden rows and columns are read
// and told, as an auditor would.
//
// `package` is one whose root is a workbook. Errors: DOCUMENT_UNREADABLE for a
// damaged one, DOCUMENT_EMPTY when no sheet shows anything, DOCUMENT_TOO_LARGE
// beyond limits.h.
absl::StatusOr<PrintedText> PrintWorkbook(const budget::Form& form,
                                          OfficePackage* package);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_
