#include "services/budget/decimal.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

constexpr int kDecimalsMax = 6;

// Whether it is printable ASCII without blanks, as most figures are.
bool IsAsciiFigure(absl::string_view printed) {
  return std::all_of(printed.begin(), printed.end(),
                     [](char c) { return c > ' ' && c < 0x7F; });
}

// Full-width digits, separators and the several minus signs as ASCII.
std::string ToAsciiFigure(absl::string_view printed) {
  std::string out;
  size_t offset = 0;
  const std::string compact = RemoveBlanks(printed);
  while (offset < compact.size()) {
    const size_t start = offset;
    const char32_t c = NextCodePoint(compact, &offset);
    if (c >= U'０' && c <= U'９') {
      out += static_cast<char>('0' + (c - U'０'));
    } else if (c == U'．') {
      out += '.';
    } else if (c == U'，') {
      out += ',';
    } else if (c == U'－' || c == U'−' || c == U'–') {
      out += '-';
    } else if (c == U'＋') {
      out += '+';
    } else if (c == U'（') {
      out += '(';
    } else if (c == U'）') {
      out += ')';
    } else {
      out.append(compact, start, offset - start);
    }
  }
  return out;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The digits of a whole part with separators; empty when one stands in a wrong
// place.
std::string WithoutSeparators(absl::string_view whole) {
  std::string out;
  int run = 0;
  bool first = true;
  for (char c : whole) {
    if (c == ',') {
      if (first ? (run < 1 || run > 3) : run != 3) return "";
      first = false;
      run = 0;
    } else {
      out += c;
      ++run;
    }
  }
  return run == 3 ? out : "";
}

}  // namespace

absl::StatusOr<Decimal> ParseDecimal(absl::string_view printed) {
  std::string converted;
  absl::string_view rest = printed;
  if (!IsAsciiFigure(printed)) {
    converted = ToAsciiFigure(printed);
    rest = converted;
  }
  bool negative = false;
  const auto invalid = [&] {
    return absl::InvalidArgumentError(
        absl::StrCat("not a figure: \"", printed.substr(0, 64), "\""));
  };
  if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') {
    negative = true;
    rest = rest.substr(1, rest.size() - 2);
  } else if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  const size_t point = rest.find('.');
  absl::string_view whole = rest.substr(0, point);
  const absl::string_view decimals =
      point == absl::string_view::npos ? "" : rest.substr(point + 1);
  std::string separated;
  if (absl::StrContains(whole, ',')) {
    separated = WithoutSeparators(whole);
    whole = separated;
  }
  if (whole.empty() || (point != absl::string_view::npos && decimals.empty())) {
    return invalid();
  }
  for (char c : whole) {
    if (!IsDigit(c)) return invalid();
  }
  for (char c : decimals) {
    if (!IsDigit(c)) return invalid();
  }
  if (decimals.size() > kDecimalsMax) return invalid();

  Decimal result;
  int64_t value = 0;
  for (char c : whole) {
    value = value * 10 + (c - '0');
    if (value > kFigureMicroMax / kMicroPerOne) {
      return absl::OutOfRangeError(
          absl::StrCat("a figure beyond ten trillion yuan: \"",
                       printed.substr(0, 64), "\""));
    }
  }
  for (int i = 0; i < kDecimalsMax; ++i) {
    value = value * 10 +
            (i < static_cast<int>(decimals.size()) ? decimals[i] - '0' : 0);
    if (i < static_cast<int>(decimals.size())) result.precision_micro /= 10;
  }
  if (value > kFigureMicroMax) {
    return absl::OutOfRangeError("a figure beyond ten trillion yuan");
  }
  result.micro = negative ? -value : value;
  return result;
}

std::string FormatDecimal(int64_t micro) {
  std::string text = FormatDecimalFixed(micro, kDecimalsMax);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string FormatDecimalFixed(int64_t micro, int decimals) {
  const bool negative = micro < 0;
  const uint64_t magnitude =
      negative ? uint64_t{0} - static_cast<uint64_t>(micro) : micro;
  std::string fraction = std::to_string(magnitude % kMicroPerOne);
  fraction.insert(0, kDecimalsMax - fraction.size(), '0');
  fraction.resize(decimals);
  std::string text = std::to_string(magnitude / kMicroPerOne);
  if (decimals > 0) absl::StrAppend(&text, ".", fraction);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return negative && !zero ? absl::StrCat("-", text) : text;
}

}  // namespace yuheng::budget
