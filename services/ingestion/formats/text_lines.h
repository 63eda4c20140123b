#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINES_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Paragraphs and cells of one document; the seed has 2,466.
inline constexpr size_t kLinesMax = 1'000'000;

// Splits at \n, \r\n and \r, but not inside a cell in quotes, as spreadsheets
// write cells that hold line ends. The texts are views of `text`; a line that
// begins with TAB is a cell. DOCUMENT_TOO_LARGE beyond kLinesMax.
absl::StatusOr<std::vector<TextLine>> SplitLines(absl::string_view text);

// Whether nothing but blanks stands in the line.
bool IsBlank(const TextLine& line);

// Without the blanks at its front; empty when there is nothing else. Looks no
// further than the first character that is none.
absl::string_view SkipBlanks(absl::string_view text);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TEXT_LINES_H_
