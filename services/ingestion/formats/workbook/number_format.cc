#include "services/ingestion/formats/workbook/number_format.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

// No code is longer.
constexpr size_t kCodeBytesMax = 1'024;
constexpr size_t kSectionsMax = 4;
// More than money has; the rest of a long code is of no use.
constexpr int kPlacesMax = 30;
// The last day of the year 9999.
constexpr int kDayMax = 2'958'465;

// Splits at semicolons that are none of a text.
std::vector<std::string> SectionsOf(absl::string_view code) {
  std::vector<std::string> sections(1);
  bool quoted = false;
  for (size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '"') quoted = !quoted;
    if (code[i] == '\\' && !quoted && i + 1 < code.size()) {
      sections.back().push_back(code[i++]);
    } else if (code[i] == ';' && !quoted) {
      if (sections.size() == kSectionsMax) break;
      sections.emplace_back();
      continue;
    }
    sections.back().push_back(code[i]);
  }
  return sections;
}

// Where a section's code has a sign that is quoted or escaped: a point,
// another.
constexpr char kPointSign = '\x01';
constexpr char kOtherSign = '\x02';

// A section without its colours and its condition, taken apart.
struct Pieces {
  std::string code;       // With a sign for each one that is quoted or escaped.
  std::string words;      // What is shown beside digits, or in their place.
  std::string condition;  // What stands in brackets: >=10000.
};

Pieces TakeApart(absl::string_view section) {
  Pieces pieces;
  bool quoted = false;
  const auto add_sign = [&](char c) {
    pieces.words.push_back(c);
    if (c != ' ') pieces.code.push_back(c == '.' ? kPointSign : kOtherSign);
  };
  for (size_t i = 0; i < section.size(); ++i) {
    const char c = section[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      add_sign(c);
    } else if (c == '[') {
      const size_t end = std::min(section.find(']', i), section.size());
      const absl::string_view inner = section.substr(i + 1, end - i - 1);
      i = end;
      // Elapsed hours are a time; a currency or a colour is neither.
      if (absl::StartsWith(inner, "h") || absl::StartsWith(inner, "m") ||
          absl::StartsWith(inner, "s")) {
        pieces.code.push_back('h');
      } else if (inner.find_first_of("<>=") == 0) {
        pieces.condition = std::string(inner);
      }
    } else if (c == '\\' || c == '!') {
      if (++i < section.size()) add_sign(section[i]);
    } else if (c == '_' || c == '*') {
      ++i;  // Room as wide as the next character, or filled with it.
    } else {
      pieces.code.push_back(c);
    }
  }
  return pieces;
}

// The code without the signs in it.
std::string BareOf(absl::string_view code) {
  std::string bare;
  for (const char c : code) {
    if (c != kPointSign && c != kOtherSign) bare.push_back(c);
  }
  return bare;
}

bool Meets(const SheetNumber& number, absl::string_view comparison,
           const SheetNumber& bound) {
  const int order = number.Compare(bound);
  if (comparison == "<>") return order != 0;
  return (order < 0 && absl::StrContains(comparison, '<')) ||
         (order > 0 && absl::StrContains(comparison, '>')) ||
         (order == 0 && absl::StrContains(comparison, '='));
}

std::string DateText(const SheetNumber& number, bool epoch_1904) {
  const std::string text = number.Print(1, 0);
  int day = 0;  // What stands behind the point is the time of the day.
  if (!absl::SimpleAtoi(text.substr(0, text.find('.')), &day) || day < 0 ||
      day > kDayMax) {
    return text;
  }
  // Day 60 of 1900 is a 29th of February that never was.
  const absl::CivilDay first = epoch_1904 ? absl::CivilDay(1904, 1, 1)
                               : day < 60 ? absl::CivilDay(1899, 12, 31)
                                          : absl::CivilDay(1899, 12, 30);
  const absl::CivilDay date = first + day;
  return absl::StrCat(date.year(), "年", date.month(), "月", date.day(), "日");
}

}  // namespace

NumberFormat::NumberFormat(absl::string_view code) {
  for (const std::string& section : SectionsOf(code.substr(0, kCodeBytesMax))) {
    sections_.push_back(Read(section));
  }
}

