#ifndef YUHENG_STORAGE_ROCKSDB_INFO_LOG_H_
#define YUHENG_STORAGE_ROCKSDB_INFO_LOG_H_

#include <rocksdb/env.h>

#include <memory>
#include <string>

namespace yuheng::storage {

// RocksDB's information log, LOG in the data folder; the one of the start
// before becomes LOG.old. It is for people and may lose lines: a disk that
// takes none, or a log of size_bytes_max, ends it and nothing else. RocksDB's
// own would end the process when the disk is full.
std::shared_ptr<rocksdb::Logger> OpenInfoLog(const std::string& dir,
                                             size_t size_bytes_max);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_INFO_LOG_H_
