#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PRINTED_TARGET_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PRINTED_TARGET_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::validation {

enum class TargetSign : uint8_t { kNone, kAtLeast, kAtMost, kEqual };

// A day, a month or a year, as far as it is printed; the rest is 0.
struct PrintedDate {
  int year = 0;
  int month = 0;
  int day = 0;
};

// What stands under 指标值 or 上年完成值 (domain.md section 7): a sign, a
// number or a range, a unit; or a date; or a phrase, of which nothing is read.
struct PrintedTarget {
  TargetSign sign = TargetSign::kNone;
  // In millionths of `unit`; 千, 万, 亿 in front of it are multiplied out.
  std::optional<int64_t> micro;
  std::optional<int64_t> micro_to;  // The end of a range.
  std::string unit;                 // 元, 人次, %; may be empty.
  std::optional<PrintedDate> date;
  std::string phrase;  // What is behind the sign when nothing else was read.

  bool empty() const {
    return !micro.has_value() && !date.has_value() && phrase.empty();
  }
};

PrintedTarget ReadTarget(absl::string_view printed);

// Blank, or what people write instead: /, 无, 新增.
bool SaysNothing(absl::string_view printed);

// An amount of money; absent for other units, unit prices and ranges.
std::optional<int64_t> MoneyFenOf(const PrintedTarget& target);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PRINTED_TARGET_H_