NumberFormat NumberFormat::BuiltIn(int id) {
  switch (id) {
    case 1:
    case 3:
    case 37:
    case 38:
      return NumberFormat("0");
    case 2:
    case 4:
    case 39:
    case 40:
      return NumberFormat("0.00");
    case 9:
      return NumberFormat("0%");
    case 10:
      return NumberFormat("0.00%");
    case 41:
    case 42:
      return NumberFormat("0;-0;\"-\"");
    case 43:
    case 44:
      return NumberFormat("0.00;-0.00;\"-\"");
    default:
      break;
  }
  const bool date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                    (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  return date ? NumberFormat("yyyy") : NumberFormat();
}

NumberFormat::Section NumberFormat::Read(absl::string_view code) {
  Section section;
  const Pieces pieces = TakeApart(code);
  if (const size_t length = pieces.condition.find_first_not_of("<>=");
      !pieces.condition.empty()) {
    const auto bound = SheetNumber::Parse(
        absl::string_view(pieces.condition)
            .substr(std::min(length, pieces.condition.size())));
    section.comparison = pieces.condition.substr(0, length);
    if (bound) section.bound = *bound;
    if (!bound) section.kind = Section::Kind::kUnknown;
    if (!bound) return section;
  }
  const std::string bare = BareOf(pieces.code);
  if (absl::StrContains(absl::AsciiStrToLower(bare), "general") ||
      absl::StrContains(bare, "通用") || absl::StrContains(bare, '@')) {
    return section;
  }
  if (bare.find_first_of("0#?") == std::string::npos) {
    const bool date = bare.find_first_of("yYmMdDhHsS") != std::string::npos;
    section.kind = date ? Section::Kind::kDate : Section::Kind::kWords;
    section.words = absl::StrCat(pieces.words, bare);
    return section;
  }
  // Powers of ten and fractions show digits that are none of the number's.
  if (bare.find_first_of("eE/") != std::string::npos) return section;
  section.kind = Section::Kind::kPlaces;
  ReadPlaces(pieces.code, &section);
  const int smaller = section.shift - (section.percent ? 2 : 0);
  if (smaller < 0 && budget::ContainsAny(absl::StrCat(pieces.words, bare),
                                         {"元", "百", "千", "万", "亿"})) {
    section.kind = Section::Kind::kUnknown;
  }
  return section;
}

void NumberFormat::ReadPlaces(absl::string_view code, Section* section) {
  const size_t first = code.find_first_of("0#?.");
  const size_t last = code.find_last_of("0#?");
  bool point = false;
  bool put = false;  // A point stands between the digits.
  int thousands = 0;
  int commas = 0;  // Behind the last digit.
  bool known = true;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '.') {
      known = known && !put && !point;
      point = true;
      thousands += std::exchange(commas, 0);
    } else if (c == kPointSign && i > first && i < last) {
      // Parted thousands would go on behind it.
      known = known && !put && !point && commas == 0 &&
              !absl::StrContains(code.substr(first, i - first), ',');
      put = true;
    } else if (c == ',') {
      commas += i > first;
    } else if (c == '%') {
      section->percent = true;
    } else if (c == '0' || c == '#' || c == '?') {
      // Between digits they only part thousands.
      known = known && (commas == 0 || (!point && !put));
      commas = 0;
      if (!point && !put) {
        section->whole_digits += c == '0';
      } else if (section->places_max < kPlacesMax) {
        ++section->places_max;
        if (c == '0') section->places_min = section->places_max;
      }
    } else if (c != ' ') {
      known = known && (i < first || i > last);
    }
  }
  thousands += commas;
  section->whole_digits = std::min(section->whole_digits, kPlacesMax);
  section->shift = (section->percent ? 2 : 0) - 3 * thousands -
                   (put ? section->places_max : 0);
  known =
      known &&
      !(put && (section->percent || section->places_min < section->places_max));
  if (!known) section->kind = Section::Kind::kUnknown;
}

const NumberFormat::Section* NumberFormat::SectionFor(
    const SheetNumber& number) const {
  static const Section* const general = new Section();
  if (sections_.empty()) return general;
  const bool conditional =
      std::any_of(sections_.begin(), sections_.end(),
                  [](const Section& each) { return !each.comparison.empty(); });
  if (!conditional) {
    size_t index = 0;
    if (number.negative() && sections_.size() > 1) index = 1;
    if (number.zero() && sections_.size() > 2) index = 2;
    return &sections_[index];
  }
  // The last one without a condition, of at most three, is for all others.
  const size_t count = std::min<size_t>(sections_.size(), 3);
  for (size_t i = 0; i < count; ++i) {
    const Section& each = sections_[i];
    if (each.comparison.empty()) {
      if (i + 1 == count) return &each;
      if (i == 0 ? !number.negative() && !number.zero() : number.negative()) {
        return &each;
      }
    } else if (Meets(number, each.comparison, each.bound)) {
      return &each;
    }
  }
  return nullptr;
}

ShownNumber NumberFormat::Show(const SheetNumber& number,
                               bool epoch_1904) const {
  const Section* const found = SectionFor(number);
  if (found == nullptr || found->kind == Section::Kind::kUnknown) {
    return {absl::StrCat(number.Print(1, 0), "?"), false, /*unknown=*/true};
  }
  const Section& section = *found;
  switch (section.kind) {
    case Section::Kind::kWords:
      return {section.words, !number.zero()};
    case Section::Kind::kDate:
      return {DateText(number, epoch_1904)};
    case Section::Kind::kGeneral:
      return {number.Print(1, 0)};
    case Section::Kind::kUnknown:
    case Section::Kind::kPlaces:
      break;
  }
  SheetNumber shown = number;
  shown.Shift(section.shift);
  const bool rounded = shown.Round(section.places_max);
  if (shown.zero() && section.whole_digits == 0 && section.places_min == 0) {
    return {"", rounded};
  }
  std::string text =
      shown.Print(std::max(section.whole_digits, 1), section.places_min);
  if (section.percent) text.push_back('%');
  return {std::move(text), rounded};
}

}  // namespace yuheng::ingestion
