#ifndef YUHENG_SERVICES_ACCESS_REVOCATIONS_H_
#define YUHENG_SERVICES_ACCESS_REVOCATIONS_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::access {

// Tokens that do not count any more although they are signed.
struct Revocations {
  std::set<std::string> subjects;
  std::set<std::string> tokens;  // Their ids.
};

// Lines of "subject NAME" and "token ID"; # begins a comment. INVALID_ARGUMENT
// naming the line that is neither.
absl::StatusOr<Revocations> ParseRevocations(absl::string_view text);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_REVOCATIONS_H_
