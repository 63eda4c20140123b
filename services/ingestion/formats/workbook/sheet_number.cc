#include "services/ingestion/formats/workbook/sheet_number.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::ingestion {
namespace {

// What a spreadsheet shows of a number.
constexpr int kDigitsMax = 15;
// Sizes beyond are no amounts; nothing is printed so long.
constexpr int kMagnitudeMax = 18;
// No program writes more digits.
constexpr size_t kTextBytesMax = 64;

}  // namespace

std::optional<SheetNumber> SheetNumber::Parse(absl::string_view text) {
  if (text.size() > kTextBytesMax) return std::nullopt;
  SheetNumber number;
  number.negative_ = absl::ConsumePrefix(&text, "-");
  if (!number.negative_) absl::ConsumePrefix(&text, "+");
  int exponent = 0;
  if (const size_t mark = text.find_first_of("eE");
      mark != absl::string_view::npos) {
    if (!absl::SimpleAtoi(text.substr(mark + 1), &exponent) ||
        exponent > kMagnitudeMax * 2 || exponent < -400) {
      return std::nullopt;
    }
    text = text.substr(0, mark);
  }
  bool point = false;
  bool any = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!absl::ascii_isdigit(c)) return std::nullopt;
    any = true;
    number.digits_.push_back(c);
    number.point_ += !point;
  }
  if (!any) return std::nullopt;
  number.point_ += exponent;
  const size_t zeros =
      std::min(number.digits_.find_first_not_of('0'), number.digits_.size());
  number.digits_.erase(0, zeros);
  number.point_ -= static_cast<int>(zeros);
  number.Keep(kDigitsMax);
  if (number.point_ > kMagnitudeMax) return std::nullopt;
  return number;
}

int SheetNumber::Compare(const SheetNumber& other) const {
  if (negative_ != other.negative_) return negative_ ? -1 : 1;
  const int sign = negative_ ? -1 : 1;
  if (zero() || other.zero()) {
    return sign * (static_cast<int>(other.zero()) - static_cast<int>(zero()));
  }
  if (point_ != other.point_) return point_ < other.point_ ? -sign : sign;
  return sign * digits_.compare(other.digits_);
}

bool SheetNumber::Round(int places) { return Keep(point_ + places); }

bool SheetNumber::Keep(int count) {
  const int size = static_cast<int>(digits_.size());
  const bool lost = count < size;
  if (lost) {
    const bool up = count >= 0 && digits_[static_cast<size_t>(count)] >= '5';
    digits_.resize(static_cast<size_t>(std::max(count, 0)));
    if (up) {
      while (!digits_.empty() && digits_.back() == '9') digits_.pop_back();
      if (digits_.empty()) {
        digits_.assign(1, '1');
        // Of 0.96 to no digit the point is one further left than of 0.
        point_ += 1;
      } else {
        ++digits_.back();
      }
    }
  }
  while (!digits_.empty() && digits_.back() == '0') digits_.pop_back();
  if (digits_.empty()) {
    negative_ = false;
    point_ = 0;
  }
  return lost;
}

std::string SheetNumber::Print(int whole_digits_min, int places_min) const {
  const int size = static_cast<int>(digits_.size());
  std::string whole;
  std::string places;
  for (int i = std::min(0, point_); i < std::max(point_, size); ++i) {
    const char digit =
        i >= 0 && i < size ? digits_[static_cast<size_t>(i)] : '0';
    (i < point_ ? whole : places).push_back(digit);
  }
  while (static_cast<int>(whole.size()) < whole_digits_min) {
    whole.insert(whole.begin(), '0');
  }
  while (static_cast<int>(places.size()) < places_min) places.push_back('0');
  return absl::StrCat(negative_ ? "-" : "", whole, places.empty() ? "" : ".",
                      places);
}

}  // namespace yuheng::ingestion
