#ifndef YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_SECTIONS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_SECTIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// One section or sub-section of the narrative.
struct NarrativeSection {
  std::string key;      // N1..N11, N5a..N5c, N11a..N11e.
  std::string heading;  // As printed.
  int line = 0;         // Of the heading.
  Passage text;  // Without the heading; the lines of one sentence joined.
};

// The sections of part three, in document order. Headings are known by what
// they speak about, not by their numbers. A section that has sub-sections is
// followed by them; its own text is what stands before the first one. Headings
// of a table of contents are left out. Cells are no narrative.
std::vector<NarrativeSection> SplitNarrative(absl::Span<const TextLine> lines);

// The part 第…部分 that a line opens: 1 to 9; 0 when it opens none.
int PartNumber(absl::string_view line);

// Whether a normalised line begins with 一、 or (一) or 1. and the like.
bool BeginsNumbered(absl::string_view normalised);

// Whether line `i` is nothing but a page number: 12, - 12 -, 第12页.
bool IsPageNumber(absl::Span<const TextLine> lines, size_t i);

// Appends paragraphs to a passage; a sentence that goes on in the next line is
// joined.
class ParagraphJoiner {
 public:
  explicit ParagraphJoiner(Passage* passage) : passage_(*passage) {}
  // `text` may be blank.
  void Add(absl::string_view text, int number);

 private:
  Passage& passage_;
  bool blank_before_ = false;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_SECTIONS_H_
