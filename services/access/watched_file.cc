#include "services/access/watched_file.h"

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/access/secret_file.h"

namespace yuheng::access {

bool WatchedFile::Changed() const {
  const absl::optional<FileStamp> now = FileStamp::Of(path_);
  return now.has_value() && now != read_;
}

absl::StatusOr<std::string> WatchedFile::Read() {
  // Before reading: what is written meanwhile is a change.
  const absl::optional<FileStamp> now = FileStamp::Of(path_);
  if (!now.has_value()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path_));
  }
  absl::StatusOr<std::string> text =
      ReadTrustedFile(path_, kWatchedFileBytesMax);
  // Where the system failed, not the file, it is looked at again.
  if (text.ok() || absl::IsFailedPrecondition(text.status()) ||
      absl::IsInvalidArgument(text.status())) {
    read_ = now;
  }
  return text;
}

}  // namespace yuheng::access
