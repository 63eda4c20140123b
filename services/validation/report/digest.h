// Findings in the order of what to fix first.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_DIGEST_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_DIGEST_H_

#include <vector>

#include "absl/types/span.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

struct DigestGroup {
  // Indexes of the findings, the most severe first, then as emitted. At least
  // one.
  std::vector<int> findings;
  Severity severity = Severity::kNote;  // Of the first one.
  // What diagnosis says of them; null for a finding that stands alone.
  const FindingGroup* diagnosis = nullptr;
};

// Every finding once: in the first group that names it, or alone. Groups with
// errors come first, then warnings, then notes; within these the group with
// the most findings of that severity, then the one emitted first. Indexes that
// name no finding are passed over. `groups` outlive the result.
std::vector<DigestGroup> DigestOf(absl::Span<const Finding> findings,
                                  absl::Span<const FindingGroup> groups);

// How many groups have errors or warnings: what there is to fix or explain.
int CountToFix(absl::Span<const DigestGroup> digest);

// Whether a headline over a group says more than its findings do: there are
// several, or the cause is put in other words than the only finding.
bool NeedsHeadline(absl::Span<const Finding> findings,
                   const DigestGroup& group);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_DIGEST_H_
