#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_RATIO_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_RATIO_H_

#include <cstdint>

#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/rounding.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// A printed percentage beside the figures it is computed from (domain.md
// section 8, points 3 and 4).
struct Ratio {
  Figure printed;
  Figure part;   // Of a share the part, of a growth the change.
  Figure whole;  // Of a share the whole, of a growth this year's amount.
  bool growth = false;
  // What the percentage should be, in millionths of a percent, half up at two
  // decimals or at its last printed place if that is finer; 0 when there is
  // nothing to divide by.
  int64_t expected_micro = 0;
  Agreement agreement = Agreement::kExact;
};

// `printed` = part / whole. A whole that is not positive decides nothing.
Ratio JudgeShare(const Figure& printed, const Figure& part,
                 const Figure& whole);

// `printed` = change / (amount - change). Without a base only 100 % is right; a
// base below zero decides nothing (that is another rule's finding).
Ratio JudgeGrowth(const Figure& printed, const Figure& change,
                  const Figure& amount);

// What `part` is of `whole` (above zero), in millionths of a percent, half up
// at two decimals.
int64_t PercentOf(int64_t part_fen, int64_t whole_fen);

// As observers of comparisons see it: the percentage on the left, part and
// whole on the right; the sums are what is printed and what is expected.
Comparison AsComparison(const Ratio& ratio);

// The finding of a ratio that is not exact, complete but for its rule.
Finding FindingOf(const Ratio& ratio, Severity severity);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_RATIO_H_
