#include "services/budget/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

struct Mark {
  absl::string_view text;
  // How many in a row make a placeholder.
  size_t repeats;
  // Two of these may stand around words.
  bool emphasis = false;
};

constexpr Mark kMarks[] = {
    {"X", 2},        {"x", 2}, {"Ｘ", 2}, {"ｘ", 2}, {"×", 2}, {"*", 2, true},
    {"＊", 2, true}, {"○", 2}, {"〇", 2}, {"某", 2}, {"_", 4}, {"＿", 4},
    {"{", 1},        {"}", 1}, {"｛", 1}, {"｝", 1},
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

// What stands behind a figure or a name that is left out, and in front of it.
constexpr absl::string_view kBehindFigure[] = {"元", "万", "亿", "%",  "％",
                                               "年", "月", "日", "个", "项",
                                               "人", "辆", "台", "套", "家"};
constexpr absl::string_view kBehindName[] = {
    "局", "委", "部门", "单位", "县", "市", "州", "区",
    "的", "，", "。",   "；",   "、", "和", "及", "与"};
constexpr absl::string_view kBeforeBlank[] = {"和", "及", "与", "的",
                                              "为", "、", "（", "("};
constexpr absl::string_view kClauseMarks[] = {"，", "。", "；"};
// Two characters.
constexpr size_t kEmphasisBytesMin = 6;

// The words that two marks put weight on, as in **收支总预算**713.33万元; empty
// where each of the marks stands for something of its own.
absl::string_view Emphasised(absl::string_view text, absl::string_view mark) {
  const absl::string_view rest = text.substr(mark.size());
  const size_t end = rest.find(mark);
  if (end == absl::string_view::npos) return "";
  const absl::string_view words = rest.substr(0, end);
  const absl::string_view behind = rest.substr(end + mark.size());
  const bool figure = !words.empty() && absl::ascii_isdigit(words.back());
  const bool marked = (figure || words.size() >= kEmphasisBytesMin) &&
                      !StartsWithAny(words, kBehindFigure) &&
                      !StartsWithAny(words, kBehindName) &&
                      !EndsWithAny(words, kBeforeBlank) &&
                      !ContainsAny(words, kClauseMarks) &&
                      (figure || !StartsWithAny(behind, kBehindFigure));
  return marked ? words : "";
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
      if (mark.emphasis && repeats == mark.repeats) {
        const absl::string_view words = Emphasised(rest, rest.substr(0, end));
        if (!words.empty()) {
          const absl::string_view inside = PlaceholderIn(words);
          if (!inside.empty()) return inside;
          at += 2 * end + words.size() - 1;
          break;
        }
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
