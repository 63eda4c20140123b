#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/evaluation/diagnosis/common_cause.h"
#include "services/validation/evaluation/diagnosis/culprit.h"
#include "services/validation/evaluation/diagnosis/evidence.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Suggestions that are tried on the document for what else they settle at most;
// only those of at least two failures are.
inline constexpr int kTriedSuggestionsMax = 1;

struct FigureChange {
  std::string address;
  int64_t fen = 0;
};

// The warnings and errors of at least those rules (by id) in the document with
// one other figure; nothing when the figure can not be changed.
using Trial = std::function<std::optional<std::vector<Finding>>(
    const FigureChange&, const std::set<std::string>& rules)>;

// What the findings of one document have in common: what most likely
// explains them, be it a figure, a unit or a name, and the groups with one
// cause.
class Causes {
 public:
  // `trial` is asked by Groups().
  explicit Causes(Trial trial) : trial_(std::move(trial)) {}

  Evidence& evidence() { return evidence_; }

  // Of the failures so far, but for those that a common cause explains.
  const std::vector<Suggestion>& Suggestions();

  // Every failure in one group, remarks about a culprit in its group. Those
  // with errors first, then those of most findings, then by emission.
  std::vector<FindingGroup> Groups();

 private:
  const Trial trial_;
  Evidence evidence_;
  std::vector<CommonCause> common_causes_;
  std::vector<Suggestion> suggestions_;
  size_t diagnosed_ = 0;  // Failures that `suggestions_` knows.
};

// Why a suggestion: the likely slip and what it would settle; or which figures
// can not be told apart.
budget::Text ReasonOf(const Suggestion& suggestion, Evidence& evidence);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CAUSES_H_
