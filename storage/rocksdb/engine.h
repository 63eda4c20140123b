#ifndef YUHENG_STORAGE_ROCKSDB_ENGINE_H_
#define YUHENG_STORAGE_ROCKSDB_ENGINE_H_

#include <rocksdb/db.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/writer_epoch.h"
#include "storage/store.h"

namespace yuheng::storage {

// Heads kept in memory, at about 150 bytes each; beyond it the memory starts
// anew.
inline constexpr size_t kCachedHeadsMax = 1'000'000;

// The store over one RocksDB. Thread-safe: writers take turns at mu_, readers
// don't wait for them.
class RocksdbEngine final : public Store {
 public:
  // As OpenRocksdbStore; env must outlive the engine, a test's may fail.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<RocksdbEngine>> Open(
      const RocksdbOptions& options, rocksdb::Env* env);

  ~RocksdbEngine() override;

  std::vector<CommitResult> CommitAll(
      absl::Span<const Commit> commits) override;
  absl::StatusOr<Head> GetHead(absl::string_view partition) const override;
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override;
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override;
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override;
  absl::Status CopyTo(const std::string& dir,
                      const Cancelled& cancelled) const override;
  absl::Status CheckEpoch() override ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status CheckFiles() const override;

 private:
  explicit RocksdbEngine(std::string dir) : dir_(std::move(dir)) {}

  absl::Status OpenDb(const RocksdbOptions& options, rocksdb::Env* env);
  // Refuses a folder of a newer or unknown format; marks a new one.
  absl::Status CheckFormat(RocksdbAccess access);
  absl::StatusOr<std::optional<std::string>> GetFrom(
      rocksdb::ColumnFamilyHandle* family, absl::string_view key) const;
  absl::StatusOr<Head> ReadHead(absl::string_view partition) const;
  // UNAVAILABLE while a write's outcome is open.
  absl::Status CheckOutcomesKnown() const;
  absl::StatusOr<Head> CachedHead(absl::string_view partition)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Writes the batch durably. UNAVAILABLE when it did not begin to write; after
  // other failures no later write is taken: ABORTED when the handle is fenced
  // off, else UNKNOWN.
  absl::Status WriteDurably(rocksdb::WriteBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // As CheckEpoch; once ABORTED, no later write is taken.
  absl::Status KeepToEpoch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Takes no later write, and no read of heads: nobody knows what is durable.
  absl::Status LeaveOutcomeOpen(std::string why)
      ABSL_LOCKS_EXCLUDED(closed_mu_);
  // RocksDB deletes files it does not know, at the latest when it is closed:
  // they may be of the handle that has the folder now.
  void KeepFilesOfOthers();
  void RememberHead(absl::string_view partition, const Head& head)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string dir_;
  // Of a handle that writes. Before db_: ends after it.
  std::unique_ptr<WriterEpoch> epoch_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::ColumnFamilyHandle* data_ = nullptr;
  rocksdb::ColumnFamilyHandle* heads_ = nullptr;

  mutable absl::Mutex mu_;
  absl::flat_hash_map<std::string, Head> cached_heads_ ABSL_GUARDED_BY(mu_);

  mutable absl::Mutex closed_mu_ ABSL_ACQUIRED_AFTER(mu_);
  // Why no write is taken, whether that is another handle's epoch, and whether
  // a write's outcome is open.
  std::string closed_why_ ABSL_GUARDED_BY(closed_mu_);
  bool fenced_ ABSL_GUARDED_BY(closed_mu_) = false;
  bool outcome_open_ ABSL_GUARDED_BY(closed_mu_) = false;
};

// A RocksDB status in our words; `doing` says what failed.
absl::Status FromRocksdb(const rocksdb::Status& status,
                         absl::string_view doing);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_ENGINE_H_
