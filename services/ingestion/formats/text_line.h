#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// One line of a published plain-text disclosure: a paragraph, a cell of a
// table, the rest of one, or a whole row.
struct TextLine {
  int number = 0;          // 1-based.
  absl::string_view text;  // Without the line end and the TAB of a cell.
  bool cell = false;       // Of a table: begins with TAB, or holds a row.
  bool row = false;        // Holds a row, its cells separated by TABs.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINE_H_
