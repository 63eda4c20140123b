#include "services/gateway/routes/accept_encoding.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace yuheng::gateway {
namespace {

// Of "q=0.5"; 1 without one, 0 where it is no quality.
double ReadQuality(absl::string_view parameter) {
  if (parameter.empty()) return 1;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(parameter, absl::MaxSplits('=', 1));
  double quality = 0;
  const bool read =
      absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), "q") &&
      absl::SimpleAtod(parts.second, &quality) && quality >= 0 && quality <= 1;
  return read ? quality : 0;
}

}  // namespace

double QualityOf(absl::string_view accept_encoding, absl::string_view coding) {
  double others = 0;
  for (const absl::string_view item : absl::StrSplit(accept_encoding, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(';', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(parts.first);
    const double quality =
        ReadQuality(absl::StripAsciiWhitespace(parts.second));
    if (absl::EqualsIgnoreCase(name, coding)) return quality;
    if (name == "*") others = quality;
  }
  return others;
}

}  // namespace yuheng::gateway
