#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_SOLUTION_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_SOLUTION_H_

#include <cstdint>
#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/identity.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Values of `fact` that would settle `breach`, whose finding is `failure`, when
// all other facts have `values`.
std::vector<int64_t> SolutionsOf(const IdentitySet& set, const Breach& breach,
                                 const Finding& failure, int fact,
                                 const std::vector<int64_t>& values);

// Whether `fen` only follows from a rounded percentage, so that its last digits
// are not known: other values beside it would settle `breach` as well.
bool IsRough(const IdentitySet& set, const Breach& breach, int fact,
             int64_t fen, const std::vector<int64_t>& values);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_SOLUTION_H_
