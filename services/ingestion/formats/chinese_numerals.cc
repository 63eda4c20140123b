#include "services/ingestion/formats/chinese_numerals.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
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
// Of millionths of 万元.
constexpr int64_t kMicroPerYuan = budget::kMicroPerOne / 10'000;
// Longer ones are no amounts of a budget.
constexpr size_t kCapitalBytesMax = 90;

template <size_t N>
std::optional<int64_t> ValueOf(const Numeral (&numerals)[N], char32_t c) {
  for (const Numeral& numeral : numerals) {
    if (numeral.character == c) return numeral.value;
  }
  return std::nullopt;
}

// Of both kinds, which stand together in none that is read.
constexpr std::u32string_view kNumerals =
    U"零壹贰叁肆伍陆柒捌玖拾佰仟万亿〇一二三四五六七八九十百千两";

// Where the numerals begin that `text` ends with.
size_t NumeralsBegin(absl::string_view text) {
  size_t begin = text.size();
  while (begin > 0) {
    size_t at = begin - 1;
    while (at > 0 && (text[at] & 0xC0) == 0x80) --at;
    size_t next = at;
    if (kNumerals.find(NextCodePoint(text, &next)) == kNumerals.npos) break;
    begin = at;
  }
  return begin;
}

void PutInOrder(std::vector<Quantity>* quantities) {
  std::sort(
      quantities->begin(), quantities->end(),
      [](const Quantity& a, const Quantity& b) { return a.begin < b.begin; });
}

// 元 in capital numerals: 壹亿叁拾万 is 100300000. nullopt for what is none, or
// larger than a figure may be.
std::optional<int64_t> ReadCapitalYuan(absl::string_view text) {
  if (text.empty() || text.size() > kCapitalBytesMax) return std::nullopt;
  int64_t hundred_millions = 0;
  std::optional<int64_t> ten_thousands;
  int64_t group = 0;
  int64_t digit = 0;
  for (size_t at = 0; at < text.size();) {
    const bool first = at == 0;
    const char32_t c = NextCodePoint(text, &at);
    if (const auto value = ValueOf(kDigits, c)) {
      digit = *value;
    } else if (first && c != U'拾') {
      return std::nullopt;
    } else if (const auto place = ValueOf(kPlaces, c)) {
      // 拾伍 is 15.
      group += std::max<int64_t>(digit, 1) * *place;
      digit = 0;
    } else if (c == U'万' && !ten_thousands) {
      ten_thousands = group + digit;
      group = digit = 0;
    } else if (c == U'亿' && hundred_millions == 0) {
      hundred_millions = ten_thousands.value_or(0) * 10'000 + group + digit;
      ten_thousands.reset();
      group = digit = 0;
    } else {
      return std::nullopt;
    }
  }
  // Within 64 bits: a group is less than kCapitalBytesMax thousands.
  const int64_t yuan = hundred_millions * 100'000'000 +
                       ten_thousands.value_or(0) * 10'000 + group + digit;
  if (yuan > budget::kFigureMicroMax / kMicroPerYuan) return std::nullopt;
  return yuan;
}

// 伍角 and 贰分 at the start of `text`, in millionths of 万元; nothing is 0.
// Their place is the precision.
int64_t ReadJiaoAndFen(absl::string_view text, size_t* length,
                       int64_t* precision_micro) {
  int64_t micro = 0;
  *length = 0;
  for (const auto& [unit, place_micro] :
       {std::pair<char32_t, int64_t>{U'角', kMicroPerYuan / 10},
        {U'分', kMicroPerYuan / 100}}) {
    size_t at = *length;
    std::optional<int64_t> digit;
    while (at < text.size()) {
      const char32_t c = NextCodePoint(text, &at);
      if (c == unit && digit) {
        micro += *digit * place_micro;
        *precision_micro = place_micro;
        *length = at;
        break;
      }
      if (digit.value_or(0) != 0) break;
      digit = ValueOf(kDigits, c);
      if (!digit) break;
    }
  }
  return micro;
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
  PutInOrder(quantities);
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
  constexpr absl::string_view kUnits[] = {"元", "圆"};
  constexpr absl::string_view kWhole[] = {"整", "正"};
  constexpr absl::string_view kRepeats[] = {"(", "大写", "大写:", "大写为",
                                            "(大写)"};
  const size_t digits = quantities->size();
  for (const absl::string_view unit : kUnits) {
    for (size_t at = text.find(unit); at != absl::string_view::npos;
         at = text.find(unit, at + unit.size())) {
      const size_t begin = NumeralsBegin(text.substr(0, at));
      const auto yuan = ReadCapitalYuan(text.substr(begin, at - begin));
      if (!yuan.has_value()) continue;
      size_t end = at + unit.size();
      size_t length = 0;
      int64_t precision_micro = kMicroPerYuan;
      const int64_t micro =
          *yuan * kMicroPerYuan +
          ReadJiaoAndFen(text.substr(end), &length, &precision_micro);
      end += length;
      if (StartsWithAny(text.substr(end), kWhole)) end += kWhole[0].size();
      absl::string_view before = text.substr(0, begin);
      absl::ConsumeSuffix(&before, "人民币");
      const bool repeats = budget::EndsWithAny(before, kRepeats) ||
                           absl::StartsWith(text.substr(end), "(");
      if (repeats) continue;
      quantities->push_back({.begin = begin,
                             .end = end,
                             .unit = Unit::kMoney,
                             .value_micro = micro,
                             .precision_micro = precision_micro});
    }
  }
  if (quantities->size() > digits) PutInOrder(quantities);
}

}  // namespace yuheng::ingestion
