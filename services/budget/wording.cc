#include "services/budget/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"

namespace yuheng::budget {
namespace {

struct Mark {
  absl::string_view text;
  // How many in a row make a placeholder.
  size_t repeats;
};

constexpr Mark kMarks[] = {
    {"X", 2},  {"x", 2}, {"Ｘ", 2}, {"ｘ", 2}, {"×", 2}, {"*", 2},
    {"＊", 2}, {"○", 2}, {"〇", 2}, {"某", 2}, {"_", 4}, {"＿", 4},
    {"{", 1},  {"}", 1}, {"｛", 1}, {"｝", 1},
};

// Which bytes begin a mark.
constexpr std::array<bool, 256> MarkLeads() {
  std::array<bool, 256> leads{};
  for (const Mark& mark : kMarks) {
    leads[static_cast<unsigned char>(mark.text[0])] = true;
  }
  return leads;
}

constexpr std::array<bool, 256> kMarkLeads = MarkLeads();

// A zero in a year or number in Chinese numerals.
bool IsNumeralBefore(absl::string_view text) {
  constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四", "五",
                                             "六", "七", "八", "九"};
  return std::any_of(std::begin(kNumerals), std::end(kNumerals),
                     [text](absl::string_view numeral) {
                       return absl::EndsWith(text, numeral);
                     });
}

}  // namespace

absl::string_view PlaceholderIn(absl::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (!kMarkLeads[static_cast<unsigned char>(text[at])]) continue;
    const absl::string_view rest = text.substr(at);
    for (const Mark& mark : kMarks) {
      // Most marks are told apart by their first byte.
      if (rest[0] != mark.text[0] || !absl::StartsWith(rest, mark.text)) {
        continue;
      }
      size_t end = mark.text.size();
      size_t repeats = 1;
      while (absl::StartsWith(rest.substr(end), mark.text)) {
        end += mark.text.size();
        ++repeats;
      }
      const bool zero = mark.text == "〇" || mark.text == "○";
      if (repeats >= mark.repeats &&
          !(zero && IsNumeralBefore(text.substr(0, at)))) {
        return rest.substr(0, end);
      }
      at += end - 1;
      break;
    }
  }
  return "";
}

}  // namespace yuheng::budget
