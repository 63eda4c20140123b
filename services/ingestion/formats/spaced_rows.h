#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SPACED_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SPACED_ROWS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {

// Reads a line whose columns are two or more blanks apart, as in text copied
// from a PDF. Blank cells leave no trace there: they are put back where only
// one place is possible, else the row comes out short. Empty when the line is
// no row with figures.
std::vector<RawCell> ReadSpacedRow(const RowLook& look, absl::string_view text,
                                   int line);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SPACED_ROWS_H_
