#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_FEASIBILITY_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_FEASIBILITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/validation/evaluation/diagnosis/identity.h"

namespace yuheng::validation {

// Passes over the identities until intervals stop shrinking, at most.
inline constexpr int kPropagationRoundsMax = 32;
// Terms of identities looked at for one document at most; then the search ends
// with what it has.
inline constexpr int64_t kPropagationTermsMax = 20'000'000;
// Conflicts told of one document at most.
inline constexpr size_t kConflictsMax = 20;
// Identities of one conflict that are tried for being dispensable at most.
inline constexpr size_t kConflictIdentitiesMax = 64;

// What a fact may be, in half 分: an amount doubled, so that half a last place
// is an integer too. Empty when low > high.
struct Interval {
  int64_t low = 0;
  int64_t high = 0;

  bool empty() const { return low > high; }
};

// Identities that each hold, and that no choice of values inside the printed
// figures' rounding intervals can satisfy together.
struct Conflict {
  int fact = 0;                 // One of them, which is best blamed.
  std::vector<int> identities;  // Ascending; none can be left out, up to
                                // kConflictIdentitiesMax.
  std::vector<int> facts;       // Of these identities, ascending, not blank.
  // What the other figures leave for `fact`; absent when they already
  // contradict each other without it.
  std::optional<Interval> left_by_others;
};

// Narrows the interval of every fact by every identity of rules of severity
// error (domain.md section 8, point 7). Interval propagation proves
// contradictions and misses some; it never reports one that is none. Identities
// that touch a fact of `ignored` (by position) take no part.
std::vector<Conflict> FindConflicts(const IdentitySet& set,
                                    const std::vector<bool>& ignored);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_FEASIBILITY_H_
