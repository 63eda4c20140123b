#ifndef YUHENG_SERVICES_BUDGET_DECIMAL_H_
#define YUHENG_SERVICES_BUDGET_DECIMAL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::budget {

// Figures are integers in millionths of the unit they are printed in. For
// amounts in 万元 a millionth is one 分 (0.01 yuan), so the same number is the
// amount in 分. Percentages are millionths of a percent, counts millionths of
// one. No floating point.

inline constexpr int64_t kMicroPerOne = 1'000'000;
// 1 万元 and 1 元 in 分.
inline constexpr int64_t kFenPerWanYuan = 1'000'000;
inline constexpr int64_t kFenPerYuan = 100;
// The largest magnitude a printed figure may have: 10^15 分, ten trillion yuan.
// Nine thousand of them still add up within an int64.
inline constexpr int64_t kFigureMicroMax = 1'000'000'000'000'000;

struct Decimal {
  int64_t micro = 0;
  // The last printed place in millionths: 1'000'000 for "30", 10'000 for
  // "19.80".
  int64_t precision_micro = kMicroPerOne;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// Reads a printed figure: optional sign (-, －, − or brackets), ASCII or
// full-width digits, thousands separators in their places, at most six
// decimals. Blanks around and inside (ASCII, U+3000, U+00A0, zero-width) are
// noise. INVALID_ARGUMENT for anything else; OUT_OF_RANGE beyond
// kFigureMicroMax.
absl::StatusOr<Decimal> ParseDecimal(absl::string_view printed);

// The shortest decimal string: trailing zeros stripped, "-0" never.
std::string FormatDecimal(int64_t micro);

// With exactly `decimals` (0 to 6) places; the value must have no more.
std::string FormatDecimalFixed(int64_t micro, int decimals);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DECIMAL_H_
