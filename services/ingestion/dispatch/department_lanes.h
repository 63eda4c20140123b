#ifndef YUHENG_SERVICES_INGESTION_DISPATCH_DEPARTMENT_LANES_H_
#define YUHENG_SERVICES_INGESTION_DISPATCH_DEPARTMENT_LANES_H_

#include <deque>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/rpc/work_queue.h"

namespace yuheng::ingestion {

// What a task may wait for. Each kind has threads of its own, so that another
// service that hangs, and long readings, hold up no reads and no receipts.
enum class Waits {
  kForStore,    // For this process and its disk, and for one document's reader.
  kForPeers,    // Also for other services.
  kForReaders,  // For the readers of many documents, one after the other.
};

struct DepartmentLanesOptions {
  // Threads of the first two kinds each, and of the last; at least 1.
  int thread_count = 2;
  int reader_thread_count = 2;
  // Tasks taken by TryPost and TryPostAnywhere that may wait, over all kinds
  // and departments.
  int tasks_max = 4096;
};

// Runs tasks on a pool of threads so that those of one department run one at a
// time, in the order they were posted, while departments don't wait for one
// another. Thread-safe.
class DepartmentLanes {
 public:
  using Task = absl::AnyInvocable<void()>;

  explicit DepartmentLanes(DepartmentLanesOptions options);
  // Stops.
  ~DepartmentLanes();
  DepartmentLanes(const DepartmentLanes&) = delete;
  DepartmentLanes& operator=(const DepartmentLanes&) = delete;

  // False when `tasks_max` tasks wait already, or after Stop: the task was not
  // taken (and was destroyed), and the caller answers QUEUE_FULL.
  [[nodiscard]] bool TryPost(const std::string& department, Waits waits,
                             Task task) ABSL_LOCKS_EXCLUDED(mu_);
  // The same for work that is no department's.
  [[nodiscard]] bool TryPostAnywhere(Waits waits, Task task)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Posts beside the limit, from a task of that department: what follows it.
  void PostNext(const std::string& department, Waits waits, Task task)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Posts after a delay, beside the limit: the caller has at most one such task
  // a department waiting. Forgotten by Stop.
  void PostLater(const std::string& department, absl::Duration delay,
                 Waits waits, Task task) ABSL_LOCKS_EXCLUDED(mu_);

  // Takes no more tasks, runs those that wait, and returns when the last one
  // has ended. Not from a task.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);

  // Tasks that wait now and count towards `tasks_max`.
  int waiting() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Waiting {
    Task task;
    Waits waits = Waits::kForStore;
    bool counted = false;  // Towards `tasks_max`.
  };
  struct Delayed {
    std::string department;
    Waiting waiting;
  };

  void Append(const std::string& department, Waiting waiting)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void RunOne(const std::string& department) ABSL_LOCKS_EXCLUDED(mu_);
  // Gives a lane's first task its turn; false after Stop.
  bool TakeTurn(const std::string& department, Waits waits);
  rpc::WorkQueue& QueueOf(Waits waits);
  void RunTimer() ABSL_LOCKS_EXCLUDED(mu_);

  const DepartmentLanesOptions options_;
  mutable absl::Mutex mu_;
  absl::CondVar timer_changed_;
  // A department is a key exactly while one of its tasks waits or runs.
  absl::flat_hash_map<std::string, std::deque<Waiting>> lanes_
      ABSL_GUARDED_BY(mu_);
  int waiting_ ABSL_GUARDED_BY(mu_) = 0;
  std::multimap<absl::Time, Delayed> delayed_ ABSL_GUARDED_BY(mu_);
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  rpc::WorkQueue store_;
  rpc::WorkQueue peers_;
  rpc::WorkQueue readers_;
  std::thread timer_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_DISPATCH_DEPARTMENT_LANES_H_
