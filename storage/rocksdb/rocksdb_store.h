#ifndef YUHENG_STORAGE_ROCKSDB_ROCKSDB_STORE_H_
#define YUHENG_STORAGE_ROCKSDB_ROCKSDB_STORE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace yuheng::storage {

// What a handle may do.
enum class RocksdbAccess {
  kReadWrite,  // Alone: a second one in any process is refused.
  kReadOnly,   // A view of the moment of opening; may stand beside a writer.
               // The folder must exist; every write is refused.
};

struct RocksdbOptions {
  // The data folder; made when it is not there (kReadWrite).
  std::string dir;
  RocksdbAccess access = RocksdbAccess::kReadWrite;
  // Memory for blocks read from disk, one cache for everything. In time it is
  // used up though nobody reads: every new file is read back through it.
  size_t block_cache_bytes = size_t{256} << 20;
  // Memory for what is not flushed yet, all column families together.
  size_t memtable_bytes_max = size_t{256} << 20;
};

// Opens a data folder of the RocksDB engine. Writes are synced before they are
// acknowledged. After a write that failed (its outcome is kUnknown) the handle
// refuses all further writes: after a failed fsync the kernel may have dropped
// the pages, so only a new handle knows what is on the device.
//
// FAILED_PRECONDITION when another process has the folder open, when it was
// written by a newer Yuheng, or when it holds something else; DATA_LOSS when it
// is damaged; INTERNAL for what the file system refuses.
[[nodiscard]] absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(
    const RocksdbOptions& options);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_ROCKSDB_STORE_H_
