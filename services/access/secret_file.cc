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

// Writes beside its place and puts it there by `put`, so that nobody ever reads
// half of it.
absl::Status WriteBeside(const std::string& path, absl::string_view text,
                         int (*put)(const char* from, const char* to)) {
  const std::string draft = absl::StrCat(path, ".", getpid());
  // One that a process of this number left behind may be readable by others.
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
  if (put(draft.c_str(), path.c_str()) != 0) return SystemError(path, errno);
  return SyncFolderOf(path);
}

// Without what others (group and all) may do in `refused`.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t bytes_max,
                                     mode_t refused, absl::string_view why) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return errno == ENOENT
               ? absl::NotFoundError(absl::StrCat("can't read ", path))
               : SystemError(path, errno);
  }
  const auto closing = absl::MakeCleanup([file] { close(file); });
  struct stat about = {};
  if (fstat(file, &about) != 0) return SystemError(path, errno);
  if ((about.st_mode & refused) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, why));
  }
  if (static_cast<size_t>(about.st_size) > bytes_max) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is larger than ", bytes_max, " bytes"));
  }
  std::string text(static_cast<size_t>(about.st_size), '\0');
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t more = read(file, &text[size], text.size() - size);
    if (more < 0) return SystemError(path, errno);
    if (more == 0) {
      return absl::UnavailableError(
          absl::StrCat(path, " got shorter while it was read"));
    }
    size += static_cast<size_t>(more);
  }
  return text;
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, absl::string_view text) {
  return WriteBeside(path, text, std::rename);
}

absl::Status MakeSecretFile(const std::string& path, absl::string_view text) {
  return WriteBeside(path, text, link);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path,
                                           size_t bytes_max) {
  return ReadFile(path, bytes_max, S_IRWXG | S_IRWXO,
                  " may be read by others than its owner: chmod 600");
}

absl::StatusOr<std::string> ReadTrustedFile(const std::string& path,
                                            size_t bytes_max) {
  return ReadFile(path, bytes_max, S_IWGRP | S_IWOTH,
                  " may be written by others than its owner: chmod go-w");
}

}  // namespace yuheng::access
