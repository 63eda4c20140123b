#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CODE_POINTS_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CODE_POINTS_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace yuheng::validation {

// Texts are looked at character by character: Chinese has no blanks between
// words.
std::u32string ToCodePoints(absl::string_view utf8);
std::string ToUtf8(std::u32string_view points);

// Whether `word` stands in `text`.
bool Has(std::u32string_view text, std::u32string_view word);
bool HasAny(std::u32string_view text,
            std::initializer_list<std::u32string_view> words);
bool Starts(std::u32string_view text, std::u32string_view word);

// How many characters two texts have in common, in order. Takes time for each
// pair of their characters: bound what is compared.
size_t SharedInOrder(std::u32string_view a, std::u32string_view b);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CODE_POINTS_H_
