#ifndef YUHENG_SERVICES_INGESTION_FORMATS_LINE_CELLS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_LINE_CELLS_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// Cells that stand in one line, separated by TABs. A cell that holds a line
// end, a TAB, a comma or a quote stands in quotes, its own quotes doubled,
// where a spreadsheet wrote it.

// The length of the cell in quotes that `text` begins with, its quotes
// included; npos when the quote at its front is not closed at a cell's end.
size_t QuotedLength(absl::string_view text);

// Where the line's last cell begins, when its quote is not closed in the line;
// npos for other lines.
size_t OpenQuote(absl::string_view line);

// Whether at least two of the cells are printed; else a TAB may be a blank
// like any other.
bool HoldsRow(absl::string_view line);

// Calls `visit` with the text of each cell, without quotes and line ends.
void EachCell(absl::string_view line,
              absl::FunctionRef<void(absl::string_view)> visit);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_LINE_CELLS_H_
