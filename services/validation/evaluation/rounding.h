#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_ROUNDING_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_ROUNDING_H_

#include <cstdint>

namespace yuheng::validation {

// The verdicts of domain.md section 8: a printed figure stands for plus or
// minus half its last place, a sum for the sum of its parts' intervals. Amounts
// and precisions (the last place) are in 分.
enum class Agreement {
  kExact,
  kRounding,      // Apart, and rounding of the parts explains it.
  kBoundary,      // Two prints of one fact, one last place apart.
  kInconsistent,  // Can not both hold.
};

// Two prints of one fact. Of unlike precisions the finer must round to the
// coarser.
Agreement JudgePrints(int64_t a_fen, int64_t a_precision_fen, int64_t b_fen,
                      int64_t b_precision_fen);

// A total beside the sum of its parts, at least two of them not zero:
// |total - sum| <= (n + 1) half places is rounding. `precision_fen` is the
// coarsest of all.
Agreement JudgeSum(int64_t total_fen, int64_t sum_fen, int64_t nonzero_parts,
                   int64_t precision_fen);

// Whether `low` may be at most `high` when `nonzero_figures` printed figures
// make up both: inconsistent only when no reading of the prints allows it.
Agreement JudgeAtMost(int64_t low_fen, int64_t high_fen,
                      int64_t nonzero_figures, int64_t precision_fen);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_ROUNDING_H_
