#ifndef YUHENG_SERVICES_ACCESS_WATCHED_FILE_H_
#define YUHENG_SERVICES_ACCESS_WATCHED_FILE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/access/file_stamp.h"

namespace yuheng::access {

// Largest file of keys or revocations.
inline constexpr size_t kWatchedFileBytesMax = size_t{4} << 20;

// A file that nobody but its owner writes and that is read again when it has
// changed. Not thread-safe.
class WatchedFile {
 public:
  explicit WatchedFile(std::string path) : path_(std::move(path)) {}

  // Whether it is another file than at the last Read. A file that can't be
  // looked at has not changed.
  bool Changed() const;
  // All of it. NOT_FOUND and so on when it can't be read, as ReadTrustedFile;
  // its message names the file and repeats nothing of it.
  absl::StatusOr<std::string> Read();

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
  absl::optional<FileStamp> read_;
};

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_WATCHED_FILE_H_
