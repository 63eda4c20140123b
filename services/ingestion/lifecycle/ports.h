#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_PORTS_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_PORTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/budget/ceiling.h"
#include "services/budget/department_list.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/rollup.h"
#include "services/ingestion/lifecycle/reading_request.h"
#include "services/ingestion/lifecycle/rules_in_force.h"
#include "services/ingestion/lifecycle/waiver_policy.h"
#include "services/ingestion/store/submission_store.h"
#include "storage/format/submission_record.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// What the life of a submission needs from outside. Implementations are
// thread-safe. A failure whose cause may pass (see IsRefusal) is tried again
// with the same content; every other failure is an answer.

// Reads a document in any format; see formats/document_reader.h for the
// reasons it fails with.
using DocumentReader =
    std::function<absl::StatusOr<budget::Document>(const ReadingRequest&)>;

// The document of a stored submission.
struct StoredDocument {
  std::string submission_id;
  budget::Document document;
};

// The ceiling of a department or unit; see
// yuheng.validation.v1.CeilingReference.
struct StageCeiling {
  int stage = 0;
  budget::Ceiling ceiling;
};

// What is stored besides a document that rules may compare it with; see
// yuheng.validation.v1.References.
struct CheckReferences {
  absl::optional<StoredDocument> prior_budget;
  std::vector<StoredDocument> units;
  std::vector<std::string> units_missing;
  absl::optional<StageCeiling> ceiling;
};

// Checks a document against the rules.
class DocumentChecker {
 public:
  virtual ~DocumentChecker() = default;

  // Calls `sink` for each finding in order, then returns the verdict. The same
  // document and references give the same findings in the same order. Takes out
  // of `references` what the document could not be compared with.
  virtual absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink) = 0;
};

// What is asked of the ledger. request_id makes asking again harmless.
struct Posting {
  std::string department;
  std::string request_id;
  Slot slot;
  std::string submission_id;
  storage::Sha256Digest document_sha256{};
  // Takes the slot's contribution out again; `lines` is empty then.
  bool reverse = false;
  budget::LedgerLines lines;
};

struct Posted {
  std::string entry;  // Resource name.
  int64_t revision = 0;
  // The id had been applied before: something else may be in force by now.
  bool replayed = false;
};

// What stands in a slot.
struct Contribution {
  std::string submission_id;  // Whoever posted it: may be none of ours.
  std::string entry;          // Resource name.
  int64_t commit_time_unix_us = 0;
};

struct PostingOutcome {
  enum class Kind { kApplied, kRefused, kNeverApplied };
  Kind kind = Kind::kNeverApplied;
  Posted posted;         // When applied.
  budget::Text refusal;  // When refused.
};

// The ledger of the department.
class LedgerPoster {
 public:
  virtual ~LedgerPoster() = default;

  virtual absl::StatusOr<Posted> Post(const Posting& posting) = 0;
  // What became of a posting; one that was not applied can't be any more.
  virtual absl::StatusOr<PostingOutcome> GetOutcome(
      const std::string& department, const std::string& request_id) = 0;
  // What is in force in a slot; empty when nothing is.
  virtual absl::StatusOr<absl::optional<Contribution>> GetInForce(
      const std::string& department, const Slot& slot) = 0;
};

// Sees what happens, after it is durable. Called by whoever made it happen.
class LifecycleObserver {
 public:
  virtual ~LifecycleObserver() = default;

  // The record's newest state change.
  virtual void OnStateChange(const std::string& department,
                             const storage::SubmissionRecord& record) = 0;
  // A finding while checking; the index counts from 0 and starts again when
  // checking has to be tried again.
  virtual void OnFinding(const std::string& department, const std::string& id,
                         size_t index,
                         const validation::v1::Finding& finding) = 0;
};

// What is stored of a department a day at most.
struct DayLimits {
  int64_t uploads_max = 2'000;
  int64_t bytes_max = int64_t{1} << 30;
};

struct LifecyclePolicy {
  // Accept a document that nothing speaks against at once, without a reviewer.
  bool accept_clean_at_once = false;
  // What may be explained instead of corrected.
  WaiverPolicy waivers;
  int64_t document_size_bytes_max = 0;
  DayLimits day_limits;
};

// What every step of a submission's life uses. All outlive it.
struct LifecycleParts {
  const budget::Form* form = nullptr;
  const budget::DepartmentList* departments = nullptr;
  SubmissionStore* store = nullptr;
  DocumentReader reader;
  DocumentChecker* checker = nullptr;
  LedgerPoster* poster = nullptr;
  LifecycleObserver* observer = nullptr;
  // The clock, in microseconds of Unix time.
  std::function<int64_t()> now_unix_us;
  LifecyclePolicy policy;
  // What makes older verdicts stale; nullptr for nothing.
  const RulesInForce* rules = nullptr;
};

// Whether a failure of a port is its answer, so that asking again is no use.
bool IsRefusal(const absl::Status& status);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_PORTS_H_
