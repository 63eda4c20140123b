#ifndef YUHENG_SERVICES_AUDIT_KEY_FILE_H_
#define YUHENG_SERVICES_AUDIT_KEY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/audit/signing.h"

namespace yuheng::audit {

struct KeyFile {
  SigningKey key;
  // There was no such file. Whoever opened it says so where people look: at a
  // first start it is right, else the path is wrong or the key was lost.
  bool made = false;
};

// The signing key of a PEM file. When there is no such file, a new key is
// generated and written there, synced, readable by its owner only (0600).
// FAILED_PRECONDITION when others may read the file, INVALID_ARGUMENT when it
// holds no such key, INTERNAL for what the file system refuses.
[[nodiscard]] absl::StatusOr<KeyFile> OpenKeyFile(const std::string& path);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_KEY_FILE_H_
