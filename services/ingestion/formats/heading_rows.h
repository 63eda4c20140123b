#ifndef YUHENG_SERVICES_INGESTION_FORMATS_HEADING_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_HEADING_ROWS_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "services/ingestion/formats/column_headings.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// The rows of a table that head its columns, each in one line.
struct HeadingRows {
  std::vector<std::vector<RawCell>> rows;
  // Rows were dropped that are shorter than others: where merged cells are
  // printed once, headings stand too far left.
  bool complete = true;
  size_t behind = 0;  // The first line behind them, and numbers of the columns.
  size_t end = 0;     // Behind the table's last line.
};

// Looks from line `begin` on; the table ends at `limit` at the latest.
HeadingRows FindHeadingRows(const ColumnHeadings& headings,
                            const ColumnHeadings& income_headings,
                            absl::Span<const TextLine> lines, size_t begin,
                            size_t limit);

// The cells of a line that holds a row, with their numbers.
std::vector<RawCell> CellsOf(const TextLine& line);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_HEADING_ROWS_H_
