#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_LIST_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_LIST_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/detail/detail_columns.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// The row of headings of a list of detail lines.
struct DetailHeadings {
  size_t line = 0;  // Index.
  DetailColumns columns;
};

// The first headings of a list near the front of the lines.
std::optional<DetailHeadings> FindDetailHeadings(
    absl::Span<const TextLine> lines);

// Whether the text is a list of detail lines: a row near its front has the
// headings of one, no table of the form with figures stands beside it, and no
// rows of figures above.
bool LooksLikeDetailLines(const budget::Form& form, absl::string_view text);

// Empties the rows of lists of detail lines that stand beside tables, so that
// they are not read as rows of the table above, and tells each. Whether there
// was any.
bool LeaveOutDetailLines(const budget::Form& form, PrintedText* printed);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_LIST_H_
