#include "services/access/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/access/watched_file.h"

namespace yuheng::access {
namespace {

absl::Status SystemError(const std::string& path, int error) {
  return absl::InternalError(absl::StrCat(path, ": ", std::strerror(error)));
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string parent =
      std::filesystem::absolute(path).parent_path().string();
  const int folder = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return SystemError(parent, errno);
  const bool synced = fsync(folder) == 0;
  const int error = errno;
  close(folder);
  return synced ? absl::OkStatus() : SystemError(parent, error);
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, absl::string_view text) {
  const std::string draft = absl::StrCat(path, ".", getpid());
  unlink(draft.c_str());
  const int file =
      open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
           0600);
  if (file < 0) return SystemError(draft, errno);
  const auto remove = absl::MakeCleanup([&] { unlink(draft.c_str()); });
  const bool written = write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) &&
                       fsync(file) == 0;
  const int error = errno;
  close(file);
  if (!written) return SystemError(draft, error);
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return SystemError(path, errno);
  }
  return SyncFolderOf(path);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  struct stat about = {};
  if (stat(path.c_str(), &about) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path));
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " may be read by others than its owner: chmod 600"));
  }
  return WatchedFile(path).Read();
}

}  // namespace yuheng::access
