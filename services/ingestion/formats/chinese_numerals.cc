#include "services/ingestion/formats/chinese_numerals.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

using budget::NextCodePoint;

struct Numeral {
  char32_t character;
  int64_t value;
};

constexpr Numeral kDigits[] = {{U'零', 0}, {U'壹', 1}, {U'贰', 2}, {U'叁', 3},
                               {U'肆', 4}, {U'伍', 5}, {U'陆', 6}, {U'柒', 7},
                               {U'捌', 8}, {U'玖', 9}};
constexpr Numeral kPlaces[] = {{U'拾', 10}, {U'佰', 100}, {U'仟', 1000}};
constexpr Numeral kGroups[] = {{U'万', 10'000}, {U'亿', 100'000'000}};
// Longer ones are no amounts of a budget.
constexpr size_t kCapitalBytesMax = 90;

template <size_t N>
std::optional<int64_t> ValueOf(const Numeral (&numerals)[N], char32_t c) {
  for (const Numeral& numeral : numerals) {
    if (numeral.character == c) return numeral.value;
  }
  return std::nullopt;
}

// 元 in capital numerals at the start of `text`: 叁拾万 is 300000.
std::optional<int64_t> ReadCapitalYuan(absl::string_view text, size_t* length) {
  int64_t total = 0;
  int64_t group = 0;
  int64_t digit = 0;
  *length = 0;
  for (size_t at = 0; at < text.size() && at < kCapitalBytesMax;) {
    const char32_t c = NextCodePoint(text, &at);
    if (const auto value = ValueOf(kDigits, c)) {
      digit = *value;
    } else if (*length == 0 && c != U'拾') {
      return std::nullopt;
    } else if (const auto place = ValueOf(kPlaces, c)) {
      // 拾伍 is 15.
      group += std::max<int64_t>(digit, 1) * *place;
      digit = 0;
    } else if (const auto size = ValueOf(kGroups, c)) {
      total = (total + group + digit) * *size;
      if (total > budget::kFigureMicroMax / budget::kFenPerYuan) {
        return std::nullopt;
      }
      group = 0;
      digit = 0;
    } else {
      break;
    }
    *length = at;
  }
  if (*length == 0) return std::nullopt;
  return total + group + digit;
}

}  // namespace

void AddChineseCounts(absl::string_view text,
                      std::vector<Quantity>* quantities) {
  constexpr absl::string_view kMeasures[] = {"辆", "个", "名", "台", "家"};
  constexpr absl::string_view kNoMeasures[] = {"个月",   "个百分点", "个工作日",
                                               "个方面", "家庭",     "名义"};
  constexpr absl::string_view kNoCounts[] = {"第", "每", "某",
                                             "任", "同", "这"};
  std::vector<Quantity> found;
  const auto starts = [](absl::string_view words, absl::string_view word) {
    return absl::StartsWith(words, word);
  };
  for (size_t at = 0; at < text.size();) {
    size_t length = 0;
    const auto count = ReadChineseCount(text.substr(at), &length);
    if (!count.has_value()) {
      NextCodePoint(text, &at);
      continue;
    }
    const absl::string_view before = text.substr(0, at);
    const absl::string_view behind = text.substr(at + length);
    const bool counts =
        std::any_of(std::begin(kMeasures), std::end(kMeasures),
                    [&](auto word) { return starts(behind, word); }) &&
        std::none_of(std::begin(kNoMeasures), std::end(kNoMeasures),
                     [&](auto word) { return starts(behind, word); }) &&
        std::none_of(std::begin(kNoCounts), std::end(kNoCounts),
                     [&](auto word) { return absl::EndsWith(before, word); });
    if (counts) {
      found.push_back({.begin = at,
                       .end = at + length,
                       .unit = Unit::kCount,
                       .value_micro = *count * budget::kMicroPerOne,
                       .precision_micro = budget::kMicroPerOne});
    }
    at += length;
  }
  if (found.empty()) return;
  quantities->insert(quantities->end(), found.begin(), found.end());
  std::sort(
      quantities->begin(), quantities->end(),
      [](const Quantity& a, const Quantity& b) { return a.begin < b.begin; });
}

std::optional<int64_t> ReadChineseCount(absl::string_view text,
                                        size_t* length) {
  constexpr absl::string_view kDigits[] = {"零", "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
  constexpr absl::string_view kTen = "十";
  size_t at = 0;
  const auto digit = [&]() -> std::optional<int64_t> {
    for (size_t value = 0; value < std::size(kDigits); ++value) {
      if (absl::StartsWith(text.substr(at), kDigits[value])) {
        at += kDigits[value].size();
        return static_cast<int64_t>(value);
      }
    }
    if (absl::StartsWith(text.substr(at), "两")) {
      at += absl::string_view("两").size();
      return 2;
    }
    return std::nullopt;
  };
  const std::optional<int64_t> first = digit();
  if (!absl::StartsWith(text.substr(at), kTen)) {
    *length = at;
    return first;
  }
  at += kTen.size();
  const int64_t ones = digit().value_or(0);
  *length = at;
  return first.value_or(1) * 10 + ones;
}

void AddCapitalAmounts(absl::string_view text,
                       std::vector<Quantity>* quantities) {
  constexpr absl::string_view kUnits[] = {"元整", "元正", "圆整", "元", "圆"};
  constexpr absl::string_view kRepeats[] = {"(", "大写", "大写:", "大写为"};
  const size_t digits = quantities->size();
  for (size_t at = 0; at < text.size();) {
    size_t length = 0;
    const auto yuan = ReadCapitalYuan(text.substr(at), &length);
    if (!yuan.has_value()) {
      NextCodePoint(text, &at);
      continue;
    }
    const size_t begin = at;
    at += length;
    const absl::string_view behind = text.substr(at);
    const auto unit = std::find_if(
        std::begin(kUnits), std::end(kUnits),
        [&](absl::string_view word) { return absl::StartsWith(behind, word); });
    if (unit == std::end(kUnits)) continue;
    at += unit->size();
    const bool repeats = budget::EndsWithAny(text.substr(0, begin), kRepeats) ||
                         absl::StartsWith(text.substr(at), "(");
    if (repeats) continue;
    quantities->push_back({.begin = begin,
                           .end = at,
                           .unit = Unit::kMoney,
                           .value_micro = *yuan * budget::kFenPerYuan,
                           .precision_micro = budget::kFenPerYuan});
  }
  if (quantities->size() == digits) return;
  std::sort(
      quantities->begin(), quantities->end(),
      [](const Quantity& a, const Quantity& b) { return a.begin < b.begin; });
}

}  // namespace yuheng::ingestion
