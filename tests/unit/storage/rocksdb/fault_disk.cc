#include "tests/unit/storage/rocksdb/fault_disk.h"

#include <filesystem>
#include <utility>

namespace yuheng::storage {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class FaultFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultFile(std::unique_ptr<rocksdb::FSWritableFile>&& file, std::string name,
            FaultDisk* disk)
      : FSWritableFileOwnerWrapper(std::move(file)),
        name_(std::move(name)),
        disk_(disk) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* context) override {
    const IOStatus fault = disk_->Write(name_);
    if (!fault.ok()) return fault;
    const IOStatus status =
        FSWritableFileOwnerWrapper::Append(data, options, context);
    if (status.ok()) size_bytes_ += data.size();
    return status;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&,
                  IODebugContext* context) override {
    return Append(data, options, context);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* context) override {
    size_bytes_ = size;
    return FSWritableFileOwnerWrapper::Truncate(size, options, context);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    const IOStatus fault = disk_->Sync(name_);
    if (!fault.ok()) return fault;
    const IOStatus status = FSWritableFileOwnerWrapper::Sync(options, context);
    if (status.ok()) disk_->Synced(name_, size_bytes_);
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&,
                     IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  const std::string name_;
  FaultDisk* const disk_;
  uint64_t size_bytes_ = 0;
};

bool FaultDisk::Hits(const std::string& name, Fault fault) {
  if (fault_ != fault || (only && !only(name))) return false;
  ++hits_;
  return true;
}

IOStatus FaultDisk::Change(const std::string& name) {
  return Hits(name, Fault::kReadOnly)
             ? IOStatus::IOError(name, "Read-only file system")
             : IOStatus::OK();
}

IOStatus FaultDisk::Write(const std::string& name) {
  if (Hits(name, Fault::kFull)) return IOStatus::NoSpace(name);
  return Change(name);
}

IOStatus FaultDisk::Sync(const std::string& name) {
  if (Hits(name, Fault::kSyncFails)) {
    return IOStatus::IOError(name, "Input/output error");
  }
  return Change(name);
}

void FaultDisk::Synced(const std::string& name, uint64_t size) {
  absl::MutexLock lock(&mu_);
  synced_bytes_[name] = size;
}

void FaultDisk::LoseUnsynced() {
  absl::MutexLock lock(&mu_);
  for (const auto& [name, size] : synced_bytes_) {
    std::error_code error;
    const uint64_t present = std::filesystem::file_size(name, error);
    if (!error && present > size) std::filesystem::resize_file(name, size);
  }
}

IOStatus FaultDisk::NewWritableFile(
    const std::string& name, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* context) {
  const IOStatus fault = Change(name);
  if (!fault.ok()) return fault;
  std::unique_ptr<rocksdb::FSWritableFile> inner;
  const IOStatus status =
      FileSystemWrapper::NewWritableFile(name, options, &inner, context);
  if (!status.ok()) return status;
  *file = std::make_unique<FaultFile>(std::move(inner), name, this);
  Synced(name, 0);
  return status;
}

IOStatus FaultDisk::RenameFile(const std::string& from, const std::string& to,
                               const IOOptions& options,
                               IODebugContext* context) {
  const IOStatus fault = Change(to);
  if (!fault.ok()) return fault;
  const IOStatus status =
      FileSystemWrapper::RenameFile(from, to, options, context);
  absl::MutexLock lock(&mu_);
  const auto at = synced_bytes_.find(from);
  if (status.ok() && at != synced_bytes_.end()) {
    synced_bytes_[to] = at->second;
    synced_bytes_.erase(from);
  }
  return status;
}

IOStatus FaultDisk::DeleteFile(const std::string& name,
                               const IOOptions& options,
                               IODebugContext* context) {
  const IOStatus fault = Change(name);
  if (!fault.ok()) return fault;
  absl::MutexLock lock(&mu_);
  synced_bytes_.erase(name);
  return FileSystemWrapper::DeleteFile(name, options, context);
}

IOStatus FaultDisk::CreateDirIfMissing(const std::string& name,
                                       const IOOptions& options,
                                       IODebugContext* context) {
  const IOStatus fault = Change(name);
  if (!fault.ok()) return fault;
  return FileSystemWrapper::CreateDirIfMissing(name, options, context);
}

}  // namespace yuheng::storage
