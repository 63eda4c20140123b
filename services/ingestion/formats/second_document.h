#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SECOND_DOCUMENT_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SECOND_DOCUMENT_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Where a file goes on with a second document, or the same once more.
struct SecondDocument {
  size_t begin = 0;                       // Index of its first heading.
  std::vector<budget::TableKind> tables;  // That stood before, ascending.
};

// Absent unless the parts begin anew and several tables with them; one table or
// one part twice is no second document.
std::optional<SecondDocument> FindSecondDocument(
    absl::Span<const TextLine> lines, absl::Span<const Part> parts,
    absl::Span<const TableAnchor> anchors);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SECOND_DOCUMENT_H_
