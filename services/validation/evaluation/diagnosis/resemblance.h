#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_RESEMBLANCE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_RESEMBLANCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/budget/messages.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {

// How a wrong figure may have come about: what makes one slip of the pen more
// likely than another.
enum class Slip {
  kNone,
  kBlank,         // Left out.
  kOneDigit,      // One digit is another.
  kDigitCount,    // A digit is lost or doubled.
  kSwapped,       // Two neighbouring digits changed places.
  kInterchanged,  // Two digits apart changed places.
  kFactor,        // A power of ten too large or small: 元 for 万元.
  kSign,          // Turned.
  kOtherRow,      // The value of the row above or below.
  kOtherColumn,   // The value of another column of the row.
  kSuperfluous,   // Nothing should stand there.
  kExchanged,     // In the place of another column's figure, and vice versa.
};

struct Resemblance {
  Slip slip = Slip::kNone;
  // Where the figure was copied from, of kOtherRow and kOtherColumn;
  // what it was exchanged with, of kExchanged.
  std::optional<Figure> source;
  int power_of_ten = 0;  // Of kFactor: 1..4.

  // 0: none; 1: anything could look like that; 2: tells, though equal figures
  // may stand side by side; 3: what is printed and what should be both tell.
  int strength() const;
};

// Whether it is a printed change or growth of the text, which may be below
// zero.
bool IsChange(const Figure& figure);

// Whether a word beside the figure tells its sign: 减少93.6万元.
bool IsToldInWords(const Figure& figure);

// That word for a change or growth of `fen`: 「减少」, 「增长」.
budget::Text DirectionText(const Figure& figure, int64_t fen);

// The rows above and below that of `figure`, which is printed, on its side.
std::vector<const budget::Row*> RowsBeside(const Figure& figure);

// Of `figure`, printed as its fen, if `suggested_fen` is right. It may have
// been copied from those that `is_source` takes.
Resemblance ResemblanceOf(
    const Figure& figure, int64_t suggested_fen,
    absl::FunctionRef<bool(const Figure&)> is_source = [](const Figure&) {
      return true;
    });

// What one slip of the pen that tells would make of a figure of value `fen`:
// neighbouring digits swapped, a power of ten, the sign.
std::vector<int64_t> SlipsOf(const Figure& figure, int64_t fen);

// `fen` as `figure` would print it.
std::string TextAs(const Figure& figure, int64_t fen);

// 「印出的 29.44 与…占比相同，可能抄错」; empty when there is none.
budget::Text SlipText(const Resemblance& resemblance, const Figure& figure,
                      int64_t suggested_fen);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_RESEMBLANCE_H_
