#include "services/ingestion/dispatch/dispatcher.h"

#include <algorithm>
#include <set>

#include "absl/time/clock.h"
#include "services/ingestion/lifecycle/check_references.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/store/finding_codec.h"
#include "services/rpc/queue_full.h"

namespace yuheng::ingestion {
namespace {

LifecycleParts WithObserver(LifecycleParts parts, LifecycleObserver* observer) {
  parts.observer = observer;
  return parts;
}

// Sources of documents held between receipt and check, in bytes. A document in
// memory takes some times as much.
constexpr size_t kHeldBytesMax = size_t{64} << 20;

// Observes the seconds until it goes out of scope.
class PhaseTimer {
 public:
  explicit PhaseTimer(telemetry::Histogram* seconds) : seconds_(seconds) {}
  ~PhaseTimer() {
    seconds_->Observe(absl::ToDoubleSeconds(absl::Now() - start_));
  }

 private:
  telemetry::Histogram* const seconds_;
  const absl::Time start_ = absl::Now();
};

}  // namespace

Dispatcher::Dispatcher(DispatcherOptions options, LifecycleParts parts,
                       DispatchMetrics metrics, telemetry::Logger* logger)
    : options_(options),
      parts_(WithObserver(std::move(parts), this)),
      metrics_(std::move(metrics)),
      logger_(logger),
      receiver_(&parts_),
      examiner_(&parts_),
      outbox_(&parts_),
      reviewer_(&parts_),
      explainer_(&parts_),
      window_setter_(&parts_),
      ceiling_setter_(&parts_),
      lanes_(options.lanes) {}

Dispatcher::~Dispatcher() { Stop(); }

void Dispatcher::Start() {
  metrics_.Update(parts_.store->index());
  for (const std::string& department :
       parts_.store->index().DepartmentsWithOpen()) {
    lanes_.PostLater(department, absl::ZeroDuration(), Waits::kForPeers,
                     [this, department] { Advance(department, {}); });
  }
}

void Dispatcher::Stop() {
  stopping_ = true;
  lanes_.Stop();
}

bool Dispatcher::TryRun(DepartmentLanes::Task task, Waits waits) {
  return lanes_.TryPostAnywhere(waits, std::move(task));
}

absl::StatusOr<PreparedUpload> Dispatcher::Prepare(
    UploadHeader header, std::string bytes, SubmissionFollower& follower) {
  if (follower.IsGone()) return absl::CancelledError("the sender is gone");
  const PhaseTimer timer(&metrics_.reading_seconds);
  return receiver_.Prepare(std::move(header), std::move(bytes));
}

void Dispatcher::Submit(UploadHeader header, std::string bytes,
                        std::shared_ptr<SubmissionFollower> follower) {
  const bool taken = lanes_.TryPostAnywhere(
      Waits::kForStore, [this, follower, header = std::move(header),
                         bytes = std::move(bytes)]() mutable {
        absl::StatusOr<PreparedUpload> prepared =
            Prepare(std::move(header), std::move(bytes), *follower);
        if (!prepared.ok()) return follower->OnFailed(prepared.status());
        const std::string department = prepared->department;
        const bool queued = lanes_.TryPost(
            department, Waits::kForStore,
            [this, follower, upload = *std::move(prepared)]() mutable {
              Receive(upload, follower);
            });
        if (!queued) follower->OnFailed(rpc::QueueFull());
      });
  if (!taken) follower->OnFailed(rpc::QueueFull());
}

void Dispatcher::CheckOnly(UploadHeader header, std::string bytes,
                           std::shared_ptr<SubmissionFollower> follower) {
  const bool taken = lanes_.TryPostAnywhere(
      Waits::kForPeers, [this, follower, header = std::move(header),
                         bytes = std::move(bytes)]() mutable {
        absl::StatusOr<PreparedUpload> prepared =
            Prepare(std::move(header), std::move(bytes), *follower);
        if (!prepared.ok()) return follower->OnFailed(prepared.status());
        for (const auto& problem : prepared->document->problems) {
          follower->OnProblem(problem);
        }
        const PhaseTimer timer(&metrics_.checking_seconds);
        KeptFindings keeping;
        ReadingTurn turn =
            CallerTurn(prepared->header.identity, prepared->department);
        turn.waits = true;  // There are no more of them than threads.
        absl::StatusOr<CheckReferences> references = GatherReferences(
            parts_, prepared->department, prepared->slot,
            [&](const storage::SubmissionRecord& reference) {
              return ReadStoredDocument(parts_, prepared->department, reference,
                                        turn);
            });
        if (!references.ok()) return follower->OnFailed(references.status());
        const absl::StatusOr<validation::v1::VerdictSummary> verdict =
            examiner_.CheckOnce(*prepared->document, &*references,
                                [&](const validation::v1::Finding& finding) {
                                  if (keeping.Take(finding))
                                    follower->OnFinding(finding);
                                });
        if (!verdict.ok()) return follower->OnFailed(verdict.status());
        storage::SubmissionRecord record;
        record.fiscal_year = prepared->slot.fiscal_year;
        record.stage = prepared->slot.stage;
        record.unit = prepared->slot.unit;
        record.file_name = prepared->header.file_name;
        record.size_bytes = prepared->bytes.size();
        record.document_sha256 = prepared->sha256;
        record.verdict = EncodeVerdict(*verdict);
        follower->OnSettled(prepared->department, record,
                            KeptGroups(*verdict, keeping.count()));
      });
  if (!taken) follower->OnFailed(rpc::QueueFull());
}

void Dispatcher::Receive(PreparedUpload& upload,
                         const std::shared_ptr<SubmissionFollower>& follower) {
  if (follower->IsGone()) {
    return follower->OnFailed(absl::CancelledError("the sender is gone"));
  }
  absl::StatusOr<Reception> reception = [&] {
    const PhaseTimer timer(&metrics_.storing_seconds);
    return receiver_.Receive(upload);
  }();
  if (!reception.ok()) return follower->OnFailed(reception.status());
  follower->OnReceipt(upload.department, reception->record,
                      reception->replayed);
  if (reception->replayed) {
    metrics_.replays.Increment();
    return Replay(upload.department, *reception, follower);
  }
  metrics_.received_bytes.Increment(static_cast<double>(upload.bytes.size()));
  metrics_.Update(parts_.store->index());
  follower->OnStateChange(reception->record.history.back());
  for (const auto& problem : upload.document->problems) {
    follower->OnProblem(problem);
  }
  const std::string& id = reception->record.id;
  {
    absl::MutexLock lock(&mu_);
    followings_[{upload.department, id}].follower = follower;
  }
  AdvanceNext(upload.department, id, HoldDocument(upload));
}

std::shared_ptr<const budget::Document> Dispatcher::HoldDocument(
    const PreparedUpload& upload) {
  const size_t size = upload.bytes.size();
  if (held_bytes_.fetch_add(size) + size > kHeldBytesMax) {
    held_bytes_ -= size;
    return nullptr;
  }
  return {upload.document.get(),
          [this, size, held = upload.document](const budget::Document*) {
            held_bytes_ -= size;
          }};
}

void Dispatcher::AdvanceNext(const std::string& department,
                             const std::string& id,
                             std::shared_ptr<const budget::Document> document) {
  lanes_.PostNext(department, Waits::kForPeers,
                  [this, department, id, document = std::move(document)] {
                    Advance(department,
                            {.submission_id = id, .document = document.get()});
                  });
}

void Dispatcher::Replay(const std::string& department,
                        const Reception& reception,
                        const std::shared_ptr<SubmissionFollower>& follower) {
  const storage::SubmissionRecord& record = reception.record;
  storage::StateChangeRecord change = record.history.back();
  if (!reception.reason.zh.empty()) {
    change.actor = std::string(kServiceActor);
    change.reason_zh = reception.reason.zh;
    change.reason_en = reception.reason.en;
  }
  follower->OnStateChange(change);
  if (StateOf(record) != State::kReceived) {
    return TellStored(department, record, *follower);
  }
  // The first of two that were sent at once: its check comes next in the lane,
  // and what it finds is what both are told.
  lanes_.PostNext(department, Waits::kForStore,
                  [this, department, id = record.id,
                   told = record.history.size(), follower] {
                    const absl::StatusOr<storage::SubmissionRecord> now =
                        parts_.store->Get(department, id);
                    if (!now.ok()) return follower->OnFailed(now.status());
                    for (size_t i = told; i < now->history.size(); ++i) {
                      follower->OnStateChange(now->history[i]);
                    }
                    TellStored(department, *now, *follower);
                  });
}

void Dispatcher::TellStored(const std::string& department,
                            const storage::SubmissionRecord& record,
                            SubmissionFollower& follower) {
  absl::StatusOr<StoredFindings> stored =
      ReadStoredFindings(parts_, department, record.id);
  if (!stored.ok()) return follower.OnFailed(stored.status());
  for (const budget::ReadingProblem& problem : stored->problems) {
    follower.OnProblem(problem);
  }
  for (const validation::v1::Finding& finding : stored->findings) {
    follower.OnFinding(finding);
  }
  follower.OnSettled(department, record, std::move(stored->groups));
}

void Dispatcher::Decide(DecisionStep step, Decision decision,
                        DecisionDone done) {
  const std::string department = decision.department;
  const bool taken = lanes_.TryPost(
      department, Waits::kForPeers,
      [this, step, decision = std::move(decision), done] {
        const absl::Status decided = (reviewer_.*step)(decision);
        if (!decided.ok()) return done(decided);
        Advance(decision.department, {});
        done(parts_.store->Get(decision.department, decision.id));
      });
  if (!taken) done(rpc::QueueFull());
}

void Dispatcher::Explain(ExplanationStep step, Explanation explanation,
                         ExplanationDone done) {
  const std::string department = explanation.department;
  const bool taken =
      lanes_.TryPost(department, Waits::kForPeers,
                     [this, step, explanation = std::move(explanation), done] {
                       const absl::StatusOr<storage::WaiverRecord> waiver =
                           (explainer_.*step)(explanation);
                       if (waiver.ok()) Advance(explanation.department, {});
                       done(waiver);
                     });
  if (!taken) done(rpc::QueueFull());
}

void Dispatcher::SetWindow(WindowSetting setting, WindowDone done) {
  const bool taken =
      lanes_.TryPost(storage::kPrefecturePartition, Waits::kForStore,
                     [this, setting = std::move(setting), done]() mutable {
                       done(window_setter_.Set(std::move(setting)));
                     });
  if (!taken) done(rpc::QueueFull());
}

void Dispatcher::ImportCeilings(CeilingImport import, CeilingsDone done) {
  const bool taken =
      lanes_.TryPost(storage::kPrefecturePartition, Waits::kForStore,
                     [this, import = std::move(import), done]() mutable {
                       done(ceiling_setter_.Set(std::move(import)));
                     });
  if (!taken) done(rpc::QueueFull());
}

absl::Status Dispatcher::AdvanceOnce(const std::string& department,
                                     const KnownDocument& known) {
  absl::Status status;
  for (const SubmissionEntry& entry :
       parts_.store->index().OpenOf(department)) {
    if (entry.state != State::kReceived) continue;
    if (stopping_) return absl::OkStatus();
    const PhaseTimer timer(&metrics_.checking_seconds);
    status.Update(examiner_.Examine(
        department, entry.id,
        entry.id == known.submission_id ? known.document : nullptr));
  }
  for (const Slot& slot : outbox_.SlotsToDeliver(department)) {
    if (stopping_) return absl::OkStatus();
    const PhaseTimer timer(&metrics_.delivering_seconds);
    status.Update(outbox_.Deliver(department, slot, known));
  }
  return status;
}

void Dispatcher::Advance(const std::string& department,
                         const KnownDocument& known) {
  const absl::Status status = AdvanceOnce(department, known);
  if (status.ok()) {
    absl::MutexLock lock(&mu_);
    const auto retry = retries_.find(department);
    if (retry != retries_.end()) {
      retry->second.failures = 0;
      // One that is planned stays the only one.
      if (!retry->second.waiting) retries_.erase(retry);
    }
  } else {
    ScheduleRetry(department, status);
  }
  metrics_.Update(parts_.store->index());
  metrics_.set_aside.Set(static_cast<double>(examiner_.set_aside_count()));
  for (auto& [id, following] : TakeFinished(department)) {
    SendAway(department, id, *following.follower);
  }
}

void Dispatcher::ScheduleRetry(const std::string& department,
                               const absl::Status& why) {
  absl::Duration wait = options_.retry_wait_initial;
  int failures = 0;
  {
    absl::MutexLock lock(&mu_);
    Retry& retry = retries_[department];
    failures = ++retry.failures;
    if (retry.waiting) return;
    retry.waiting = true;
  }
  for (int i = 1; i < failures && wait < options_.retry_wait_max; ++i) {
    wait *= 2;
  }
  wait = std::min(wait, options_.retry_wait_max);
  metrics_.retries.Increment();
  logger_->Warn("a submission has to wait",
                {{"department", department},
                 {"failures", failures},
                 {"wait_ms", absl::ToInt64Milliseconds(wait)},
                 {"error", why.ToString()}});
  lanes_.PostLater(department, wait, Waits::kForPeers, [this, department] {
    {
      absl::MutexLock lock(&mu_);
      const auto it = retries_.find(department);
      if (it != retries_.end()) it->second.waiting = false;
    }
    Advance(department, {});
  });
}

std::vector<std::pair<std::string, Dispatcher::Following>>
Dispatcher::TakeFinished(const std::string& department) {
  std::set<std::string> open;
  for (const SubmissionEntry& entry :
       parts_.store->index().OpenOf(department)) {
    open.insert(entry.id);
  }
  std::vector<std::pair<std::string, Following>> finished;
  absl::MutexLock lock(&mu_);
  const auto retry = retries_.find(department);
  const bool all = releasing_ || stopping_ ||
                   (retry != retries_.end() &&
                    retry->second.failures >= options_.followed_failures_max);
  auto it = followings_.lower_bound({department, ""});
  while (it != followings_.end() && it->first.first == department) {
    if (!all && open.contains(it->first.second)) {
      ++it;
      continue;
    }
    finished.emplace_back(it->first.second, std::move(it->second));
    it = followings_.erase(it);
  }
  return finished;
}

void Dispatcher::SendAway(const std::string& department, const std::string& id,
                          SubmissionFollower& follower) {
  const absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return follower.OnFailed(record.status());
  absl::StatusOr<std::vector<validation::v1::FindingGroup>> groups =
      ReadStoredGroups(parts_, department, id);
  if (!groups.ok()) return follower.OnFailed(groups.status());
  follower.OnSettled(department, *record, *std::move(groups));
}

void Dispatcher::ReleaseFollowers() {
  std::set<std::string> departments;
  {
    absl::MutexLock lock(&mu_);
    releasing_ = true;
    for (const auto& [key, following] : followings_) {
      departments.insert(key.first);
    }
  }
  // In the lane: a follower's functions are called one at a time.
  for (const std::string& department : departments) {
    lanes_.PostLater(department, absl::ZeroDuration(), Waits::kForStore,
                     [this, department] {
                       for (auto& [id, following] : TakeFinished(department)) {
                         SendAway(department, id, *following.follower);
                       }
                     });
  }
}

void Dispatcher::OnStateChange(const std::string& department,
                               const storage::SubmissionRecord& record) {
  std::shared_ptr<SubmissionFollower> follower;
  {
    absl::MutexLock lock(&mu_);
    const auto it = followings_.find({department, record.id});
    if (it == followings_.end()) return;
    follower = it->second.follower;
  }
  follower->OnStateChange(record.history.back());
}

void Dispatcher::OnFinding(const std::string& department, const std::string& id,
                           size_t index,
                           const validation::v1::Finding& finding) {
  std::shared_ptr<SubmissionFollower> follower;
  {
    absl::MutexLock lock(&mu_);
    const auto it = followings_.find({department, id});
    // Checking began anew: what was sent is not sent again.
    if (it == followings_.end() || index < it->second.finding_count) return;
    it->second.finding_count = index + 1;
    follower = it->second.follower;
  }
  follower->OnFinding(finding);
}

}  // namespace yuheng::ingestion
