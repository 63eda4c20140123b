#ifndef YUHENG_SERVICES_ACCESS_SECRET_FILE_H_
#define YUHENG_SERVICES_ACCESS_SECRET_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::access {

// Replaces or makes a file that its owner alone may read (0600): whole or not
// at all, and durable. INTERNAL for what the file system refuses. Messages name
// the file and repeat nothing of it.
absl::Status WriteSecretFile(const std::string& path, absl::string_view text);

// All of it. NOT_FOUND when it is not there, FAILED_PRECONDITION when others
// may read it.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_SECRET_FILE_H_
