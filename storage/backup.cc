#include "storage/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/format/sha256.h"

namespace yuheng::storage {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPieceBytes = size_t{1} << 20;
// In a restored folder until those that belong to it are in their places too.
constexpr char kUnfinishedMark[] = "restore-unfinished";

absl::Status SystemError(absl::string_view path, int error) {
  const std::string message = absl::StrCat(path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    return absl::ResourceExhaustedError(message);
  }
  if (error == ENOENT) return absl::NotFoundError(message);
  return absl::InternalError(message);
}

// An open file that closes itself.
class File {
 public:
  static absl::StatusOr<File> Open(const std::string& path, int flags) {
    const int fd = open(path.c_str(), flags | O_CLOEXEC, 0644);
    if (fd < 0) return SystemError(path, errno);
    return File(path, fd);
  }
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(File&& other) noexcept
      : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&&) = delete;

  // Up to one piece; empty at the end.
  absl::StatusOr<absl::string_view> Read(std::string* buffer) {
    buffer->resize(kPieceBytes);
    const ssize_t size = read(fd_, buffer->data(), buffer->size());
    if (size < 0) return SystemError(path_, errno);
    return absl::string_view(buffer->data(), static_cast<size_t>(size));
  }
  absl::Status Write(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = write(fd_, bytes.data(), bytes.size());
      if (size < 0) return SystemError(path_, errno);
      bytes.remove_prefix(static_cast<size_t>(size));
    }
    return absl::OkStatus();
  }
  absl::Status Sync() {
    return fsync(fd_) == 0 ? absl::OkStatus() : SystemError(path_, errno);
  }

 private:
  File(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
};

absl::Status SyncFolder(const std::string& dir) {
  auto folder = File::Open(dir, O_RDONLY | O_DIRECTORY);
  return folder.ok() ? folder->Sync() : folder.status();
}

struct Listed {
  Sha256Digest hash{};
  uint64_t size_bytes = 0;

  bool operator==(const Listed&) const = default;
};
using List = std::map<std::string, Listed>;

// Hashes a file, and writes what was read to `to` when there is one.
absl::StatusOr<Listed> ReadThrough(const std::string& path, File* to,
                                   const Cancelled& cancelled = nullptr) {
  auto from = File::Open(path, O_RDONLY);
  if (!from.ok()) return from.status();
  Listed listed;
  Sha256Stream hash;
  std::string buffer;
  for (;;) {
    const auto piece = from->Read(&buffer);
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    if (cancelled && cancelled()) return absl::CancelledError(path);
    hash.Update(*piece);
    listed.size_bytes += piece->size();
    if (to == nullptr) continue;
    absl::Status written = to->Write(*piece);
    if (!written.ok()) return written;
  }
  listed.hash = hash.Finish();
  return listed;
}

std::string ListText(const List& list) {
  std::string text;
  for (const auto& [name, listed] : list) {
    absl::StrAppend(&text, ToHex(listed.hash), " ", listed.size_bytes, " ",
                    name, "\n");
  }
  return text;
}

absl::StatusOr<List> ReadList(const std::string& dir) {
  const std::string path = absl::StrCat(dir, "/", kBackupList);
  auto file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  std::string text;
  std::string buffer;
  for (;;) {
    const auto piece = file->Read(&buffer);
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    absl::StrAppend(&text, *piece);
  }
  List list;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    Listed listed;
    const auto hash = parts.size() == 3 ? DigestFromHex(parts[0])
                                        : absl::InvalidArgumentError("");
    // A name is a file's in the folder itself, wherever the list comes from.
    if (!hash.ok() || !absl::SimpleAtoi(parts[1], &listed.size_bytes) ||
        absl::StrContains(parts[2], '/') || parts[2] == "." ||
        parts[2] == "..") {
      return absl::DataLossError(absl::StrCat(path, " is damaged"));
    }
    listed.hash = *hash;
    list.emplace(parts[2], listed);
  }
  if (list.empty() || ListText(list) != text) {
    return absl::DataLossError(absl::StrCat(path, " is damaged"));
  }
  return list;
}

absl::Status WriteList(const std::string& dir, const List& list) {
  auto file = File::Open(absl::StrCat(dir, "/", kBackupList),
                         O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  absl::Status written = file->Write(ListText(list));
  return written.ok() ? file->Sync() : written;
}

// The names of the files in a folder.
absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& dir) {
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(dir, error)) {
    names.push_back(file.path().filename().string());
  }
  if (error) return SystemError(dir, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

BackupSize SizeOf(const List& list) {
  BackupSize size{static_cast<int64_t>(list.size()), 0};
  for (const auto& [name, listed] : list) {
    size.size_bytes += static_cast<int64_t>(listed.size_bytes);
  }
  return size;
}

// A folder's name without what ends it, so that ".partial" stands beside it.
std::string NameOf(const std::string& dir) {
  const fs::path path = fs::absolute(dir).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).string();
}

