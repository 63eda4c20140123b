#ifndef YUHENG_STORAGE_ROCKSDB_ENGINE_SETTINGS_H_
#define YUHENG_STORAGE_ROCKSDB_ENGINE_SETTINGS_H_

#include <rocksdb/options.h>

#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::storage {

// Per-key checksum bytes of write batches and memtables.
inline constexpr size_t kProtectionBytesPerKey = 8;

// How this engine runs RocksDB; every setting's reason stands beside it.
[[nodiscard]] rocksdb::DBOptions EngineDbOptions(const RocksdbOptions& options,
                                                 rocksdb::Env* env);
[[nodiscard]] rocksdb::ColumnFamilyOptions EngineFamilyOptions(
    const RocksdbOptions& options);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_ENGINE_SETTINGS_H_
