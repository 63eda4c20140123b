#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CODE_SLIP_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CODE_SLIP_H_

#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/evidence.h"
#include "services/validation/evaluation/diagnosis/trial.h"
#include "services/validation/evaluation/document_index.h"

namespace yuheng::validation {

// Rows whose code is wrong in one table: the other tables have a row of the
// same name with the same amounts, or the chart of `fiscal_year` that name,
// under a code that the table itself lacks. Of these rows the ones with which
// failures disappear and none comes, when the document is checked with the
// other code. Marks what they explain in `breaches`.
std::vector<CommonCause> FindCodeSlips(const DocumentIndex& index,
                                       int fiscal_year,
                                       const Evidence& evidence,
                                       const Trial& trial,
                                       std::vector<Breach>* breaches);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CODE_SLIP_H_
