// A bounded pool of threads. gRPC's callback threads are about as many as the
// cores and must never block; work that computes or waits goes here.
#ifndef YUHENG_SERVICES_RPC_WORK_QUEUE_H_
#define YUHENG_SERVICES_RPC_WORK_QUEUE_H_

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace yuheng::rpc {

struct WorkQueueOptions {
  // For diagnosis: names the threads (15 bytes are shown by the system).
  std::string name;
  // Threads; at least 1.
  int thread_count = 2;
  // Tasks that may wait, beside those that run; at least 1.
  int waiting_max = 1024;
};

// Thread-safe. Tasks start in the order they were posted.
class WorkQueue {
 public:
  using Task = absl::AnyInvocable<void()>;

  explicit WorkQueue(WorkQueueOptions options);
  // Stops.
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // False when `waiting_max` tasks wait already, or after Stop: the task was
  // not taken (and was destroyed), and the caller answers QUEUE_FULL. Never
  // blocks on a running task.
  [[nodiscard]] bool TryPost(Task task) ABSL_LOCKS_EXCLUDED(mu_);

  // Takes no more tasks, runs those that wait, and returns when the last one
  // has ended. May be called again. Not from a task.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_, stop_mu_);

  // Tasks that wait now; for metrics.
  int waiting() const ABSL_LOCKS_EXCLUDED(mu_);
  int waiting_max() const { return options_.waiting_max; }

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);
  bool HasWorkOrStopped() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopped_ || !tasks_.empty();
  }

  const WorkQueueOptions options_;
  mutable absl::Mutex mu_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mu_);
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  // Serialises Stop.
  absl::Mutex stop_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(stop_mu_);
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_WORK_QUEUE_H_
