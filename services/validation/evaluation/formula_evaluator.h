#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_

#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/reporter.h"
#include "services/validation/language/plan.h"

namespace yuheng::validation {

// Evaluates a plan over a document and reports, as the reporter's rule of the
// moment, everything that is not exact. Inputs that are missing or unreadable
// give one finding for the whole rule: what depends on them is left open, the
// rest is decided.
void EvaluateFormula(const Plan& plan, const DocumentIndex& index,
                     Reporter& reporter);

// Reports the given tables and sections as missing or without a unit, if any
// is; whether one was.
bool ReportUnusable(const std::vector<Source>& sources,
                    const DocumentIndex& index, Reporter& reporter);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_
