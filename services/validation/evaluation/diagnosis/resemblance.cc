#include "services/validation/evaluation/diagnosis/resemblance.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::Text;

constexpr int kPowersOfTenMax = 4;

// Whether the two differ by a power of ten; which, or 0.
int PowerOfTen(int64_t a, int64_t b) {
  if (std::abs(a) < std::abs(b)) std::swap(a, b);
  for (int power = 1; power <= kPowersOfTenMax; ++power) {
    if (b > INT64_MAX / 10 || b < -INT64_MAX / 10) return 0;
    b *= 10;
    if (a == b) return power;
  }
  return 0;
}

// Digits in units of the place.
std::string DigitsOf(int64_t fen, int64_t place) {
  return absl::StrCat(std::abs(fen) / place);
}

Slip DigitSlip(const std::string& a, const std::string& b) {
  if (a.size() == b.size()) {
    std::string::size_type first = 0;
    while (first < a.size() && a[first] == b[first]) ++first;
    size_t differing = 0;
    size_t last = first;
    for (size_t i = first; i < a.size(); ++i) {
      if (a[i] == b[i]) continue;
      ++differing;
      last = i;
    }
    if (differing == 1) return Slip::kOneDigit;
    if (differing == 2 && a[first] == b[last] && a[last] == b[first]) {
      return last == first + 1 ? Slip::kSwapped : Slip::kInterchanged;
    }
    return Slip::kNone;
  }
  const std::string& longer = a.size() > b.size() ? a : b;
  const std::string& shorter = a.size() > b.size() ? b : a;
  if (shorter.size() < 2 || longer.size() != shorter.size() + 1) {
    return Slip::kNone;
  }
  size_t at = 0;
  while (at < shorter.size() && longer[at] == shorter[at]) ++at;
  return longer.compare(at + 1, std::string::npos, shorter, at,
                        std::string::npos) == 0
             ? Slip::kDigitCount
             : Slip::kNone;
}

// Place by place; else, as a digit that is lost or doubled moves those behind
// it, as printed.
Slip DigitSlip(const Figure& figure, int64_t suggested_fen) {
  const int64_t place = figure.precision;
  if (figure.fen % place == 0 && suggested_fen % place == 0) {
    const Slip slip =
        DigitSlip(DigitsOf(figure.fen, place), DigitsOf(suggested_fen, place));
    if (slip != Slip::kNone) return slip;
  }
  const auto printed = [&](int64_t fen) {
    return absl::StrReplaceAll(TextAs(figure, std::abs(fen)),
                               {{".", ""}, {"%", ""}});
  };
  return DigitSlip(printed(figure.fen), printed(suggested_fen));
}

using IsSource = absl::FunctionRef<bool(const Figure&)>;

std::optional<Figure> SameValueInRow(const Figure& figure, IsSource is_source) {
  const size_t columns = figure.row->cells.size();
  for (size_t i = 0; i < columns; ++i) {
    if (static_cast<int>(i) == figure.column) continue;
    const Figure other =
        FigureOf(*figure.table, *figure.row, static_cast<int>(i));
    if (other.readable && other.fen == figure.fen && is_source(other))
      return other;
  }
  return std::nullopt;
}

std::optional<Figure> SameValueBeside(const Figure& figure,
                                      IsSource is_source) {
  for (const Row* row : RowsBeside(figure)) {
    const Figure other = FigureOf(*figure.table, *row, figure.column);
    if (other.readable && other.fen == figure.fen && is_source(other)) {
      return other;
    }
  }
  return std::nullopt;
}

// What two figures that stand in each other's place, or one of them in that of
// a blank, are told as.
absl::string_view ExchangeMessage(const Figure& figure, const Figure& other) {
  if (other.fen != 0) return "diagnosis.exchanged_both";
  return other.row == figure.row ? "diagnosis.exchanged"
                                 : "diagnosis.exchanged_row";
}

}  // namespace

bool IsChange(const Figure& figure) {
  if (figure.row == nullptr || figure.table->claims() == nullptr) return false;
  const auto& columns = figure.table->shape().ColumnsOf(figure.side);
  const std::string& key = columns[static_cast<size_t>(figure.column)].key;
  return absl::StartsWith(key, "delta") || absl::StartsWith(key, "growth");
}

std::vector<const Row*> RowsBeside(const Figure& figure) {
  std::vector<const Row*> beside;
  const auto& rows = figure.table->table()->rows;
  const std::ptrdiff_t at = figure.row - rows.data();
  for (const std::ptrdiff_t i : {at - 1, at + 1}) {
    if (i < 0 || i >= static_cast<std::ptrdiff_t>(rows.size())) continue;
    const Row& row = rows[static_cast<size_t>(i)];
    if (row.side == figure.side) beside.push_back(&row);
  }
  return beside;
}

int Resemblance::strength() const {
  switch (slip) {
    case Slip::kNone:
      return 0;
    case Slip::kBlank:
    case Slip::kOneDigit:
    case Slip::kDigitCount:
    case Slip::kInterchanged:
      return 1;
    case Slip::kOtherRow:
    case Slip::kOtherColumn:
      return 2;
    case Slip::kSwapped:
    case Slip::kFactor:
    case Slip::kSign:
    case Slip::kSuperfluous:
    case Slip::kExchanged:
      return 3;
  }
  return 0;
}

