#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_READER_H_

#include "absl/status/statusor.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/package/office_package.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Prints a Word document (.docx, .docm): its paragraphs with the numbers of
// their lists, its tables and text boxes, in their order. What nobody sees
// printed is left out, as are tables of contents, headers, footers and
// footnotes; of fields the result counts. Insertions that are not accepted yet
// count, deletions don't, and both are told, as are hidden text and footnotes.
//
// `package` is one whose root is a document. Errors: DOCUMENT_UNREADABLE for a
// damaged one, others as of PrintPaper.
absl::StatusOr<PrintedText> PrintWordDocument(const budget::Form& form,
                                              OfficePackage* package);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_READER_H_
