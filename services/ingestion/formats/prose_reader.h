#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PROSE_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PROSE_READER_H_

#include <vector>

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Puts the sentences of a document into `document->sentences`: paragraphs
// outside tables (`in_table`, one a line) and performance sheets, each sentence
// with the marks that end it and under the key of the heading above. A sentence
// that goes on in the next line is joined and has the line it begins in. The
// headings of `document` must have been read, in the order of their lines.
// Beyond budget::kSentencesMax or kProseBytesMax the rest is told as a reading
// problem.
void ReadProse(absl::Span<const TextLine> lines,
               const std::vector<bool>& in_table, budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PROSE_READER_H_
