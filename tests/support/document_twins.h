#ifndef YUHENG_TESTS_SUPPORT_DOCUMENT_TWINS_H_
#define YUHENG_TESTS_SUPPORT_DOCUMENT_TWINS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::testing {

// A document in the published plain text as a Word document (.docx) that says
// the same: its paragraphs, and its tables with merged headings.
std::string WordTwin(absl::string_view text);

// The same as a web page in UTF-8, as a government site would have it: with a
// menu above, a footer below and scripts.
std::string WebTwin(absl::string_view text);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_DOCUMENT_TWINS_H_
