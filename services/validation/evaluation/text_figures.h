#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_TEXT_FIGURES_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_TEXT_FIGURES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"

namespace yuheng::validation {

// A number with its unit inside a text.
struct TextFigure {
  size_t begin = 0;   // Of the number.
  size_t end = 0;     // Behind the unit.
  int64_t micro = 0;  // 分 for amounts, millionths of one for persons.
  int64_t place = 0;  // What its last printed digit stands for, likewise.
};

// A printed amount stands for the nearest 0.01 万元.
inline constexpr int64_t kPlaceFen = budget::kFenPerWanYuan / 100;

// The amounts of money (亿元, 万元, 千元, 元) in a normalised text, in order.
std::vector<TextFigure> AmountsIn(absl::string_view normalised);

// The numbers of persons (人 or 名, but not 人次 or 人均), likewise.
std::vector<TextFigure> PersonsIn(absl::string_view normalised);

// The years 2000 to 2099 written in digits, followed by 年, '.', '-' or '/'.
std::vector<int> YearsIn(absl::string_view normalised);

// Takes 20xx年 or 20xx年度 from the front of a normalised text; 0 when another
// word stands there.
int TakeYear(absl::string_view* normalised);

// "83.6万元".
std::string WanYuanText(int64_t fen);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_TEXT_FIGURES_H_
