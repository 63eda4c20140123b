#include "services/ingestion/formats/paper/list_number.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kNumerals[] = {"零", "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
constexpr absl::string_view kLegalNumerals[] = {"零", "壹", "贰", "叁", "肆",
                                                "伍", "陆", "柒", "捌", "玖"};
constexpr absl::string_view kPlaces[] = {"", "十", "百", "千"};
constexpr absl::string_view kLegalPlaces[] = {"", "拾", "佰", "仟"};
constexpr absl::string_view kStems[] = {"甲", "乙", "丙", "丁", "戊",
                                        "己", "庚", "辛", "壬", "癸"};
constexpr int kCountedMax = 9'999;

// 一百零二; 十二, and 壹拾贰 in legal numerals.
std::string Counted(int number, bool legal) {
  std::string text;
  bool gap = false;
  for (int place = 3, unit = 1'000; place >= 0; --place, unit /= 10) {
    const int digit = number / unit % 10;
    if (digit == 0) {
      gap = !text.empty();
      continue;
    }
    if (gap) absl::StrAppend(&text, kNumerals[0]);
    gap = false;
    if (legal || digit > 1 || place != 1 || !text.empty()) {
      absl::StrAppend(&text, (legal ? kLegalNumerals : kNumerals)[digit]);
    }
    absl::StrAppend(&text, (legal ? kLegalPlaces : kPlaces)[place]);
  }
  return text;
}

// 一〇二
std::string DigitByDigit(int number) {
  std::string text;
  for (const char c : absl::StrCat(number)) {
    absl::StrAppend(&text, c == '0' ? "〇" : kNumerals[c - '0']);
  }
  return text;
}

std::string Roman(int number, bool upper) {
  struct Step {
    int value;
    absl::string_view upper;
    absl::string_view lower;
  };
  static constexpr Step kSteps[] = {
      {1'000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
      {100, "C", "c"},   {90, "XC", "xc"},  {50, "L", "l"},  {40, "XL", "xl"},
      {10, "X", "x"},    {9, "IX", "ix"},   {5, "V", "v"},   {4, "IV", "iv"},
      {1, "I", "i"}};
  std::string text;
  for (const Step& step : kSteps) {
    for (; number >= step.value; number -= step.value) {
      absl::StrAppend(&text, upper ? step.upper : step.lower);
    }
  }
  return text;
}

// a to z, aa to zz, aaa and so on.
std::string Letters(int number, char first) {
  return std::string(static_cast<size_t>((number - 1) / 26 + 1),
                     static_cast<char>(first + (number - 1) % 26));
}

// ① to ⑳.
std::string Circled(int number) {
  return absl::StrCat("\xE2\x91",
                      std::string(1, static_cast<char>(0x9F + number)));
}

}  // namespace

std::string ListNumber(absl::string_view format, int number) {
  if (format == "none" || format == "bullet") return "";
  const std::string digits = absl::StrCat(number);
  if (number < 1 || number > kCountedMax) return digits;
  if (format == "chineseCounting" || format == "chineseCountingThousand" ||
      format == "japaneseCounting" || format == "taiwaneseCounting" ||
      format == "taiwaneseCountingThousand") {
    return Counted(number, /*legal=*/false);
  }
  if (format == "chineseLegalSimplified" ||
      format == "ideographLegalTraditional") {
    return Counted(number, /*legal=*/true);
  }
  if (format == "ideographDigital" || format == "japaneseDigitalTenThousand" ||
      format == "taiwaneseDigital") {
    return DigitByDigit(number);
  }
  if (format == "ideographTraditional" && number <= 10) {
    return std::string(kStems[number - 1]);
  }
  if (absl::StartsWith(format, "decimalEnclosedCircle") && number <= 20) {
    return Circled(number);
  }
  if (format == "decimalZero" && number < 10) return absl::StrCat("0", number);
  if (format == "upperRoman") return Roman(number, /*upper=*/true);
  if (format == "lowerRoman") return Roman(number, /*upper=*/false);
  if (format == "upperLetter" && number <= 780) return Letters(number, 'A');
  if (format == "lowerLetter" && number <= 780) return Letters(number, 'a');
  return digits;
}

std::string BeforeText(std::string label) {
  if (!label.empty() && static_cast<unsigned char>(label.back()) < 0x80) {
    label.push_back(' ');
  }
  return label;
}

}  // namespace yuheng::ingestion
