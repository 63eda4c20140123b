#ifndef YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCHER_H_
#define YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCHER_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/ingestion/dispatch/department_lanes.h"
#include "services/ingestion/dispatch/dispatch_metrics.h"
#include "services/ingestion/lifecycle/ceiling_setter.h"
#include "services/ingestion/lifecycle/examination.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/lifecycle/outbox.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/reception.h"
#include "services/ingestion/lifecycle/review.h"
#include "services/ingestion/lifecycle/submission_window.h"
#include "services/telemetry/log.h"

namespace yuheng::ingestion {

// Follows one upload. Its functions are called one at a time, never after
// OnSettled or OnFailed, and must not block.
class SubmissionFollower {
 public:
  virtual ~SubmissionFollower() = default;

  // The bytes are durable; a state change or OnFailed follows at once. Not
  // called for an upload that is only checked.
  virtual void OnReceipt(const std::string& department,
                         const storage::SubmissionRecord& record,
                         bool replayed) = 0;
  virtual void OnStateChange(const storage::StateChangeRecord& change) = 0;
  virtual void OnFinding(const validation::v1::Finding& finding) = 0;
  virtual void OnProblem(const budget::ReadingProblem& problem) = 0;
  // The end: the submission as it stands, and its findings by cause.
  virtual void OnSettled(const std::string& department,
                         const storage::SubmissionRecord& record,
                         std::vector<validation::v1::FindingGroup> groups) = 0;
  virtual void OnFailed(const absl::Status& status) = 0;
  // Nobody waits any more: what is not durable yet need not be.
  virtual bool IsGone() const = 0;
};

struct DispatcherOptions {
  DepartmentLanesOptions lanes;
  // The wait before the n-th try again in a row of one department: doubled each
  // time, at most `retry_wait_max`.
  absl::Duration retry_wait_initial = absl::Milliseconds(50);
  absl::Duration retry_wait_max = absl::Seconds(10);
  // After so many failures in a row a follower is sent away with the submission
  // as it stands; the work goes on without it.
  int followed_failures_max = 5;
};

// Does the work of all submissions: puts each step into its department's lane,
// tells followers, and tries again what failed for a passing reason until it
// succeeds. After a restart it goes on where the store says. Thread-safe.
class Dispatcher final : private LifecycleObserver {
 public:
  using DecisionStep = absl::Status (Reviewer::*)(const Decision&);
  using DecisionDone =
      std::function<void(const absl::StatusOr<storage::SubmissionRecord>&)>;
  using ExplanationStep =
      absl::StatusOr<storage::WaiverRecord> (Explainer::*)(const Explanation&);
  using ExplanationDone =
      std::function<void(const absl::StatusOr<storage::WaiverRecord>&)>;
  using CeilingsDone =
      std::function<void(const absl::StatusOr<CeilingImported>&)>;
  using WindowDone = std::function<void(const absl::StatusOr<WindowSetting>&)>;

  // parts.observer is replaced. `metrics` and `logger` outlive it.
  Dispatcher(DispatcherOptions options, LifecycleParts parts,
             DispatchMetrics metrics, telemetry::Logger* logger);
  // Stops.
  ~Dispatcher() override;

  // Takes up everything that was not finished when the process ended.
  void Start();

  // Receives an upload and sees it through. What goes wrong before the receipt
  // is OnFailed, and nothing is stored then.
  void Submit(UploadHeader header, std::string bytes,
              std::shared_ptr<SubmissionFollower> follower);
  // Reads and checks only. OnSettled gets a record with nothing but the
  // verdict.
  void CheckOnly(UploadHeader header, std::string bytes,
                 std::shared_ptr<SubmissionFollower> follower);
  // A decision of a person; `done` gets the submission as it is afterwards.
  void Decide(DecisionStep step, Decision decision, DecisionDone done);
  // A department explains a finding or takes that back; `done` gets the
  // explanation.
  void Explain(ExplanationStep step, Explanation explanation,
               ExplanationDone done);
  // Finance sets a window; `done` gets what is kept of it.
  void SetWindow(WindowSetting setting, WindowDone done);
  // Finance sets ceilings; `done` gets what became of each.
  void ImportCeilings(CeilingImport import, CeilingsDone done);
  // Runs something that reads the store. False when there is too much to do.
  [[nodiscard]] bool TryRun(DepartmentLanes::Task task,
                            Waits waits = Waits::kForStore);

  // Sends all followers away with their submissions as they stand; for a
  // server that drains.
  void ReleaseFollowers() ABSL_LOCKS_EXCLUDED(mu_);
  // Begins no step any more that may wait for another service, and returns when
  // no work is under way. What is not finished is taken up by the next Start
  // over the same store.
  void Stop();

 private:
  struct Following {
    std::shared_ptr<SubmissionFollower> follower;
    size_t finding_count = 0;
  };
  struct Retry {
    int failures = 0;      // In a row.
    bool waiting = false;  // A try is planned.
  };
  using FollowingKey = std::pair<std::string, std::string>;

  void OnStateChange(const std::string& department,
                     const storage::SubmissionRecord& record) override;
  void OnFinding(const std::string& department, const std::string& id,
                 size_t index, const validation::v1::Finding& finding) override;

  absl::StatusOr<PreparedUpload> Prepare(UploadHeader header, std::string bytes,
                                         SubmissionFollower& follower);
  void Receive(PreparedUpload& upload,
               const std::shared_ptr<SubmissionFollower>& follower);
  void Replay(const std::string& department, const Reception& reception,
              const std::shared_ptr<SubmissionFollower>& follower);
  // What is stored of a submission, as its end.
  void TellStored(const std::string& department,
                  const storage::SubmissionRecord& record,
                  SubmissionFollower& follower);
  // The upload's document, held for the step that follows; nullptr while too
  // much is held, since the step can read it again.
  std::shared_ptr<const budget::Document> HoldDocument(
      const PreparedUpload& upload);
  // Goes on with a department in its lane; `document` is that submission's.
  void AdvanceNext(const std::string& department, const std::string& id,
                   std::shared_ptr<const budget::Document> document);
  // Does everything that is open in a department, unless the process stops. In
  // its lane only.
  void Advance(const std::string& department, const KnownDocument& known);
  absl::Status AdvanceOnce(const std::string& department,
                           const KnownDocument& known);
  void ScheduleRetry(const std::string& department, const absl::Status& why)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Followers of a department whose submissions are not open any more; all of
  // them when it failed too often.
  std::vector<std::pair<std::string, Following>> TakeFinished(
      const std::string& department) ABSL_LOCKS_EXCLUDED(mu_);
  void SendAway(const std::string& department, const std::string& id,
                SubmissionFollower& follower);

  const DispatcherOptions options_;
  const LifecycleParts parts_;
  DispatchMetrics metrics_;
  telemetry::Logger* const logger_;
  Receiver receiver_;
  Examiner examiner_;
  Outbox outbox_;
  Reviewer reviewer_;
  Explainer explainer_;
  WindowSetter window_setter_;
  CeilingSetter ceiling_setter_;

  std::atomic<bool> stopping_{false};
  std::atomic<size_t> held_bytes_{0};  // Of the sources of held documents.

  absl::Mutex mu_;
  std::map<FollowingKey, Following> followings_ ABSL_GUARDED_BY(mu_);
  bool releasing_ ABSL_GUARDED_BY(mu_) = false;
  // Departments whose last step failed, or which a try is planned for.
  absl::flat_hash_map<std::string, Retry> retries_ ABSL_GUARDED_BY(mu_);

  // Last: its threads use all of the above.
  DepartmentLanes lanes_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCHER_H_
