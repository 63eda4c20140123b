#include "storage/rocksdb/writer_epoch.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::storage {
namespace {

std::string PathOf(const std::string& dir, const char* name) {
  return absl::StrCat(dir, "/", name);
}

// 0 when there is no file.
rocksdb::Status ReadEpoch(rocksdb::Env* env, const std::string& dir,
                          uint64_t* epoch) {
  *epoch = 0;
  const std::string path = PathOf(dir, kEpochFile);
  std::string text;
  rocksdb::Status status = rocksdb::ReadFileToString(env, path, &text);
  if (status.IsPathNotFound()) return rocksdb::Status::OK();
  if (!status.ok()) return status;
  if (!absl::SimpleAtoi(absl::StripSuffix(text, "\n"), epoch)) {
    return rocksdb::Status::Corruption(path, "holds no number");
  }
  return status;
}

}  // namespace

rocksdb::Status WriteEpoch(rocksdb::Env* env, const std::string& dir,
                           uint64_t epoch) {
  const std::string path = PathOf(dir, kEpochFile);
  const std::string next = absl::StrCat(path, ".next");
  rocksdb::Status status = rocksdb::WriteStringToFile(
      env, absl::StrCat(epoch, "\n"), next, /*should_sync=*/true);
  if (status.ok()) status = env->RenameFile(next, path);
  std::unique_ptr<rocksdb::Directory> folder;
  if (status.ok()) status = env->NewDirectory(dir, &folder);
  if (status.ok()) status = folder->Fsync();
  return status;
}

rocksdb::Status WriterEpoch::Take(rocksdb::Env* env, const std::string& dir,
                                  std::unique_ptr<WriterEpoch>* taken) {
  rocksdb::FileLock* lock = nullptr;
  rocksdb::Status status = env->LockFile(PathOf(dir, kEpochLockFile), &lock);
  if (!status.ok()) return status;
  auto epoch = absl::WrapUnique(new WriterEpoch(env, dir, lock));
  status = ReadEpoch(env, dir, &epoch->number_);
  if (!status.ok()) return status;
  status = WriteEpoch(env, dir, ++epoch->number_);
  if (status.ok()) *taken = std::move(epoch);
  return status;
}

WriterEpoch::~WriterEpoch() { env_->UnlockFile(lock_).PermitUncheckedError(); }

absl::Status WriterEpoch::Check() const {
  uint64_t present = 0;
  const rocksdb::Status read = ReadEpoch(env_, dir_, &present);
  if (!read.ok()) {
    return absl::UnavailableError(
        absl::StrCat("whether epoch ", number_, " still has ", dir_,
                     " can't be read: ", read.ToString()));
  }
  if (present == number_) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(
      "epoch ", number_, " of ", dir_, " is over: another process has it now",
      present == 0 ? " or it was replaced" : absl::StrCat(", epoch ", present),
      "; nothing more is written by this one"));
}

}  // namespace yuheng::storage
