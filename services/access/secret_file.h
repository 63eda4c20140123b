#ifndef YUHENG_SERVICES_ACCESS_SECRET_FILE_H_
#define YUHENG_SERVICES_ACCESS_SECRET_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::access {

// Files that their owner alone may read (0600): accounts and private keys.
// Messages name the file and repeat nothing of it.

inline constexpr size_t kSecretFileBytesMax = size_t{4} << 20;

// Replaces or makes a file: whole or not at all, and durable. INTERNAL for what
// the file system refuses.
absl::Status WriteSecretFile(const std::string& path, absl::string_view text);

// The same where nothing is to be there yet; INTERNAL when there is.
absl::Status MakeSecretFile(const std::string& path, absl::string_view text);

// All of it. NOT_FOUND when it is not there, FAILED_PRECONDITION when others
// may read it, INVALID_ARGUMENT above `bytes_max`, UNAVAILABLE when it got
// shorter meanwhile, INTERNAL for what the file system refuses.
absl::StatusOr<std::string> ReadSecretFile(
    const std::string& path, size_t bytes_max = kSecretFileBytesMax);

// The same of a file that others may read and must not write: who could, would
// decide whom we believe. FAILED_PRECONDITION when they may.
absl::StatusOr<std::string> ReadTrustedFile(
    const std::string& path, size_t bytes_max = kSecretFileBytesMax);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_SECRET_FILE_H_
