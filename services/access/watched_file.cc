#include "services/access/watched_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace yuheng::access {

bool WatchedFile::Changed() const {
  struct stat now = {};
  if (stat(path_.c_str(), &now) != 0) return false;
  return now.st_ino != read_.st_ino || now.st_size != read_.st_size ||
         now.st_mtim.tv_sec != read_.st_mtim.tv_sec ||
         now.st_mtim.tv_nsec != read_.st_mtim.tv_nsec;
}

absl::StatusOr<std::string> WatchedFile::Read() {
  // Before reading: what is written meanwhile is a change.
  if (stat(path_.c_str(), &read_) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path_));
  }
  if (static_cast<size_t>(read_.st_size) > kWatchedFileBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        path_, " is larger than ", kWatchedFileBytesMax, " bytes"));
  }
  std::ifstream file(path_, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file) return absl::UnavailableError(absl::StrCat("can't read ", path_));
  return text;
}

}  // namespace yuheng::access
