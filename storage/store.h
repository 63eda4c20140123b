#ifndef YUHENG_STORAGE_STORE_H_
#define YUHENG_STORAGE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::storage {

// Limits every engine enforces; beyond them a commit is kRefused. Partition ids
// and keys have at least one byte.
inline constexpr size_t kPartitionIdBytesMax = 64;
inline constexpr size_t kKeyBytesMax = 1024;
inline constexpr size_t kValueBytesMax = size_t{64} << 20;
inline constexpr size_t kWritesPerCommitMax = 1000;
inline constexpr size_t kCommitsPerBatchMax = 1024;
// Keys and values of one CommitAll together.
inline constexpr size_t kBatchBytesMax = size_t{256} << 20;

// Whether nobody waits for the result any more; asked now and then while
// something takes long. Empty: somebody always does.
using Cancelled = std::function<bool()>;

// One put, or a delete when value is absent.
struct Write {
  std::string key;
  std::optional<std::string> value;
};

// What a partition is at: seq counts its commits from 0 (none yet); epoch is
// that of the handle that made the newest one.
struct Head {
  uint64_t seq = 0;
  uint64_t epoch = 0;
};

// One atomic change of one partition, valid only while the partition stands at
// expected_seq. It moves the partition to expected_seq + 1.
struct Commit {
  std::string partition;
  uint64_t expected_seq = 0;
  std::vector<Write> writes;
};

enum class CommitOutcome {
  kCommitted,  // Durable: survives kill -9 and power loss.
  kConflict,   // The partition is not at expected_seq; nothing was written.
  kFenced,     // Another handle has opened the store since: this one takes no
               // more writes, and its process should end. Only what was being
               // written at that moment may be there, as with kUnknown.
  kRefused,    // A limit or the engine refuses it; nothing was written.
  kUnknown,    // It may or may not become visible. Read Head and the data
               // before trying again; the engine takes no more writes from this
               // handle if it can't tell either.
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::kUnknown;
  std::string detail;  // For the log; empty when committed.
};

// Durable partitions of ordered keys. Thread-safe.
//
// One handle writes. Opening a store for writing gives the handle the store's
// next epoch, durably and before anything else is read; from then on a handle
// with an older one is fenced off in every partition, also those that are not
// there yet. A commit is acknowledged only where the epoch was still the
// handle's after the write, so the next handle has found all that was
// acknowledged.
class Store {
 public:
  // Sees a key and its value; returns false to end the scan.
  using Visitor =
      std::function<bool(absl::string_view key, absl::string_view value)>;

  virtual ~Store() = default;

  // Commits each element atomically, all of them with one durable write where
  // the engine can; result i belongs to commits[i]. Several commits of one
  // partition in one batch are applied in order, each seeing the seq of the one
  // before.
  [[nodiscard]] virtual std::vector<CommitResult> CommitAll(
      absl::Span<const Commit> commits) = 0;

  // The head of a partition; {0, 0} for one that was never written. UNAVAILABLE
  // after a kUnknown this handle can't resolve: only a new handle, which
  // recovers what the device holds, can tell the head.
  [[nodiscard]] virtual absl::StatusOr<Head> GetHead(
      absl::string_view partition) const = 0;

  // The value of a key; nullopt when there is none. DATA_LOSS when the engine
  // finds the bytes damaged.
  [[nodiscard]] virtual absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const = 0;

  // Visits the keys in [from, to) in ascending byte order; an empty `to` means
  // to the end of the partition. Sees one consistent state.
  [[nodiscard]] virtual absl::Status Scan(absl::string_view partition,
                                          absl::string_view from,
                                          absl::string_view to,
                                          const Visitor& visit) const = 0;

  // Visits the ids of all partitions in ascending byte order: those that were
  // ever committed to.
  [[nodiscard]] virtual absl::Status ListPartitions(
      const std::function<bool(absl::string_view partition)>& visit) const = 0;

  // Writes one consistent state into `dir`, a folder that is not there yet, as
  // a store of the same engine: it holds every commit that was acknowledged
  // before the call, and may hold later ones. Synced. Reads and commits go on
  // meanwhile. UNAVAILABLE after a kUnknown this handle can't resolve;
  // RESOURCE_EXHAUSTED when the disk is full; UNIMPLEMENTED by engines that are
  // copied by other means; CANCELLED.
  [[nodiscard]] virtual absl::Status CopyTo(const std::string& dir,
                                            const Cancelled&) const {
    return absl::UnimplementedError(
        absl::StrCat("this engine does not copy to ", dir));
  }

  // OK while no other handle has opened the store since this one did; ABORTED
  // from then on. UNAVAILABLE where that can't be told now. What was read may
  // be old by then: a handle that only reads asks now and then.
  [[nodiscard]] virtual absl::Status CheckEpoch() { return absl::OkStatus(); }

  // Compares every file with the checksum it was written with; DATA_LOSS naming
  // one that is damaged. OK in engines without such files.
  [[nodiscard]] virtual absl::Status CheckFiles() const {
    return absl::OkStatus();
  }
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_STORE_H_
