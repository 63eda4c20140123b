#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_PRINTER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_PRINTER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/paper/paper.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Prints what a document shows: paragraphs, and tables as LinePrinter does,
// their cells numbered as they stand in their row. A table or row that only
// lays out a page is no row: what stands in its cells is printed one below the
// other.
//
// DOCUMENT_EMPTY when nothing is shown, DOCUMENT_UNREADABLE when it is no
// UTF-8, DOCUMENT_TOO_LARGE beyond the limits of printed_text.h.
absl::StatusOr<PrintedText> PrintPaper(const budget::Form& form,
                                       const std::vector<PaperBlock>& blocks);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_PRINTER_H_
