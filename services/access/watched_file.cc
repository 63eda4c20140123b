#include "services/access/watched_file.h"

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/access/secret_file.h"

namespace yuheng::access {
namespace {

bool Same(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

}  // namespace

bool WatchedFile::Changed() const {
  struct stat now = {};
  if (stat(path_.c_str(), &now) != 0) return false;
  return now.st_ino != read_.st_ino || now.st_size != read_.st_size ||
         !Same(now.st_mtim, read_.st_mtim) || !Same(now.st_ctim, read_.st_ctim);
}

absl::StatusOr<std::string> WatchedFile::Read() {
  // Before reading: what is written meanwhile is a change.
  if (stat(path_.c_str(), &read_) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path_));
  }
  return ReadTrustedFile(path_, kWatchedFileBytesMax);
}

}  // namespace yuheng::access
