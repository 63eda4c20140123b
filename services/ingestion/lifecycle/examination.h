#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/budget/document.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/quarantine.h"
#include "services/ingestion/lifecycle/slow_reads.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// Findings of one document that are kept and sent, and their bytes as messages:
// one response holds them with their groups; the verdict counts all.
inline constexpr size_t kFindingsKeptMax = 10'000;
inline constexpr size_t kFindingsKeptBytesMax = size_t{12} << 20;

// Counts the findings of one document that are kept: the first ones.
class KeptFindings {
 public:
  // Whether the next finding is kept too.
  bool Take(const validation::v1::Finding& finding);
  size_t count() const { return count_; }

 private:
  size_t count_ = 0;
  size_t bytes_ = 0;
  bool full_ = false;
};

// A verdict's groups of the first `kept` findings.
std::vector<validation::v1::FindingGroup> KeptGroups(
    const validation::v1::VerdictSummary& verdict, size_t kept);

// Has received documents checked and decides by policy.
class Examiner {
 public:
  // `parts` must outlive it.
  explicit Examiner(const LifecycleParts* parts) : parts_(*parts) {}

  // Takes a RECEIVED submission to UNREADABLE, RETURNED, PENDING_REVIEW,
  // AWAITING_CONFIRMATION or ACCEPTED, and a test to UNREADABLE or CHECKED;
  // does nothing in any other state. `document` is its document where the
  // caller has it, else nullptr. An error means that nothing changed and trying
  // again may help. One call at a time a department.
  absl::Status Examine(const std::string& department, const std::string& id,
                       const budget::Document* document);

  // Checks a document that is not kept.
  absl::StatusOr<validation::v1::VerdictSummary> CheckOnce(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink);

  // Documents that validation does not come to an end with; see Quarantine.
  int64_t set_aside_count() const { return quarantine_.set_aside_count(); }

 private:
  // A submission's document, or one that it is compared with.
  absl::StatusOr<budget::Document> ReadStored(
      const std::string& department, const storage::SubmissionRecord& record);
  // What the policy makes of the verdict that `change` holds.
  absl::Status Judge(const std::string& department,
                     const ExplanationTally& tally, SubmissionChange change);
  absl::Status Conclude(const std::string& department, Event event,
                        absl::string_view actor, const budget::Text& reason,
                        SubmissionChange change);

  const LifecycleParts& parts_;
  Quarantine quarantine_;
  SlowReads slow_reads_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_EXAMINATION_H_
