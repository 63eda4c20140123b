#ifndef YUHENG_STORAGE_TESTING_SIMULATED_STORE_H_
#define YUHENG_STORAGE_TESTING_SIMULATED_STORE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/store.h"
#include "storage/testing/simulated_disk.h"

namespace yuheng::storage {

// A Store on a SimulatedDisk: a log of checksummed frames, one a commit, one
// sync a batch. A power loss may keep the first commits of a batch that nobody
// was told about. Values are read from the disk and checked each time. After a
// failed write or sync the handle answers kUnknown and takes no more writes;
// ENOSPC before anything is written is kRefused.
class SimulatedStore final : public Store {
 public:
  // Takes the disk's next epoch, which fences off the stores that were opened
  // on it before, and reads the log; `disk` must outlive the store. A frame
  // that the power loss cut off is dropped. DATA_LOSS, naming the byte, for any
  // other damage.
  static absl::StatusOr<std::unique_ptr<SimulatedStore>> Open(
      SimulatedDisk* disk);

  std::vector<CommitResult> CommitAll(
      absl::Span<const Commit> commits) override;
  absl::StatusOr<Head> GetHead(absl::string_view partition) const override;
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override;
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override;
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override;
  absl::Status CheckEpoch() override;

 private:
  // Where a value is in the file.
  struct Extent {
    size_t offset = 0;
    size_t size = 0;
    uint64_t checksum = 0;
  };
  struct Partition {
    Head head;
    std::map<std::string, Extent, std::less<>> values;
  };

  explicit SimulatedStore(SimulatedDisk* disk)
      : disk_(disk), epoch_(disk->TakeEpoch()) {}

  absl::Status KeepToEpoch() const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Applies the payload of the frame at `offset`, which may be damaged.
  absl::Status Apply(size_t offset, absl::string_view payload)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<std::string> ReadValue(const Extent& extent) const
      ABSL_SHARED_LOCKS_REQUIRED(mu_);
  Head HeadOf(absl::string_view partition) const
      ABSL_SHARED_LOCKS_REQUIRED(mu_);
  // Appends and syncs frames, then applies them. DATA_LOSS when it is not known
  // what is on the disk now; RESOURCE_EXHAUSTED when nothing was written.
  absl::Status Write(const std::vector<std::string>& payloads)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  SimulatedDisk* const disk_ ABSL_PT_GUARDED_BY(mu_);
  const uint64_t epoch_;
  std::map<std::string, Partition, std::less<>> partitions_
      ABSL_GUARDED_BY(mu_);
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_TESTING_SIMULATED_STORE_H_
