#ifndef YUHENG_TESTS_FAULT_HISTORY_HISTORY_LINES_H_
#define YUHENG_TESTS_FAULT_HISTORY_HISTORY_LINES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tests/fault/history/history.h"

namespace yuheng::fault {

// A history as JSON lines, one record a line: {"kind":"post",…}. Lines of
// several programs may be joined in any order; within a kind and a stream the
// order is kept. Numbers are strings, since JSON's lose digits beyond 2^53.
std::string ToLines(const History& history);

// Adds what the lines say. INVALID_ARGUMENT names the line that is none: no
// JSON object, an unknown kind, a field of the wrong type. Unknown fields are
// passed over, missing ones stay as they are by default.
absl::Status AddLines(absl::string_view lines, History* history);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_HISTORY_HISTORY_LINES_H_
