#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/culprit.h"
#include "services/validation/evaluation/diagnosis/evidence.h"
#include "services/validation/evaluation/diagnosis/trial.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// What the findings of one document have in common: what most likely
// explains them, be it a figure, a code, a unit or a name, and the groups with
// one cause.
class Causes {
 public:
  // Of the document behind `index`, which outlives it. `trial` is asked by
  // Groups(); null: nothing can be tried.
  Causes(const DocumentIndex& index, int fiscal_year, Trial trial)
      : index_(index), fiscal_year_(fiscal_year), trial_(std::move(trial)) {}

  Evidence& evidence() { return evidence_; }

  // Every failure in one group, remarks about a culprit in its group. Those
  // with errors first, then those of most findings, then by emission.
  std::vector<FindingGroup> Groups();

 private:
  const DocumentIndex& index_;
  const int fiscal_year_;
  const Trial trial_;
  Evidence evidence_;
};

// Why a suggestion: the likely slip and what it would settle; or which figures
// can not be told apart.
budget::Text ReasonOf(const Suggestion& suggestion, Evidence& evidence);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_
