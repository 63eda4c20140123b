#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_EVIDENCE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_EVIDENCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/messages.h"
#include "services/validation/evaluation/diagnosis/identity.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Findings of one document that are kept for diagnosis at most.
inline constexpr size_t kKeptFindingsMax = 5'000;

struct KeptFinding {
  int position = 0;  // In the order of emission.
  Finding finding;
};

// 「Y-03、Y-08」: these rules, each once, in order.
budget::Text RulesText(absl::Span<const std::string> rules);

// What diagnosis has to go by: the findings so far, and the identities of the
// document that formulas have judged so far.
class Evidence {
 public:
  // Every finding, in the order of emission.
  void Add(const Finding& finding);

  // Warnings and errors, up to kKeptFindingsMax.
  const std::vector<KeptFinding>& failures() const { return failures_; }
  // Notes that observe something: neither rounding nor a missing input.
  const std::vector<KeptFinding>& remarks() const { return remarks_; }
  // Some sum holds only because its parts are rounded.
  bool rounding_seen() const { return rounding_seen_; }

  IdentitySet& identities() { return identities_; }

  // The rules of these failures.
  budget::Text RulesText(const std::vector<int>& failures) const;

 private:
  int position_ = 0;
  std::vector<KeptFinding> failures_;
  std::vector<KeptFinding> remarks_;
  bool rounding_seen_ = false;
  IdentitySet identities_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_EVIDENCE_H_