Resemblance ResemblanceOf(const Figure& figure, int64_t suggested_fen,
                          IsSource is_source) {
  Resemblance result;
  if (figure.fen == 0) {
    // A measure that the text does not speak of was hardly left out.
    if (!figure.said && figure.table->claims() == nullptr) {
      result.slip = Slip::kBlank;
    }
    return result;
  }
  if (suggested_fen == -figure.fen) {
    result.slip = Slip::kSign;
    return result;
  }
  if (suggested_fen != 0) {
    result.power_of_ten = PowerOfTen(figure.fen, suggested_fen);
    if (result.power_of_ten > 0) {
      result.slip = Slip::kFactor;
      return result;
    }
  }
  if (figure.row != nullptr) {
    result.source = SameValueInRow(figure, is_source);
    if (result.source) {
      result.slip = Slip::kOtherColumn;
      return result;
    }
  }
  if (suggested_fen == 0) {
    result.slip = Slip::kSuperfluous;
    return result;
  }
  result.slip = DigitSlip(figure, suggested_fen);
  if (result.slip == Slip::kSwapped) return result;
  if (figure.row != nullptr) {
    result.source = SameValueBeside(figure, is_source);
    if (result.source) result.slip = Slip::kOtherRow;
  }
  return result;
}

std::vector<int64_t> SlipsOf(const Figure& figure, int64_t fen) {
  std::vector<int64_t> slips;
  const int64_t place = figure.precision;
  if (fen == 0 || fen > INT64_MAX / 20'000 || fen < -INT64_MAX / 20'000) {
    return slips;
  }
  slips.push_back(-fen);
  const std::string digits = DigitsOf(fen, place);
  for (int64_t i = static_cast<int64_t>(digits.size()) - 2, unit = place;
       i >= 0; --i, unit *= 10) {
    const int64_t high = digits[static_cast<size_t>(i)] - '0';
    const int64_t low = digits[static_cast<size_t>(i) + 1] - '0';
    if (high == low) continue;
    const int64_t difference = (low - high) * 9 * unit;
    slips.push_back(fen < 0 ? fen - difference : fen + difference);
  }
  int64_t power = 10;
  for (int i = 1; i <= kPowersOfTenMax; ++i, power *= 10) {
    slips.push_back(fen * power);
    if (fen % power == 0 && fen / power % place == 0) {
      slips.push_back(fen / power);
    }
  }
  return slips;
}

bool IsToldInWords(const Figure& figure) {
  return IsChange(figure) &&
         !absl::StartsWith(
             figure.row->cells[static_cast<size_t>(figure.column)].printed,
             "-");
}

Text DirectionText(const Figure& figure, int64_t fen) {
  return Message(
      fen < 0
          ? (IsPercentage(figure) ? "diagnosis.falls" : "diagnosis.decrease")
          : (IsPercentage(figure) ? "diagnosis.rises" : "diagnosis.increase"));
}

std::string TextAs(const Figure& figure, int64_t fen) {
  Figure other = figure;
  other.fen = fen;
  return ValueText(other);
}

Text SlipText(const Resemblance& resemblance, const Figure& figure,
              int64_t suggested_fen) {
  const std::string printed = TextAs(figure, figure.fen);
  const std::string suggested = TextAs(figure, suggested_fen);
  switch (resemblance.slip) {
    case Slip::kNone:
    case Slip::kBlank:
    case Slip::kSuperfluous:
      return {};
    case Slip::kOneDigit:
      return Message("diagnosis.one_digit",
                     {{"printed", printed}, {"suggested", suggested}});
    case Slip::kDigitCount:
      return Message("diagnosis.digit_count",
                     {{"printed", printed}, {"suggested", suggested}});
    case Slip::kSwapped:
      return Message("diagnosis.swapped",
                     {{"printed", printed}, {"suggested", suggested}});
    case Slip::kInterchanged:
      return Message("diagnosis.interchanged",
                     {{"printed", printed}, {"suggested", suggested}});
    case Slip::kFactor:
      return Message(
          "diagnosis.factor",
          {{"printed", printed},
           {"suggested", suggested},
           {"factor",
            absl::StrCat(1, std::string(resemblance.power_of_ten, '0'))}});
    case Slip::kSign:
      if (IsToldInWords(figure)) {
        return Message("diagnosis.direction",
                       {{"amount", TextAs(figure, std::abs(figure.fen))},
                        {"printed", DirectionText(figure, figure.fen)},
                        {"suggested", DirectionText(figure, suggested_fen)}});
      }
      return Message("diagnosis.sign",
                     {{"printed", printed}, {"suggested", suggested}});
    case Slip::kOtherRow:
    case Slip::kOtherColumn:
      return Message(
          "diagnosis.copied",
          {{"printed", printed}, {"other", FigureText(*resemblance.source)}});
    case Slip::kExchanged:
      return Message(ExchangeMessage(figure, *resemblance.source),
                     {{"printed", printed},
                      {"suggested", suggested},
                      {"other", FigureText(*resemblance.source)}});
  }
  return {};
}

}  // namespace yuheng::validation
