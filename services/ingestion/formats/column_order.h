#ifndef YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_ORDER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// A printed column that is none of the form's, or one that can't be told.
struct StrayColumn {
  std::string heading;  // As printed; empty where there is none.
  int line = 0;         // Of the lowest heading row.
  int number = 0;       // Of its cells in their lines, from 1.
};

// What the headings of a table whose rows stand in one line each say about its
// columns. Spreadsheets have them in another order than the form, leave some
// out and put others beside them.
struct ColumnOrder {
  enum class Outcome : uint8_t {
    kAsForm,   // They are the form's, or no headings are known: places decide.
    kOrdered,  // `printed` says where each stands.
    // Some can't be told, and others don't stand where the form has them: no
    // amount would stand in its place for certain.
    kUnclear,
  };
  Outcome outcome = Outcome::kAsForm;
  size_t first_row = 0;  // The index of the first line behind the headings.
  // For each cell of the form's row the index of the printed one; -1 for a
  // column that the table leaves out.
  std::vector<int> printed;
  // The place of the name in the form's row, and printed columns in front of
  // the amounts that are none of the form's: the label of a total may stand
  // there.
  int label = 0;
  std::vector<int> beside;
  // With amounts.
  std::vector<StrayColumn> stray;
  // kUnclear: columns of the form that were not found.
  std::vector<const budget::Column*> missing;

  // How many the headings stand above.
  size_t columns = 0;

  // Whether cells are missing in a row with figures, so that they may stand
  // below other headings than their own. `trimmed`: those at the ends of rows
  // are missing everywhere.
  bool FallsShort(absl::Span<const RawCell> cells, bool trimmed) const;
  // The cells of a printed row in the form's places.
  std::vector<RawCell> Arrange(std::vector<RawCell> cells) const;
};

// Reads the headings below the title; the table ends at `limit` at the latest.
ColumnOrder ReadColumnOrder(const budget::TableShape& shape,
                            absl::Span<const TextLine> lines,
                            const TableAnchor& anchor, size_t limit);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_ORDER_H_
