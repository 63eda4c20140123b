#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Whether the bytes are a zip archive, as workbooks are.
bool LooksLikeZip(absl::string_view bytes);

// Prints an Excel workbook (.xlsx, .xlsm): its sheets in their order, each cell
// as it shows its value. Of formulas the value that was stored with them
// counts. Hidden sheets are left out and told; hidden rows and columns are read
// and told, as an auditor would.
//
// Errors: DOCUMENT_BINARY for an archive that is no such workbook,
// DOCUMENT_UNREADABLE for a damaged one, DOCUMENT_EMPTY when no sheet shows
// anything, DOCUMENT_TOO_LARGE beyond limits.h.
absl::StatusOr<PrintedText> PrintWorkbook(const budget::Form& form,
                                          absl::string_view bytes);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_READER_H_
