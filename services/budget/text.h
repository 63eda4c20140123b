#ifndef YUHENG_SERVICES_BUDGET_TEXT_H_
#define YUHENG_SERVICES_BUDGET_TEXT_H_

#include <bitset>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::budget {

// Printed texts carry noise: blanks of several kinds and full-width forms. All
// functions take and return UTF-8 and leave invalid bytes as they are.

// Without leading and trailing blanks: ASCII white space, U+3000, U+00A0, BOM
// and zero-width characters.
absl::string_view TrimBlanks(absl::string_view text);

// Whether one of `words` stands in `text`.
bool ContainsAny(absl::string_view text,
                 absl::Span<const absl::string_view> words);
// Whether `text` starts, or ends, with one of `words`.
bool StartsWithAny(absl::string_view text,
                   absl::Span<const absl::string_view> words);
bool EndsWithAny(absl::string_view text,
                 absl::Span<const absl::string_view> words);

// Words that many texts are asked for: by their first characters it is told at
// once that most texts start with none.
class StartWords {
 public:
  // Each of three bytes or more; views that stay.
  explicit StartWords(absl::Span<const absl::string_view> words);

  // Whether `text` starts with one of them.
  bool StartOf(absl::string_view text) const {
    return text.size() >= 3 && leads_[LeadOf(text)] &&
           StartsWithAny(text, words_);
  }

 private:
  static size_t LeadOf(absl::string_view text) {
    return static_cast<size_t>((text[1] & 0x3F) << 6 | (text[2] & 0x3F));
  }

  const absl::Span<const absl::string_view> words_;
  std::bitset<4096> leads_;
};

// Without any blank.
std::string RemoveBlanks(absl::string_view text);

// For comparing labels and names: no blanks; full-width, small and vertical
// marks made plain (（ ﹙ -> (, ： ﹕ -> :, １ -> 1), 【】〔〕 made [], all
// quotes (“” 「」 ″) made straight, middle dots made one.
std::string NormaliseLabel(absl::string_view text);

// Decodes one code point at `offset` and moves past it; 0xFFFD for an invalid
// byte, which is passed over alone.
char32_t NextCodePoint(absl::string_view text, size_t* offset);

// Whether all of it is UTF-8.
bool IsUtf8(absl::string_view text);

// Columns a terminal uses: 2 for East Asian wide characters, 0 for zero-width.
int DisplayWidth(absl::string_view text);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_TEXT_H_
