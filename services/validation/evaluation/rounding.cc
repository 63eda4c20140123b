#include "services/validation/evaluation/rounding.h"

#include <algorithm>

namespace yuheng::validation {
namespace {

// Sums of a document stay far from the ends of int64, but twice a difference of
// two of them need not.
using Wide = __int128;

Wide Distance(int64_t a, int64_t b) {
  const Wide difference = Wide{a} - Wide{b};
  return difference < 0 ? -difference : difference;
}

}  // namespace

Agreement JudgePrints(int64_t a_fen, int64_t a_precision_fen, int64_t b_fen,
                      int64_t b_precision_fen) {
  const Wide distance = Distance(a_fen, b_fen);
  const int64_t coarse = std::max(a_precision_fen, b_precision_fen);
  if (distance == 0) return Agreement::kExact;
  if (a_precision_fen != b_precision_fen && 2 * distance <= coarse) {
    return Agreement::kExact;
  }
  return distance <= coarse ? Agreement::kBoundary : Agreement::kInconsistent;
}

Agreement JudgeSum(int64_t total_fen, int64_t sum_fen, int64_t nonzero_parts,
                   int64_t precision_fen) {
  const Wide distance = Distance(total_fen, sum_fen);
  if (distance == 0) return Agreement::kExact;
  return 2 * distance <= (Wide{nonzero_parts} + 1) * precision_fen
             ? Agreement::kRounding
             : Agreement::kInconsistent;
}

Agreement JudgeAtMost(int64_t low_fen, int64_t high_fen,
                      int64_t nonzero_figures, int64_t precision_fen) {
  if (low_fen <= high_fen) return Agreement::kExact;
  return 2 * Distance(low_fen, high_fen) <=
                 Wide{nonzero_figures} * precision_fen
             ? Agreement::kExact
             : Agreement::kInconsistent;
}

}  // namespace yuheng::validation
