#ifndef YUHENG_TESTS_UNIT_STORAGE_ROCKSDB_FAULT_DISK_H_
#define YUHENG_TESTS_UNIT_STORAGE_ROCKSDB_FAULT_DISK_H_

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace yuheng::storage {

// What goes wrong with a disk.
enum class Fault {
  kNone,
  kSyncFails,  // EIO on fsync and fdatasync.
  kFull,       // ENOSPC on every write.
  kReadOnly,   // EROFS on everything that changes something.
};

// The real file system with a fault that a test turns on and off, and that
// remembers what was synced. Thread-safe.
class FaultDisk : public rocksdb::FileSystemWrapper {
 public:
  FaultDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  // Which files the fault is for; all when not set. Before any use only.
  std::function<bool(const std::string& name)> only;

  void Set(Fault fault) { fault_ = fault; }
  // Faults so far.
  int64_t hits() const { return hits_; }

  // As a power cut: cuts every file that was written through this disk down to
  // what was synced. The store must be closed.
  void LoseUnsynced() ABSL_LOCKS_EXCLUDED(mu_);

  const char* Name() const override { return "FaultDisk"; }
  rocksdb::IOStatus NewWritableFile(
      const std::string& name, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& name,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDirIfMissing(
      const std::string& name, const rocksdb::IOOptions& options,
      rocksdb::IODebugContext* context) override;

 private:
  friend class FaultFile;

  // What a write, or a sync, of this file answers now; OK to go on.
  rocksdb::IOStatus Write(const std::string& name);
  rocksdb::IOStatus Sync(const std::string& name);
  rocksdb::IOStatus Change(const std::string& name);
  bool Hits(const std::string& name, Fault fault);
  void Synced(const std::string& name, uint64_t size) ABSL_LOCKS_EXCLUDED(mu_);

  std::atomic<Fault> fault_ = Fault::kNone;
  std::atomic<int64_t> hits_ = 0;
  absl::Mutex mu_;
  std::map<std::string, uint64_t> synced_bytes_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::storage

#endif  // YUHENG_TESTS_UNIT_STORAGE_ROCKSDB_FAULT_DISK_H_
