#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PREFIXES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PREFIXES_H_

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace yuheng::ingestion {

// Whether `text` begins with one of `words`.
template <size_t N>
bool StartsWithAny(absl::string_view text,
                   const absl::string_view (&words)[N]) {
  return std::any_of(
      std::begin(words), std::end(words),
      [text](absl::string_view word) { return absl::StartsWith(text, word); });
}

// `text` without all of `words` at its start, however often.
template <size_t N>
absl::string_view WithoutLeading(absl::string_view text,
                                 const absl::string_view (&words)[N]) {
  for (bool again = true; again;) {
    again = false;
    for (absl::string_view word : words) {
      if (absl::ConsumePrefix(&text, word)) again = true;
    }
  }
  return text;
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PREFIXES_H_
