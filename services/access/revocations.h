#ifndef YUHENG_SERVICES_ACCESS_REVOCATIONS_H_
#define YUHENG_SERVICES_ACCESS_REVOCATIONS_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace yuheng::access {

// Tokens that do not count any more although they are signed.
struct Revocations {
  // Whose were issued before this; InfiniteFuture for all of them, and for
  // certificates too.
  std::map<std::string, absl::Time> subjects;
  std::set<std::string> tokens;  // Their ids.
};

// Lines of "subject NAME", "subject NAME before SECONDS" (since 1970) and
// "token ID"; # at the start of a line or after a
// blank begins a comment. INVALID_ARGUMENT naming the line that is neither, and
// for a text that may be the front of a longer one: its last line has no end,
// or it has no line at all.
absl::StatusOr<Revocations> ParseRevocations(absl::string_view text);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_REVOCATIONS_H_
