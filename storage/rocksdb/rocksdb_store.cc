#include "storage/rocksdb/rocksdb_store.h"

#include <rocksdb/env.h>

#include "storage/rocksdb/engine.h"

namespace yuheng::storage {

absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(
    const RocksdbOptions& options) {
  return RocksdbEngine::Open(options, rocksdb::Env::Default());
}

}  // namespace yuheng::storage
