#ifndef YUHENG_SERVICES_INGESTION_STORE_GROUP_COMMIT_H_
#define YUHENG_SERVICES_INGESTION_STORE_GROUP_COMMIT_H_

#include <cstddef>
#include <deque>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/store.h"

namespace yuheng::ingestion {

// Bytes that one durable write takes at most, unless a single commit is larger.
inline constexpr size_t kGroupCommitBytesMax = size_t{64} << 20;

// Lets the commits of several callers share one durable write: the first
// caller writes for all who came while the write before was under way. It has
// no thread of its own. Thread-safe; callers wait for at most one another's
// writes, so the queue is as long as there are callers.
class GroupCommit {
 public:
  // `store` must outlive it.
  explicit GroupCommit(storage::Store* store) : store_(store) {}

  // Returns when the commit is durable or has failed.
  storage::CommitResult Commit(storage::Commit commit) ABSL_LOCKS_EXCLUDED(mu_);

  // Callers whose commits are not durable yet.
  size_t waiting() const ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return waiters_.size();
  }

 private:
  struct Waiter {
    storage::Commit commit;
    size_t size_bytes = 0;
    storage::CommitResult result;
    bool done = false;
    absl::CondVar changed;
  };

  storage::Store* const store_;
  mutable absl::Mutex mu_;
  // The first one writes.
  std::deque<Waiter*> waiters_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_GROUP_COMMIT_H_
