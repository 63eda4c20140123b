#ifndef YUHENG_SERVICES_INGESTION_FORMATS_FILE_SET_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_FILE_SET_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/csv/file_archive.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Prints a workbook or a Word document. DOCUMENT_BINARY for another package.
absl::StatusOr<PrintedText> PrintOfficePackage(const budget::Form& form,
                                               absl::string_view bytes);

// Prints several files as one document, as bureaus keep them: tables in
// workbooks or as csv, words in one Word document, web page or text. Sheets are
// called by their file too when there are several workbooks. Others, and a
// second Word document or page, are left out and told; so is one that can't be
// read. DOCUMENT_BINARY when there is nothing else, or when a table stands in
// two files, which are then two documents; DOCUMENT_TOO_LARGE when all together
// are beyond the limits of one.
absl::StatusOr<PrintedText> PrintFiles(const budget::Form& form,
                                       const std::vector<ArchivedFile>& files);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_FILE_SET_H_
