#include "storage/rocksdb/engine_settings.h"

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <memory>

#include "storage/rocksdb/info_log.h"

namespace yuheng::storage {

namespace {

// A flush of 64 MiB is one good sequential write, and few files come of it.
constexpr size_t kMemtableBytes = size_t{64} << 20;
constexpr int kMemtablesMax = 4;
// What a start has to replay at most; it keeps a restart to a few seconds.
constexpr uint64_t kLogBytesMax = uint64_t{128} << 20;
constexpr int kOpenFilesMax = 4096;
constexpr int kBackgroundJobsMax = 2;
constexpr size_t kInfoLogBytesMax = size_t{16} << 20;
// About one false positive in a hundred.
constexpr double kFilterBitsPerKey = 10;
constexpr size_t kBlockBytes = size_t{16} << 10;
// From here on a value is a document; a ledger's entries are smaller and stay
// in the order in which a start reads them.
constexpr uint64_t kBlobBytesMin = uint64_t{8} << 10;

}  // namespace

rocksdb::DBOptions EngineDbOptions(const RocksdbOptions& options,
                                   rocksdb::Env* env) {
  rocksdb::DBOptions db;
  db.env = env;
  db.create_if_missing = options.access == RocksdbAccess::kReadWrite;
  db.create_missing_column_families = db.create_if_missing;
  // Checks everything it reads and turns read-only after any write error.
  db.paranoid_checks = true;
  // An error is never retried behind our back: the engine above refuses writes
  // from then on, and opening again is what recovers.
  db.max_bgerror_resume_count = 0;
  // A record cut off at the end of the log was never acknowledged and is
  // dropped; damage anywhere else refuses to open. The default would open
  // without the acknowledged commits after the damage.
  db.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // A log that is gone or shorter than it was when it was closed is noticed.
  db.track_and_verify_wals_in_manifest = true;
  // A checksum of every whole table file in the manifest, for offline checks.
  db.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // The heads are small and would keep old logs alive by never being flushed;
  // this limit flushes them.
  db.max_total_wal_size = kLogBytesMax;
  db.db_write_buffer_size = options.memtable_bytes_max;
  db.max_open_files = kOpenFilesMax;
  db.max_background_jobs = kBackgroundJobsMax;
  // A reader writes none.
  if (options.access == RocksdbAccess::kReadWrite) {
    db.info_log = OpenInfoLog(options.dir, kInfoLogBytesMax);
  }
  // Statistics would only fill the information log.
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

rocksdb::ColumnFamilyOptions EngineFamilyOptions(
    const RocksdbOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  rocksdb::LRUCacheOptions cache;
  cache.capacity = options.block_cache_bytes;
  const std::shared_ptr<rocksdb::Cache> shared_cache =
      rocksdb::NewLRUCache(cache);
  table.block_cache = shared_cache;
  // Index and filters count against the cache too: one bound for all.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.block_size = kBlockBytes;
  // Heads and request ids are asked for by keys that mostly are not there.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
  table.checksum = rocksdb::ChecksumType::kXXH3;
  table.format_version = 5;

  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = kMemtableBytes;
  family.max_write_buffer_number = kMemtablesMax;
  family.level_compaction_dynamic_level_bytes = true;
  // Records share rows and names; the last level is written once and read for
  // years.
  family.compression = rocksdb::kLZ4Compression;
  family.bottommost_compression = rocksdb::kZSTD;
  // Documents and findings are written once, beside the tables: compactions
  // move the keys and not the text, which would be most of what is ever
  // written. Blobs are not collected: that moves the oldest ones, live as they
  // are, and next to none is ever replaced.
  family.enable_blob_files = true;
  family.min_blob_size = kBlobBytesMin;
  family.blob_compression_type = rocksdb::kZSTD;
  family.blob_cache = shared_cache;
  // Memory that flips a bit is noticed before it reaches the disk.
  family.memtable_protection_bytes_per_key = kProtectionBytesPerKey;
  // Every new table file is read back and compared with what went in.
  family.paranoid_file_checks = true;
  family.force_consistency_checks = true;
  return family;
}

}  // namespace yuheng::storage
