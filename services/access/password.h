#ifndef YUHENG_SERVICES_ACCESS_PASSWORD_H_
#define YUHENG_SERVICES_ACCESS_PASSWORD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::access {

// Length of a password, in bytes.
inline constexpr size_t kPasswordBytesMin = 10;
inline constexpr size_t kPasswordBytesMax = 1024;

// Argon2id over 64 MiB in two passes, with a new salt, as a text with its
// parameters. INVALID_ARGUMENT for a password that is too short or too long,
// RESOURCE_EXHAUSTED without memory.
absl::StatusOr<std::string> HashPassword(absl::string_view password);

// Whether the hash is of this password; false for an empty hash, after as much
// work, and at once for a password that is too long.
bool PasswordMatches(const std::string& hash, absl::string_view password);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_PASSWORD_H_
