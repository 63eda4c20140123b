#include "storage/backup.h"

#include <fcntl.h>
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
absl::StatusOr<Listed> ReadThrough(const std::string& path, File* to) {
  auto from = File::Open(path, O_RDONLY);
  if (!from.ok()) return from.status();
  Listed listed;
  Sha256Stream hash;
  std::string buffer;
  for (;;) {
    const auto piece = from->Read(&buffer);
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
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

absl::Status CheckAbsent(const std::string& dir) {
  std::error_code error;
  if (!fs::exists(dir, error) || fs::is_empty(dir, error)) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(absl::StrCat(dir, " is not empty"));
}

// A folder that takes its name only when it is whole.
absl::Status FillFolder(
    const std::string& dir,
    const std::function<absl::Status(const std::string& partial)>& fill) {
  const std::string partial = absl::StrCat(dir, ".partial");
  const std::string parent = fs::absolute(dir).parent_path().string();
  std::error_code error;
  fs::create_directories(parent, error);
  if (!error) fs::remove_all(partial, error);
  if (error) return SystemError(parent, error.value());
  auto remove = absl::MakeCleanup([&] { fs::remove_all(partial, error); });
  absl::Status filled = fill(partial);
  if (filled.ok()) filled = SyncFolder(partial);
  if (!filled.ok()) return filled;
  fs::rename(partial, dir, error);
  if (error) return SystemError(dir, error.value());
  std::move(remove).Cancel();
  return SyncFolder(parent);
}

// Every file as the list says, and no other; copied to `target` when it is not
// empty.
absl::Status ReadBackup(const std::string& dir, const List& list,
                        const std::string& target) {
  const auto names = NamesIn(dir);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (name != kBackupList && !list.contains(name)) {
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

}  // namespace

absl::StatusOr<BackupSize> CreateBackup(const Store& store,
                                        const std::string& dir) {
  std::error_code error;
  if (fs::exists(dir, error)) {
    return absl::AlreadyExistsError(absl::StrCat(dir, " exists"));
  }
  List list;
  absl::Status filled = FillFolder(dir, [&](const std::string& partial) {
    absl::Status copied = store.CopyTo(partial);
    if (!copied.ok()) return copied;
    const auto names = NamesIn(partial);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      const auto listed =
          ReadThrough(absl::StrCat(partial, "/", name), nullptr);
      if (!listed.ok()) return listed.status();
      list.emplace(name, *listed);
    }
    auto file = File::Open(absl::StrCat(partial, "/", kBackupList),
                           O_WRONLY | O_CREAT | O_EXCL);
    if (!file.ok()) return file.status();
    absl::Status written = file->Write(ListText(list));
    return written.ok() ? file->Sync() : written;
  });
  if (!filled.ok()) return filled;
  return SizeOf(list);
}

absl::StatusOr<BackupSize> CheckBackup(const std::string& dir) {
  const auto list = ReadList(dir);
  if (!list.ok()) return list.status();
  absl::Status read = ReadBackup(dir, *list, "");
  if (!read.ok()) return read;
  return SizeOf(*list);
}

absl::Status RestoreBackup(const std::string& dir, const std::string& target) {
  absl::Status absent = CheckAbsent(target);
  if (!absent.ok()) return absent;
  const auto list = ReadList(dir);
  if (!list.ok()) return list.status();
  return FillFolder(target, [&](const std::string& partial) {
    std::error_code error;
    fs::create_directory(partial, error);
    if (error) return SystemError(partial, error.value());
    return ReadBackup(dir, *list, partial);
  });
}

}  // namespace yuheng::storage
