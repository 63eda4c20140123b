#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PAPER_TABBED_TABLE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PAPER_TABBED_TABLE_H_

#include <cstddef>

#include "absl/types/span.h"
#include "services/ingestion/formats/paper/paper.h"

namespace yuheng::ingestion {

// Paragraphs behind each other whose lines all have TABs.
struct TabbedRun {
  size_t length = 0;  // Of the first blocks.
  // Whether they are the rows of a table that was pasted as text: several lines
  // have two TABs or more, one has two figures. A note with its unit at the
  // right edge, numbered paragraphs and a table of contents are none.
  bool table = false;
};

TabbedRun FindTabbedRun(absl::Span<const PaperBlock> blocks);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_TABBED_TABLE_H_
