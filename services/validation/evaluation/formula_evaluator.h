#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_

#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/reporter.h"
#include "services/validation/language/plan.h"

namespace yuheng::validation {

// Told of every comparison that formulas judge, also of those that hold. Where
// another convention is accepted, of that one instead of the usual.
class ComparisonObserver {
 public:
  virtual ~ComparisonObserver() = default;

  // The comparison's pointers live as long as the document and its index.
  virtual void OnJudged(const RuleHead& rule, const Comparison& comparison) = 0;
};

// Evaluates a plan over a document and reports, as the reporter's rule of the
// moment, everything that is not exact. Inputs that are missing or unreadable
// give one finding for the whole rule: what depends on them is left open, the
// rest is decided. An observer is shown comparisons also after the rule has
// reported enough.
void EvaluateFormula(const Plan& plan, const DocumentIndex& index,
                     Reporter& reporter,
                     ComparisonObserver* observer = nullptr);

// Reports the given tables and sections as missing or without a unit, if any
// is; whether one was.
bool ReportUnusable(const std::vector<Source>& sources,
                    const DocumentIndex& index, Reporter& reporter);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_FORMULA_EVALUATOR_H_
