#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/budget/document.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// Findings of one document that are kept and sent; the verdict counts all.
inline constexpr size_t kFindingsKeptMax = 10'000;

// A verdict's groups of findings that are kept.
std::vector<validation::v1::FindingGroup> KeptGroups(
    const validation::v1::VerdictSummary& verdict);

// Has received documents checked and decides by policy.
class Examiner {
 public:
  // `parts` must outlive it.
  explicit Examiner(const LifecycleParts* parts) : parts_(*parts) {}

  // Takes a RECEIVED submission to UNREADABLE, RETURNED, PENDING_REVIEW or
  // ACCEPTED; does nothing in any other state. `document` is its document where
  // the caller has it, else nullptr. An error means that nothing changed and
  // trying again may help. One call at a time a department.
  absl::Status Examine(const std::string& department, const std::string& id,
                       const budget::Document* document);

 private:
  // What the policy makes of the verdict that `change` holds.
  absl::Status Judge(const std::string& department,
                     const ExplanationTally& tally, SubmissionChange change);
  absl::Status Conclude(const std::string& department, Event event,
                        absl::string_view actor, const budget::Text& reason,
                        SubmissionChange change);

  const LifecycleParts& parts_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_
