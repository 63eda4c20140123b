#include "services/ingestion/store/group_commit.h"

#include <utility>
#include <vector>

#include "services/budget/check.h"

namespace yuheng::ingestion {
namespace {

size_t SizeOf(const storage::Commit& commit) {
  size_t bytes = 0;
  for (const storage::Write& write : commit.writes) {
    bytes += write.key.size() + (write.value ? write.value->size() : 0);
  }
  return bytes;
}

}  // namespace

storage::CommitResult GroupCommit::Commit(storage::Commit commit) {
  Waiter self;
  self.size_bytes = SizeOf(commit);
  self.commit = std::move(commit);

  mu_.Lock();
  waiters_.push_back(&self);
  while (!self.done && waiters_.front() != &self) self.changed.Wait(&mu_);
  if (self.done) {
    mu_.Unlock();
    return std::move(self.result);
  }
  // This caller writes, for itself and for those behind it.
  std::vector<Waiter*> group;
  std::vector<storage::Commit> commits;
  size_t bytes = 0;
  for (Waiter* waiter : waiters_) {
    bytes += waiter->size_bytes;
    if (!group.empty() && (bytes > kGroupCommitBytesMax ||
                           group.size() == storage::kCommitsPerBatchMax)) {
      break;
    }
    group.push_back(waiter);
    commits.push_back(std::move(waiter->commit));
  }
  mu_.Unlock();

  std::vector<storage::CommitResult> results = store_->CommitAll(commits);
  YUHENG_CHECK(results.size() == group.size());

  mu_.Lock();
  for (size_t i = 0; i < group.size(); ++i) {
    YUHENG_CHECK(waiters_.front() == group[i]);
    waiters_.pop_front();
    group[i]->result = std::move(results[i]);
    group[i]->done = true;
    if (group[i] != &self) group[i]->changed.Signal();
  }
  if (!waiters_.empty()) waiters_.front()->changed.Signal();
  mu_.Unlock();
  return std::move(self.result);
}

}  // namespace yuheng::ingestion
