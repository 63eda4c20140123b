#ifndef YUHENG_SERVICES_ACCESS_FILE_STAMP_H_
#define YUHENG_SERVICES_ACCESS_FILE_STAMP_H_

#include <sys/stat.h>

#include <string>

#include "absl/types/optional.h"

namespace yuheng::access {

// Which file, of what size and times: a file with another stamp has changed,
// whatever time its writer has given it.
class FileStamp {
 public:
  // Absent, with errno, for a file that can't be looked at.
  static absl::optional<FileStamp> Of(const std::string& path) {
    FileStamp stamp;
    if (stat(path.c_str(), &stamp.about_) != 0) return absl::nullopt;
    return stamp;
  }

  friend bool operator==(const FileStamp& a, const FileStamp& b) {
    return a.about_.st_ino == b.about_.st_ino &&
           a.about_.st_size == b.about_.st_size &&
           Same(a.about_.st_mtim, b.about_.st_mtim) &&
           Same(a.about_.st_ctim, b.about_.st_ctim);
  }

 private:
  static bool Same(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
  }

  struct stat about_ = {};
};

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_FILE_STAMP_H_
