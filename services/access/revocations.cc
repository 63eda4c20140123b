#include "services/access/revocations.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace yuheng::access {
namespace {

absl::string_view WithoutComment(absl::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || absl::ascii_isspace(line[i - 1]))) {
      return line.substr(0, i);
    }
  }
  return line;
}

// False when the line is none.
bool Add(absl::string_view line, Revocations* revocations) {
  const std::vector<std::string> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
  if (words.size() == 2 && words[0] == "token") {
    revocations->tokens.insert(words[1]);
    return true;
  }
  absl::Time before = absl::InfiniteFuture();
  if (words.size() == 4 && words[2] == "before") {
    int64_t seconds = 0;
    if (!absl::SimpleAtoi(words[3], &seconds)) return false;
    before = absl::FromUnixSeconds(seconds);
  } else if (words.size() != 2) {
    return false;
  }
  if (words[0] != "subject") return false;
  absl::Time& known =
      revocations->subjects.try_emplace(words[1], absl::InfinitePast())
          .first->second;
  known = std::max(known, before);
  return true;
}

}  // namespace

absl::StatusOr<Revocations> ParseRevocations(absl::string_view text) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "it is empty, as one that was cut off; a list of nobody has a line "
        "with a #");
  }
  if (text.back() != '\n') {
    return absl::InvalidArgumentError("its last line is cut off");
  }
  text.remove_suffix(1);
  Revocations revocations;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(WithoutComment(line));
    if (line.empty()) continue;
    if (Add(line, &revocations)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", number, " is neither \"subject NAME\" nor \"token ID\""));
  }
  return revocations;
}

}  // namespace yuheng::access
