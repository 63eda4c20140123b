#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_NAME_SLIP_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_NAME_SLIP_H_

#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/evidence.h"

namespace yuheng::validation {

// Projects with one amount that each of two parts of the document knows under a
// name of its own, so that either seems to be missing in the other. Marks what
// they explain in `breaches`.
std::vector<CommonCause> FindNameSlips(Evidence& evidence,
                                       std::vector<Breach>* breaches);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_NAME_SLIP_H_