std::string ParentOf(const std::string& name) {
  return fs::path(name).parent_path().string();
}

// A folder that has not taken its name yet.
std::string PartialOf(const std::string& name) {
  return absl::StrCat(name, ".partial");
}

bool IsAbsent(const std::string& name) {
  std::error_code error;
  return !fs::exists(name, error) || fs::is_empty(name, error);
}

// No folder can be renamed to one.
absl::Status CheckNoMountPoint(const std::string& name) {
  struct stat folder = {};
  struct stat parent = {};
  if (stat(name.c_str(), &folder) != 0 ||
      stat(ParentOf(name).c_str(), &parent) != 0 ||
      folder.st_dev == parent.st_dev) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat(name, " is a mount point: name a folder in it"));
}

absl::Status MakeParent(const std::string& name) {
  std::error_code error;
  fs::create_directories(ParentOf(name), error);
  return error ? SystemError(ParentOf(name), error.value()) : absl::OkStatus();
}

absl::Status TakeName(const std::string& name) {
  std::error_code error;
  fs::rename(PartialOf(name), name, error);
  if (error) return SystemError(name, error.value());
  return SyncFolder(ParentOf(name));
}

// Every file as the list says, and no other; copied to `target` when it is not
// empty.
absl::Status ReadBackup(const std::string& dir, const List& list,
                        const std::string& target) {
  const auto names = NamesIn(dir);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (name != kBackupList && name != kUnfinishedMark &&
        !list.contains(name)) {
      return absl::DataLossError(
          absl::StrCat(dir, "/", name, " is not in the backup's list"));
    }
  }
  for (const auto& [name, listed] : list) {
    const std::string path = absl::StrCat(dir, "/", name);
    absl::StatusOr<Listed> found = absl::InternalError("");
    if (target.empty()) {
      found = ReadThrough(path, nullptr);
    } else {
      auto to = File::Open(absl::StrCat(target, "/", name),
                           O_WRONLY | O_CREAT | O_EXCL);
      if (!to.ok()) return to.status();
      found = ReadThrough(path, &*to);
      absl::Status synced = to->Sync();
      if (found.ok() && !synced.ok()) return synced;
    }
    if (absl::IsNotFound(found.status())) {
      return absl::DataLossError(absl::StrCat(path, " is missing"));
    }
    if (!found.ok()) return found.status();
    if (*found != listed) {
      return absl::DataLossError(
          absl::StrCat(path, " is not what was backed up: SHA-256 ",
                       ToHex(found->hash), ", ", found->size_bytes, " bytes"));
    }
  }
  return absl::OkStatus();
}

struct Restoring {
  std::string dir;
  std::string name;
  List list;
  bool in_place = false;  // Something is there already.

  std::string mark() const { return absl::StrCat(name, "/", kUnfinishedMark); }
  bool marked() const {
    std::error_code error;
    return fs::exists(mark(), error);
  }
};

// Data is never written over. What a restore of these backups put in place
// before a crash is no such data.
absl::Status CheckTargets(const std::vector<Restoring>& all) {
  bool half = false;
  bool all_in_place = true;
  for (const Restoring& one : all) {
    half = half || !CheckNotHalfRestored(one.name).ok();
    all_in_place = all_in_place && one.in_place;
  }
  for (const Restoring& one : all) {
    if (!one.in_place) continue;
    // Marks go last, so one without was complete, and may be in use since. A
    // copy that still waits beside it tells that it is another's.
    const bool ours =
        half &&
        (one.marked() ? ReadBackup(one.name, one.list, "").ok()
                      : all_in_place && !fs::exists(PartialOf(one.name)));
    if (!ours) {
      return absl::AlreadyExistsError(absl::StrCat(one.name, " is not empty"));
    }
  }
  return absl::OkStatus();
}

absl::Status RemoveMark(const Restoring& one) {
  std::error_code error;
  fs::remove(one.mark(), error);
  if (error) return SystemError(one.mark(), error.value());
  return SyncFolder(one.name);
}

