#ifndef YUHENG_STORAGE_TESTING_MEMORY_STORE_H_
#define YUHENG_STORAGE_TESTING_MEMORY_STORE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/store.h"

namespace yuheng::storage {

// What goes wrong with one CommitAll: it takes the place of kCommitted for
// every element that would have been committed. Other verdicts stay.
enum class CommitFault {
  kUnknownApplied,     // kUnknown, but it was written.
  kUnknownNotApplied,  // kUnknown, and nothing was written.
  kRefused,            // Nothing was written.
  kConflict,           // Nothing was written.
  kFenced,             // Nothing was written: as after another handle opened.
};

// A Store in memory that keeps the whole contract except durability. Its
// visitors may call back into it.
class MemoryStore final : public Store {
 public:
  MemoryStore() = default;

  // Adds a fault for the next CommitAll that has none yet.
  void FailNextCommit(CommitFault fault);
  // As after an error no handle survives: all writes are kRefused and GetHead
  // is UNAVAILABLE, until Reopen.
  void Break();
  // As closing and opening again: faults that were not used are forgotten.
  void Reopen();
  // What Get, Scan, GetHead and ListPartitions answer until it is set to OK.
  void FailReads(absl::Status status);
  // Called at the start of every CommitAll, outside any lock; a test may block
  // in it to fill a commit queue.
  void OnCommit(std::function<void(absl::Span<const Commit>)> hook);
  // How often CommitAll was called.
  int commit_count() const;

  std::vector<CommitResult> CommitAll(
      absl::Span<const Commit> commits) override;
  absl::StatusOr<Head> GetHead(absl::string_view partition) const override;
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override;
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override;
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override;

 private:
  struct Partition {
    Head head;
    std::map<std::string, std::string> values;
  };

  void Apply(const Commit& commit) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status CheckReadable(absl::string_view partition) const
      ABSL_SHARED_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  std::map<std::string, Partition, std::less<>> partitions_
      ABSL_GUARDED_BY(mu_);
  std::deque<CommitFault> faults_ ABSL_GUARDED_BY(mu_);
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status read_status_ ABSL_GUARDED_BY(mu_);
  std::function<void(absl::Span<const Commit>)> hook_ ABSL_GUARDED_BY(mu_);
  int commit_count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_TESTING_MEMORY_STORE_H_
