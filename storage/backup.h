#ifndef YUHENG_STORAGE_BACKUP_H_
#define YUHENG_STORAGE_BACKUP_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/store.h"

namespace yuheng::storage {

// A backup is a store's copy in a folder of its own that can be opened
// read-only as it lies there, and beside its files the list kBackupList: a line
// "<SHA-256> <size in bytes> <name>" a file, ascending by name.
inline constexpr char kBackupList[] = "backup.txt";

struct BackupSize {
  int64_t file_count = 0;
  int64_t size_bytes = 0;
};

// Copies a running store into `dir`, which must not exist; its parent folders
// are made. The folder appears whole, synced, or not at all. ALREADY_EXISTS,
// or as Store::CopyTo.
[[nodiscard]] absl::StatusOr<BackupSize> CreateBackup(
    const Store& store, const std::string& dir,
    const Cancelled& cancelled = nullptr);

// Compares every file with the list. DATA_LOSS naming the first file that is
// damaged, missing, or not in the list; NOT_FOUND when there is no backup.
[[nodiscard]] absl::StatusOr<BackupSize> CheckBackup(const std::string& dir);

// A backup, and the folder where a server will look for its store.
struct Restore {
  std::string dir;
  std::string target;
};

// Restores stores that belong together. A target must not exist or be empty,
// and is no mount point. Each backup is checked while it is copied to
// "<target>.partial", and what was written is checked again; when all are whole
// and synced, they take their names one after the other. An error before that
// leaves nothing. After a crash before all are in their places no store opens
// at a target (CheckNotHalfRestored); from then on they open one after the
// other. The same call, made again, completes all. ALREADY_EXISTS,
// FAILED_PRECONDITION for a mount point, or as CheckBackup.
[[nodiscard]] absl::Status RestoreBackups(absl::Span<const Restore> restores);

// FAILED_PRECONDITION when a restore to `target` was begun and has not ended: a
// server that starts there might stand alone, or empty beside one that is not.
[[nodiscard]] absl::Status CheckNotHalfRestored(const std::string& target);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_BACKUP_H_
