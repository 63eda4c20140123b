#include "storage/rocksdb/writer_epoch.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace yuheng::storage {
namespace {

std::string PathOf(const std::string& dir, const char* name) {
  return absl::StrCat(dir, "/", name);
}

// Number 0 when there is no file.
rocksdb::Status ReadEpoch(rocksdb::Env* env, const std::string& dir,
                          Epoch* epoch) {
  *epoch = Epoch();
  const std::string path = PathOf(dir, kEpochFile);
  std::string text;
  rocksdb::Status status = rocksdb::ReadFileToString(env, path, &text);
  if (status.IsPathNotFound()) return rocksdb::Status::OK();
  if (!status.ok()) return status;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(absl::StripSuffix(text, "\n"), absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &epoch->number)) {
    return rocksdb::Status::Corruption(path, "holds no epoch");
  }
  epoch->id = std::string(parts.second);
  return status;
}

}  // namespace

rocksdb::Status WriteEpoch(rocksdb::Env* env, const std::string& dir,
                           const Epoch& epoch) {
  const std::string path = PathOf(dir, kEpochFile);
  const std::string next = absl::StrCat(path, ".next");
  rocksdb::Status status = rocksdb::WriteStringToFile(
      env, absl::StrCat(epoch.number, " ", epoch.id, "\n"), next,
      /*should_sync=*/true);
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
  Epoch before;
  status = ReadEpoch(env, dir, &before);
  if (!status.ok()) return status;
  epoch->epoch_ = {before.number + 1, env->GenerateUniqueId()};
  absl::StripTrailingAsciiWhitespace(&epoch->epoch_.id);
  status = WriteEpoch(env, dir, epoch->epoch_);
  if (status.ok()) *taken = std::move(epoch);
  return status;
}

WriterEpoch::~WriterEpoch() { env_->UnlockFile(lock_).PermitUncheckedError(); }

absl::Status WriterEpoch::Check() const {
  Epoch present;
  const rocksdb::Status read = ReadEpoch(env_, dir_, &present);
  if (!read.ok()) {
    return absl::UnavailableError(
        absl::StrCat("whether epoch ", number(), " still has ", dir_,
                     " can't be read: ", read.ToString()));
  }
  if (present == epoch_) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(
      "epoch ", number(), " of ", dir_,
      " is over: another process has it now or it was replaced",
      present.number == 0 ? "" : absl::StrCat(", at epoch ", present.number),
      "; nothing more is written by this one"));
}

}  // namespace yuheng::storage
