#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TABLE_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TABLE_READER_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// A table of the text and where it stood.
struct TableReading {
  budget::Table table;
  // Neither a row nor a nil statement: an entry of a table of contents, or a
  // table whose cells can't be told apart.
  bool empty = true;
  // What its columns are can't be told: it was not read, which the document's
  // problems say.
  bool columns_unclear = false;
  // The text ended in the table: no total row yet, or inside a row.
  bool cut = false;
  // Numbers of lines that look like rows and were not understood.
  std::vector<int> unread_lines;
  // Numbers of paragraphs whose figures are in no row or in one that lacks
  // cells; some are unread lines too.
  std::vector<int> figure_lines;
  size_t end = 0;  // Index behind the last line of the table.
  budget::DocumentRole role = budget::DocumentRole::kUnknown;
};

// Reads the table at `anchor` (kind not kNone), which ends before the line
// `limit` at the latest. Problems go to the document; the table does not.
// DOCUMENT_UNREADABLE beyond kRowsPerTableMax.
absl::StatusOr<TableReading> ReadTable(const budget::Form& form,
                                       absl::Span<const TextLine> lines,
                                       const TableAnchor& anchor, size_t limit,
                                       budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TABLE_READER_H_
