#ifndef YUHENG_STORAGE_ROCKSDB_WRITER_EPOCH_H_
#define YUHENG_STORAGE_ROCKSDB_WRITER_EPOCH_H_

#include <rocksdb/env.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"

namespace yuheng::storage {

// The file of the newest epoch in a data folder: a decimal number, a blank, an
// id that no other taking has, and a newline. By the id a handle knows a folder
// that was put in the place of its own, whose number may be the same; in a copy
// there is none. A folder without the file is at epoch 0.
inline constexpr char kEpochFile[] = "EPOCH";
// Held by the handle that writes. RocksDB has a lock of its own, but takes it
// in the same step as it recovers, and an epoch must be taken in between.
inline constexpr char kEpochLockFile[] = "EPOCH.LOCK";

struct Epoch {
  uint64_t number = 0;
  std::string id;

  friend bool operator==(const Epoch&, const Epoch&) = default;
};

// Puts a folder at an epoch, durably.
rocksdb::Status WriteEpoch(rocksdb::Env* env, const std::string& dir,
                           const Epoch& epoch);

// The epoch of one writing handle. RocksDB's handles don't see one another's
// writes, so it lies in a file that each reads again; that holds where the lock
// does not, as on some network file systems.
class WriterEpoch {
 public:
  // Locks the folder and takes its next epoch. The IOError of a lock that is
  // taken, which changes nothing; Corruption when kEpochFile holds none.
  static rocksdb::Status Take(rocksdb::Env* env, const std::string& dir,
                              std::unique_ptr<WriterEpoch>* taken);
  // Unlocks.
  ~WriterEpoch();
  WriterEpoch(const WriterEpoch&) = delete;
  WriterEpoch& operator=(const WriterEpoch&) = delete;

  uint64_t number() const { return epoch_.number; }
  // OK while the folder is at this epoch; ABORTED, naming both, when it is at
  // another one or at none; UNAVAILABLE when that can't be read.
  absl::Status Check() const;

 private:
  WriterEpoch(rocksdb::Env* env, std::string dir, rocksdb::FileLock* lock)
      : env_(env), dir_(std::move(dir)), lock_(lock) {}

  rocksdb::Env* const env_;
  const std::string dir_;
  rocksdb::FileLock* const lock_;
  Epoch epoch_;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_WRITER_EPOCH_H_
