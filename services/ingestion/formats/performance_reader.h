#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PERFORMANCE_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PERFORMANCE_READER_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Reads the performance-target sheets (domain.md section 7) among `lines`, in
// order. A sheet goes from its title to the next title or the end of its cells.
// Its head is read by labels, its indicator rows by the columns its header row
// names; a blank first or second level is the one of the row above. A row with
// too few or too many cells is a problem and is read as far as it goes. A form
// that nobody filled in is no sheet.
void ReadPerformanceSheets(absl::Span<const TextLine> lines,
                           budget::Document* document);

// The number of a target that is an operator, a number and a unit (>=20人次);
// absent for phrases, dates and ratios.
std::optional<int64_t> TargetMicro(absl::string_view target);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PERFORMANCE_READER_H_
