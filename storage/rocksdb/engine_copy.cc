// Copies of a running store, and the check of its files.

#include <rocksdb/env.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/engine.h"

namespace yuheng::storage {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;

rocksdb::Status CopyPieces(rocksdb::SequentialFile* from, uint64_t size,
                           const Cancelled& cancelled,
                           rocksdb::WritableFile* to) {
  std::string buffer(kPieceBytes, '\0');
  while (size > 0) {
    if (cancelled && cancelled()) return rocksdb::Status::Aborted();
    rocksdb::Slice piece;
    rocksdb::Status status = from->Read(std::min<uint64_t>(size, buffer.size()),
                                        &piece, buffer.data());
    if (!status.ok()) return status;
    if (piece.empty()) return rocksdb::Status::Corruption("file is too short");
    status = to->Append(piece);
    if (!status.ok()) return status;
    size -= piece.size();
  }
  return rocksdb::Status::OK();
}

// The first file.size bytes of a live file, or the contents that go with the
// copied state.
rocksdb::Status CopyFile(rocksdb::Env* env,
                         const rocksdb::LiveFileStorageInfo& file,
                         const std::string& dir, const Cancelled& cancelled) {
  std::unique_ptr<rocksdb::WritableFile> to;
  rocksdb::Status status = env->NewWritableFile(
      absl::StrCat(dir, "/", file.relative_filename), &to, {});
  if (!status.ok()) return status;
  if (!file.replacement_contents.empty()) {
    status = to->Append(file.replacement_contents);
  } else {
    std::unique_ptr<rocksdb::SequentialFile> from;
    status = env->NewSequentialFile(
        absl::StrCat(file.directory, "/", file.relative_filename), &from, {});
    if (status.ok())
      status = CopyPieces(from.get(), file.size, cancelled, to.get());
  }
  if (status.ok()) status = to->Fsync();
  if (status.ok()) status = to->Close();
  return status;
}

}  // namespace

absl::Status RocksdbEngine::CopyTo(const std::string& dir,
                                   const Cancelled& cancelled) const {
  if (absl::Status status = CheckOutcomesKnown(); !status.ok()) return status;
  const std::string doing = absl::StrCat("copying ", dir_, " to ", dir);
  rocksdb::Env* const env = db_->GetEnv();
  rocksdb::Status status = env->CreateDir(dir);
  if (!status.ok()) return FromRocksdb(status, doing);
  status = db_->DisableFileDeletions();
  if (!status.ok()) return FromRocksdb(status, doing);
  const auto enable = absl::MakeCleanup([this] {
    db_->EnableFileDeletions(/*force=*/false).PermitUncheckedError();
  });
  // The log is copied instead of flushed: a copy does not disturb the writer.
  rocksdb::LiveFilesStorageInfoOptions options;
  options.wal_size_for_flush = std::numeric_limits<uint64_t>::max();
  std::vector<rocksdb::LiveFileStorageInfo> files;
  status = db_->GetLiveFilesStorageInfo(options, &files);
  for (const rocksdb::LiveFileStorageInfo& file : files) {
    if (status.ok()) status = CopyFile(env, file, dir, cancelled);
  }
  if (status.IsAborted()) return absl::CancelledError(doing);
  if (status.ok() && epoch_ != nullptr) {
    status = WriteEpoch(env, dir, {epoch_->number(), ""});
  }
  std::unique_ptr<rocksdb::Directory> folder;
  if (status.ok()) status = env->NewDirectory(dir, &folder);
  if (status.ok()) status = folder->Fsync();
  return FromRocksdb(status, doing);
}

absl::Status RocksdbEngine::CheckFiles() const {
  return FromRocksdb(db_->VerifyFileChecksums(rocksdb::ReadOptions()),
                     absl::StrCat("checking the files of ", dir_));
}

}  // namespace yuheng::storage
