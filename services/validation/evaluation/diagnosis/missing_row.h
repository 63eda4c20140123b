#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_MISSING_ROW_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_MISSING_ROW_H_

#include <cstdint>
#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/evidence.h"
#include "services/validation/evaluation/diagnosis/trial.h"
#include "services/validation/evaluation/document_index.h"

namespace yuheng::validation {

// Rows that one table lacks: the row above has money that none of its rows has,
// and other tables have one row there with that money. Of these the ones with
// which failures beyond those of `found` disappear and none comes, when the
// document is checked with the row and what `found` would change. Marks what
// they explain in `breaches`; the row's figures are no longer blank in `values`
// (IdentitySet::Values) and no candidates.
std::vector<CommonCause> FindMissingRows(const DocumentIndex& index,
                                         Evidence& evidence, const Trial& trial,
                                         const std::vector<CommonCause>& found,
                                         std::vector<Breach>* breaches,
                                         std::vector<int64_t>* values);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_MISSING_ROW_H_
