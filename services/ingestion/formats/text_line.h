#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// One line of a published plain-text disclosure. A line that begins with TAB is
// a table cell; the others are paragraphs or the rest of a cell.
struct TextLine {
  int number = 0;          // 1-based.
  absl::string_view text;  // Without the line end; of a cell, without the TAB.
  bool cell = false;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_
