#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROWS_H_

#include <vector>

#include "absl/types/span.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// One performance sheet as it is printed: runs of cells that stand between
// empty lines. A row may be spread over runs where a cell has an empty line in
// it, and a run may hold several rows.
struct SheetRows {
  RawCell title;
  std::vector<std::vector<RawCell>> runs;
  // Every run is one row; blank cells at its end may not be printed.
  bool rows_in_lines = false;
};

// The sheets among `lines`, in order.
std::vector<SheetRows> FindSheets(absl::Span<const TextLine> lines);

// Puts the runs together to rows of `columns` cells. A row that cannot be
// completed is kept as it is.
std::vector<std::vector<RawCell>> RowsOf(
    absl::Span<const std::vector<RawCell>> runs, size_t columns);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROWS_H_
