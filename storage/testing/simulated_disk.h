#ifndef YUHENG_STORAGE_TESTING_SIMULATED_DISK_H_
#define YUHENG_STORAGE_TESTING_SIMULATED_DISK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// What a process does with its disk.
enum class DiskStep {
  kAppend,
  kSync,
  kSynced,  // After a sync that succeeded; takes no fault.
  kRead,
};

enum class DiskFault {
  kNone,
  kNoSpace,    // ENOSPC: nothing is appended.
  kTornWrite,  // EIO after half of the bytes were appended.
  kError,      // EIO. A failed sync may or may not have reached the device.
  kLie,        // A sync that says OK, and failed.
};

// One append-only file in memory on a device that loses what was not synced.
// Not thread-safe: a store's lock covers it. Outlives the processes that use
// it.
class SimulatedDisk {
 public:
  // Asked at every step. May throw: the process ends at this very point.
  using Faults = std::function<DiskFault(DiskStep)>;

  SimulatedDisk() = default;
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  void SetFaults(Faults faults) { faults_ = std::move(faults); }

  // RESOURCE_EXHAUSTED when nothing was written, else DATA_LOSS.
  [[nodiscard]] absl::Status Append(absl::string_view bytes);
  [[nodiscard]] absl::Status Sync();
  // OUT_OF_RANGE beyond the end; DATA_LOSS for EIO.
  [[nodiscard]] absl::StatusOr<absl::string_view> Read(size_t offset,
                                                       size_t size) const;
  // Copies the first `size` bytes to a new file, durable, that takes the place
  // of this one. After a failed sync this alone makes sure that what is read is
  // still there after a power loss.
  void Rewrite(size_t size);
  size_t size() const { return bytes_.size(); }

  // Gives the next epoch, from 1, durably; and the newest that was given.
  uint64_t TakeEpoch() { return epochs_stand_ ? epoch_ : ++epoch_; }
  uint64_t epoch() const { return epoch_; }
  // Gives the same epoch to all from now on, as if there were none.
  void StopEpochs() { epochs_stand_ = true; }

  // How many bytes a power loss may take.
  size_t unsynced() const { return bytes_.size() - synced_; }
  // The power goes: of the unsynced bytes the first `kept` had reached the
  // device. What a failed sync left behind is zeros, even if a later sync
  // succeeded.
  void LosePower(size_t kept);
  // Damages what is stored. `offset` must be below size().
  void FlipBit(size_t offset, int bit);

 private:
  DiskFault Ask(DiskStep step) const;

  Faults faults_;
  std::string bytes_;
  size_t synced_ = 0;
  uint64_t epoch_ = 0;
  bool epochs_stand_ = false;
  // Ranges whose sync failed: the system forgot that they are not written.
  std::vector<std::pair<size_t, size_t>> forgotten_;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_TESTING_SIMULATED_DISK_H_
