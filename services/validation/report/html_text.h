// Pieces of HTML.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_HTML_TEXT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_HTML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/validation/finding.h"
#include "services/validation/report/place_index.h"

namespace yuheng::validation {

// `text` as content or as a quoted attribute's value: & < > " ' escaped, line
// ends kept, other control characters and invalid UTF-8 replaced.
std::string Html(absl::string_view text);

// Both languages, of which the page shows one.
std::string Html(const budget::Text& text);
// The message `id` in both languages.
std::string HtmlMessage(
    absl::string_view id,
    std::initializer_list<budget::MessageArgument> arguments = {});

// The id of a spot's element: t6r3c0.
std::string SpotId(const Spot& spot);

// The class of a severity: error, warning, note.
absl::string_view SeverityClass(Severity severity);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_HTML_TEXT_H_
