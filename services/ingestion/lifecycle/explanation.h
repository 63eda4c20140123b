#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_EXPLANATION_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_EXPLANATION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/waiver_policy.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// What a department says about one finding, or takes back.
struct Explanation {
  std::string department;
  std::string id;  // Of the submission.
  std::string finding_id;
  std::string text;   // Not of a taking back.
  std::string actor;  // Who says so.
};

// Explanations of findings (审核说明). Each change is durable on return and
// changes the submission's etag; what has to reach the ledger is then the
// outbox's. One call at a time a department.
class Explainer {
 public:
  // `parts` must outlive it.
  explicit Explainer(const LifecycleParts* parts) : parts_(*parts) {}

  // A submission that checking returned goes on when all its errors are
  // explained; one that was accepted stays as it is. The same text of the same
  // actor again gives what is there, in any state. NOT_FOUND, WAIVER_EXISTS,
  // WAIVER_NOT_ALLOWED, or SUBMISSION_STATE unless the submission is the newest
  // version, and returned by checking, waiting for a reviewer, accepted or
  // posted.
  absl::StatusOr<storage::WaiverRecord> Explain(const Explanation& explanation);
  // NOT_FOUND, or SUBMISSION_STATE as above, when the submission waits for a
  // reviewer because of this very explanation, and when it was accepted with
  // it.
  absl::StatusOr<storage::WaiverRecord> TakeBack(
      const Explanation& explanation);

 private:
  // A submission and all that explanations depend on.
  struct Case {
    storage::SubmissionRecord record;
    validation::v1::VerdictSummary verdict;
    std::vector<validation::v1::Finding> findings;
    storage::WaiversRecord waivers;
  };

  absl::StatusOr<Case> Open(const Explanation& explanation) const;
  // Whether its explanations may change.
  absl::Status CheckOpen(const Explanation& explanation,
                         const storage::SubmissionRecord& record) const;
  ExplanationTally TallyOf(const Case& open) const;
  // Makes the new explanations durable, and the steps they lead to.
  absl::Status Commit(const std::string& department, Case open);

  const LifecycleParts& parts_;
};

// What is kept of the checking of a submission.
struct StoredFindings {
  std::vector<validation::v1::Finding> findings;
  std::vector<validation::v1::FindingGroup> groups;
  std::vector<budget::ReadingProblem> problems;
  // Absent where neither these nor groups were kept.
  absl::optional<storage::ReferencesRecord> references;
};

// STORAGE_FAILED when any of it is damaged.
absl::StatusOr<StoredFindings> ReadStoredFindings(const LifecycleParts& parts,
                                                  const std::string& department,
                                                  const std::string& id);

// The groups alone: what is said at the end of an upload.
absl::StatusOr<std::vector<validation::v1::FindingGroup>> ReadStoredGroups(
    const LifecycleParts& parts, const std::string& department,
    const std::string& id);

// The explanations that hold for `record` given what was found now: its own
// when it had been checked before, else those that the newest checked version
// before it hands on.
absl::StatusOr<storage::WaiversRecord> WaiversUnder(
    const LifecycleParts& parts, const std::string& department,
    const storage::SubmissionRecord& record,
    const std::vector<validation::v1::Finding>& findings);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_EXPLANATION_H_
