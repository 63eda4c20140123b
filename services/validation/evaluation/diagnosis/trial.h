#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/validation/evaluation/diagnosis/change.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// The warnings and errors of all rules in the document with these changes, made
// one after the other; nothing when one can not be made, or there are too many
// failures.
using Trial = std::function<std::optional<std::vector<Finding>>(
    const std::vector<Change>&)>;

// By rule and first address, which is what stays of a failure when figures
// beside it change.
using FailureKey = std::pair<std::string, std::string>;

inline FailureKey KeyOf(const Finding& finding) {
  return {finding.rule, finding.places[0].address};
}

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_
