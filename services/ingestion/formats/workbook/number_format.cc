#include "services/ingestion/formats/workbook/number_format.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

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

// A section without its colours and conditions, taken apart.
struct Pieces {
  std::string code;      // What is neither quoted nor escaped.
  std::string words;     // What is.
  bool unusual = false;  // Shows what this does not know.
};

Pieces TakeApart(absl::string_view section) {
  Pieces pieces;
  bool quoted = false;
  bool bracket = false;
  for (size_t i = 0; i < section.size(); ++i) {
    const char c = section[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      pieces.words.push_back(c);
    } else if (bracket) {
      bracket = c != ']';
    } else if (c == '[') {
      // Elapsed hours are a time; a currency or a colour is neither.
      const absl::string_view rest = section.substr(i);
      if (absl::StartsWith(rest, "[h") || absl::StartsWith(rest, "[m") ||
          absl::StartsWith(rest, "[s")) {
        pieces.code.push_back('h');
      }
      // Sections of a condition are chosen by it.
      pieces.unusual = pieces.unusual || absl::StartsWith(rest, "[<") ||
                       absl::StartsWith(rest, "[>") ||
                       absl::StartsWith(rest, "[=");
      bracket = true;
    } else if (c == '\\' || c == '!') {
      if (++i < section.size()) {
        pieces.words.push_back(section[i]);
        // 0!.0, is how 万元 are made of 元.
        pieces.unusual = pieces.unusual || section[i] == '.';
      }
    } else if (c == '_' || c == '*') {
      ++i;  // Room as wide as the next character, or filled with it.
    } else {
      pieces.code.push_back(c);
    }
  }
  return pieces;
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
  const absl::string_view bare = pieces.code;
  if (absl::StrContains(bare, "General") || absl::StrContains(bare, "通用") ||
      absl::StrContains(bare, '@') || pieces.unusual) {
    return section;
  }
  const size_t first = bare.find_first_of("0#?");
  if (first == absl::string_view::npos) {
    const bool date =
        bare.find_first_of("yYmMdDhHsS") != absl::string_view::npos;
    section.kind = date ? Section::Kind::kDate : Section::Kind::kWords;
    section.words = absl::StrCat(pieces.words, bare);
    return section;
  }
  // Powers of ten and fractions show digits that are none of the number's.
  if (bare.find_first_of("eE/") != absl::string_view::npos) return section;
  section.kind = Section::Kind::kPlaces;
  bool point = false;
  int commas = 0;
  for (const char c : bare) {
    if (c == '.') {
      point = true;
    } else if (c == ',') {
      ++commas;
    } else if (c == '%') {
      section.percent = true;
    } else if (c == '0' || c == '#' || c == '?') {
      commas = 0;  // Between digits they only part thousands.
      if (!point) {
        section.whole_digits += c == '0';
      } else if (section.places_max < kPlacesMax) {
        ++section.places_max;
        if (c == '0') section.places_min = section.places_max;
      }
    }
  }
  section.whole_digits = std::min(section.whole_digits, kPlacesMax);
  section.shift = (section.percent ? 2 : 0) - 3 * commas;
  return section;
}

ShownNumber NumberFormat::Show(const SheetNumber& number,
                               bool epoch_1904) const {
  size_t index = 0;
  if (number.negative() && sections_.size() > 1) index = 1;
  if (number.zero() && sections_.size() > 2) index = 2;
  const Section section = sections_.empty() ? Section() : sections_[index];
  switch (section.kind) {
    case Section::Kind::kWords:
      return {section.words, !number.zero()};
    case Section::Kind::kDate:
      return {DateText(number, epoch_1904)};
    case Section::Kind::kGeneral:
      return {number.Print(1, 0)};
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
