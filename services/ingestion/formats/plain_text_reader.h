#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PLAIN_TEXT_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PLAIN_TEXT_READER_H_

#include "absl/status/statusor.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Reads the published plain-text layout (domain.md section 2): tables,
// organisation profile, narrative and performance sheets, in whatever order
// the parts stand. Errors carry DOCUMENT_FINAL_ACCOUNT, DOCUMENT_NOT_A_BUDGET
// (neither a table nor a part of a budget found), DOCUMENT_UNREADABLE or
// DOCUMENT_TOO_LARGE (a limit of document.h). The document has the columns of
// `form`; it is printed in `printed_form`, or, when that is null, in the form
// that it looks like.
absl::StatusOr<budget::Document> ReadPlainText(
    const budget::Form& form, const DecodedText& decoded,
    const budget::Form* printed_form = nullptr);

// The same of what another format was printed as. Rows, cells and problems have
// their references.
absl::StatusOr<budget::Document> ReadPrintedText(
    const budget::Form& form, PrintedText printed,
    const budget::Form* printed_form = nullptr);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PLAIN_TEXT_READER_H_
