#include "services/budget/location_text.h"

#include "absl/strings/str_cat.h"

namespace yuheng::budget {

Text LocationText(const SourceLocation& location) {
  if (!location.reference.empty()) {
    return {location.reference, location.reference};
  }
  if (location.line == 0) return {};
  return Message("verdict.at_line", {{"line", absl::StrCat(location.line)}});
}

std::string ShortLocation(const SourceLocation& location) {
  if (!location.reference.empty()) return location.reference;
  return location.line == 0 ? "" : absl::StrCat(location.line);
}

int LineNumber(const SourceLocation& location) {
  return location.reference.empty() ? location.line : 0;
}

}  // namespace yuheng::budget