// A "<name>.partial" with nothing but the mark; one that is there stays there
// all the while.
absl::Status Begin(const Restoring& one) {
  absl::Status made = MakeParent(one.name);
  if (!made.ok()) return made;
  const std::string partial = PartialOf(one.name);
  std::error_code error;
  fs::create_directory(partial, error);
  if (error) return SystemError(partial, error.value());
  const auto names = NamesIn(partial);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    fs::remove_all(absl::StrCat(partial, "/", name), error);
    if (error) return SystemError(partial, error.value());
  }
  const auto mark = File::Open(absl::StrCat(partial, "/", kUnfinishedMark),
                               O_WRONLY | O_CREAT | O_EXCL);
  if (!mark.ok()) return mark.status();
  return SyncFolder(ParentOf(one.name));
}

absl::Status Fill(const Restoring& one) {
  const std::string partial = PartialOf(one.name);
  absl::Status status = ReadBackup(one.dir, one.list, partial);
  status.Update(SyncFolder(partial));
  if (!status.ok()) return status;
  return ReadBackup(partial, one.list, "");
}

// Nothing was put in place by this call: as if it had not been made.
void Forget(const std::vector<Restoring>& all) {
  const bool completing =
      std::any_of(all.begin(), all.end(),
                  [](const Restoring& one) { return one.in_place; });
  if (completing) return;
  std::error_code error;
  for (const Restoring& one : all) fs::remove_all(PartialOf(one.name), error);
}

}  // namespace

absl::StatusOr<BackupSize> CreateBackup(const Store& store,
                                        const std::string& dir,
                                        const Cancelled& cancelled) {
  const std::string name = NameOf(dir);
  const std::string partial = PartialOf(name);
  std::error_code error;
  if (fs::exists(name, error)) {
    return absl::AlreadyExistsError(absl::StrCat(name, " exists"));
  }
  absl::Status status = MakeParent(name);
  if (!status.ok()) return status;
  fs::remove_all(partial, error);
  if (error) return SystemError(partial, error.value());
  auto remove = absl::MakeCleanup([&] { fs::remove_all(partial, error); });
  status = store.CopyTo(partial, cancelled);
  if (!status.ok()) return status;
  const auto files = NamesIn(partial);
  if (!files.ok()) return files.status();
  List list;
  for (const std::string& file : *files) {
    const auto listed =
        ReadThrough(absl::StrCat(partial, "/", file), nullptr, cancelled);
    if (!listed.ok()) return listed.status();
    list.emplace(file, *listed);
  }
  status = WriteList(partial, list);
  status.Update(SyncFolder(partial));
  if (!status.ok()) return status;
  status = TakeName(name);
  if (!status.ok()) return status;
  std::move(remove).Cancel();
  return SizeOf(list);
}

absl::StatusOr<BackupSize> CheckBackup(const std::string& dir) {
  const auto list = ReadList(dir);
  if (!list.ok()) return list.status();
  absl::Status read = ReadBackup(dir, *list, "");
  if (!read.ok()) return read;
  return SizeOf(*list);
}

absl::Status RestoreBackups(absl::Span<const Restore> restores) {
  std::vector<Restoring> all;
  for (const Restore& restore : restores) {
    Restoring& one = all.emplace_back();
    one.dir = restore.dir;
    one.name = NameOf(restore.target);
    auto list = ReadList(one.dir);
    if (!list.ok()) return list.status();
    one.list = *std::move(list);
    one.in_place = !IsAbsent(one.name);
    absl::Status renamable = CheckNoMountPoint(one.name);
    if (!renamable.ok()) return renamable;
  }
  absl::Status status = CheckTargets(all);
  if (!status.ok()) return status;
  for (const Restoring& one : all) {
    if (!one.in_place) status.Update(Begin(one));
  }
  for (const Restoring& one : all) {
    if (status.ok() && !one.in_place) status = Fill(one);
  }
  if (!status.ok()) {
    Forget(all);
    return status;
  }
  for (const Restoring& one : all) {
    if (status.ok() && !one.in_place) status = TakeName(one.name);
  }
  for (const Restoring& one : all) {
    if (status.ok()) status = RemoveMark(one);
  }
  return status;
}

absl::Status CheckNotHalfRestored(const std::string& target) {
  const std::string name = NameOf(target);
  std::error_code error;
  const std::string left = IsAbsent(name)
                               ? PartialOf(name)
                               : absl::StrCat(name, "/", kUnfinishedMark);
  if (!fs::exists(left, error)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "a restore to ", name, " has not ended (", left,
      " is there): run yuheng-restore again with the same backup"));
}

}  // namespace yuheng::storage
