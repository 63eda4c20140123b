#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_

#include <cstdint>
#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/evidence.h"

namespace yuheng::validation {

// Tables that print another unit of account than their figures are in: every
// figure is out by one power of ten against the rest of the document, and
// agrees with it otherwise. Marks what they explain in `breaches` and brings
// their figures in `values` (IdentitySet::Values) to the right unit.
std::vector<CommonCause> FindUnitSlips(Evidence& evidence,
                                       std::vector<Breach>* breaches,
                                       std::vector<int64_t>* values);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_
