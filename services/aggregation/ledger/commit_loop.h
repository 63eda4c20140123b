#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_COMMIT_LOOP_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_COMMIT_LOOP_H_

#include <deque>
#include <functional>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/aggregation/ledger/shard.h"

namespace yuheng::aggregation {

// The retry hint when the queue is full.
inline constexpr absl::Duration kQueueFullRetryAfter = absl::Milliseconds(100);

struct CommitLoopOptions {
  // Commands waiting at most.
  size_t queue_max = 4096;
  // Commands one durable write takes at most; not above
  // storage::kCommitsPerBatchMax.
  size_t group_commit_max = 256;
  // How long a write waits for more than what is there.
  absl::Duration group_commit_wait = absl::ZeroDuration();
  // Called on the loop's thread after each batch, with how many commands wait.
  std::function<void(const BatchReport&, size_t waiting)> on_batch;
  // Called once on the loop's thread when the shard ended, before anyone is
  // told anything else.
  std::function<void(const absl::Status&)> on_failed;
};

// The one thread that writes a shard's ledgers. Thread-safe.
class CommitLoop {
 public:
  CommitLoop(std::unique_ptr<Shard> shard, CommitLoopOptions options);
  // Stops.
  ~CommitLoop();
  CommitLoop(const CommitLoop&) = delete;
  CommitLoop& operator=(const CommitLoop&) = delete;

  // Queues a command; its `done` is called on the loop's thread and must be
  // quick. When the command can't be queued, `done` is called here and now:
  // QUEUE_FULL with a retry hint, or UNAVAILABLE after Stop or when the shard
  // ended.
  void Submit(Command command) ABSL_LOCKS_EXCLUDED(mu_);

  // Takes no more commands, answers all that wait, and returns when the thread
  // has ended. May be called again.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_, stop_mu_);

  size_t waiting() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  void Run();
  std::vector<Command> TakeBatch() ABSL_LOCKS_EXCLUDED(mu_);
  bool HasWorkOrStopped() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopped_ || !queue_.empty();
  }
  bool IsFullOrStopped() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopped_ || queue_.size() >= options_.group_commit_max;
  }

  const CommitLoopOptions options_;
  const std::unique_ptr<Shard> shard_;  // The thread's.
  mutable absl::Mutex mu_;
  std::deque<Command> queue_ ABSL_GUARDED_BY(mu_);
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status stopped_error_ ABSL_GUARDED_BY(mu_);
  absl::Mutex stop_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  std::thread thread_ ABSL_GUARDED_BY(stop_mu_);
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_COMMIT_LOOP_H_
