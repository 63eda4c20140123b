#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_COMMON_CAUSE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_COMMON_CAUSE_H_

#include <optional>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/evaluation/diagnosis/change.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// What explains several failures though no figure of theirs is wrong.
struct CommonCause {
  std::vector<int> failures;  // In the evidence's failures(), ascending.
  Place culprit;
  budget::Text cause;
  budget::Text reason;
  // What would mend it, where that can be tried on the document.
  std::optional<Change> change;
};

// 「表2、表3」.
budget::Text TablesText(const std::vector<const IndexedTable*>& tables);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_COMMON_CAUSE_H_
