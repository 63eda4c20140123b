#ifndef YUHENG_SERVICES_AUDIT_KEY_FILE_H_
#define YUHENG_SERVICES_AUDIT_KEY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/audit/signing.h"

namespace yuheng::audit {

// The signing key of a PEM file. When there is no such file, a new key is
// generated and written there, synced, readable by its owner only (0600).
// FAILED_PRECONDITION when others may read the file, INVALID_ARGUMENT when it
// holds no such key, INTERNAL for what the file system refuses.
[[nodiscard]] absl::StatusOr<SigningKey> OpenKeyFile(const std::string& path);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_KEY_FILE_H_
