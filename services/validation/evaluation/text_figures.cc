#include "services/validation/evaluation/text_figures.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::validation {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct UnitWord {
  absl::string_view word;
  int64_t multiplier = 1;
  int64_t divisor = 1;
};

// The first that matches counts.
constexpr UnitWord kMoney[] = {
    {"亿元", 10'000, 1}, {"万元", 1, 1}, {"千元", 1, 10}, {"元", 1, 10'000}};
constexpr UnitWord kPersons[] = {{"人", 1, 1}, {"名", 1, 1}};
constexpr absl::string_view kNoPersons[] = {"人次", "人均", "名义", "人民"};

// The end of the number that begins at `begin`: digits, thousands, decimals.
size_t NumberEnd(absl::string_view text, size_t begin) {
  size_t end = begin;
  while (end < text.size() &&
         (IsDigit(text[end]) ||
          ((text[end] == '.' || text[end] == ',') && end + 1 < text.size() &&
           IsDigit(text[end + 1])))) {
    ++end;
  }
  return end;
}

template <size_t N>
std::vector<TextFigure> FiguresIn(absl::string_view text,
                                  const UnitWord (&units)[N]) {
  std::vector<TextFigure> figures;
  for (size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    const size_t end = NumberEnd(text, at);
    for (const UnitWord& unit : units) {
      if (!absl::StartsWith(text.substr(end), unit.word)) continue;
      const auto number = budget::ParseDecimal(text.substr(at, end - at));
      if (number.ok() &&
          number->micro <= budget::kFigureMicroMax / unit.multiplier) {
        figures.push_back(
            {at, end + unit.word.size(),
             number->micro * unit.multiplier / unit.divisor,
             number->precision_micro * unit.multiplier / unit.divisor});
      }
      break;
    }
    at = end;
  }
  return figures;
}

}  // namespace

std::vector<TextFigure> AmountsIn(absl::string_view normalised) {
  return FiguresIn(normalised, kMoney);
}

std::vector<TextFigure> PersonsIn(absl::string_view normalised) {
  std::vector<TextFigure> persons = FiguresIn(normalised, kPersons);
  std::erase_if(persons, [&](const TextFigure& figure) {
    const absl::string_view unit =
        normalised.substr(figure.end - kPersons[0].word.size());
    for (const absl::string_view word : kNoPersons) {
      if (absl::StartsWith(unit, word)) return true;
    }
    return false;
  });
  return persons;
}

std::vector<int> YearsIn(absl::string_view normalised) {
  constexpr absl::string_view kBehind[] = {"年", ".", "-", "/"};
  std::vector<int> years;
  for (size_t at = 0; at < normalised.size();) {
    if (!IsDigit(normalised[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < normalised.size() && IsDigit(normalised[end])) ++end;
    int year = 0;
    if (end - at == 4 && absl::SimpleAtoi(normalised.substr(at, 4), &year) &&
        year >= 2000 && year < 2100) {
      for (const absl::string_view mark : kBehind) {
        if (!absl::StartsWith(normalised.substr(end), mark)) continue;
        years.push_back(year);
        break;
      }
    }
    at = end;
  }
  return years;
}

int TakeYear(absl::string_view* normalised) {
  int year = 0;
  const absl::string_view mark = "年";
  if (normalised->size() < 4 + mark.size() ||
      !absl::StartsWith(*normalised, "20") ||
      !absl::StartsWith(normalised->substr(4), mark) ||
      !absl::SimpleAtoi(normalised->substr(0, 4), &year)) {
    return 0;
  }
  normalised->remove_prefix(4 + mark.size());
  absl::ConsumePrefix(normalised, "度");
  return year;
}

std::string WanYuanText(int64_t fen) {
  return absl::StrCat(budget::FormatDecimal(fen), "万元");
}

}  // namespace yuheng::validation
