#include "services/access/revocations.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace yuheng::access {

absl::StatusOr<Revocations> ParseRevocations(absl::string_view text) {
  Revocations revocations;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    if (absl::ConsumePrefix(&line, "subject ")) {
      revocations.subjects.emplace(absl::StripAsciiWhitespace(line));
    } else if (absl::ConsumePrefix(&line, "token ")) {
      revocations.tokens.emplace(absl::StripAsciiWhitespace(line));
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number,
                       " is neither \"subject NAME\" nor "
                       "\"token ID\""));
    }
  }
  return revocations;
}

}  // namespace yuheng::access
