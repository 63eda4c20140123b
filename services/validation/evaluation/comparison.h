#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_COMPARISON_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_COMPARISON_H_

#include <cstdint>
#include <vector>

#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/rounding.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

struct SignedFigure {
  Figure figure;
  bool negative = false;

  int64_t signed_fen() const { return negative ? -figure.fen : figure.fen; }
};

// One side of a comparison, its figures collected.
struct Operand {
  std::vector<SignedFigure> figures;
  int64_t constant_fen = 0;
  bool sum = false;  // Written as a sum, even if of one figure.

  void Clear() {
    figures.clear();
    constant_fen = 0;
    sum = false;
  }
  // Exactly one printed figure and nothing else.
  bool single() const {
    return !sum && figures.size() == 1 && !figures[0].negative &&
           constant_fen == 0;
  }
};

enum class ComparisonShape {
  kPrints,
  kSum,
  kTwoSums,
  kAtMost,
  // Only for observers; see ratio.h.
  kShare,
  kGrowth,
};

// A comparison brought into the shape it is judged and told in.
struct Comparison {
  ComparisonShape shape = ComparisonShape::kSum;
  // kPrints: two figures. kSum: the total, and the parts it should be.
  // kTwoSums: several figures on both sides, or beside a number. kAtMost: what
  // must be the smaller, and the larger.
  Operand left;
  Operand right;
  // Sums of both; of kSum and kPrints `left_fen` is what is printed.
  int64_t left_fen = 0;
  int64_t right_fen = 0;
  int64_t nonzero_parts = 0;  // kSum: of `right`.
  Agreement agreement = Agreement::kExact;
};

// `left` = `right`, in the reading of domain.md section 8.
Comparison JudgeEqual(Operand left, Operand right);
// `low` <= `high`.
Comparison JudgeInequality(Operand low, Operand high);

// The finding of a comparison that is not exact, complete but for its rule.
// `severity` is the rule's.
Finding FindingOf(const Comparison& comparison, Severity severity,
                  const budget::Text& title);

// The finding of one that holds by a convention other than the usual one.
Finding ConventionOf(const Comparison& comparison);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_COMPARISON_H_
