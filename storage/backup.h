#ifndef YUHENG_STORAGE_BACKUP_H_
#define YUHENG_STORAGE_BACKUP_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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
// are made. The folder appears whole, synced, or not at all. ALREADY_EXISTS, or
// as Store::CopyTo.
[[nodiscard]] absl::StatusOr<BackupSize> CreateBackup(const Store& store,
                                                      const std::string& dir);

// Compares every file with the list. DATA_LOSS naming the first file that is
// damaged, missing, or not in the list; NOT_FOUND when there is no backup.
[[nodiscard]] absl::StatusOr<BackupSize> CheckBackup(const std::string& dir);

// Checks a backup while copying it to `target`, a folder that must not exist or
// be empty; a server may then start on it. The folder appears whole, synced, or
// not at all. ALREADY_EXISTS, or as CheckBackup.
[[nodiscard]] absl::Status RestoreBackup(const std::string& dir,
                                         const std::string& target);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_BACKUP_H_
