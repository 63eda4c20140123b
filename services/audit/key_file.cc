#include "services/audit/key_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/access/secret_file.h"

namespace yuheng::audit {
namespace {

// A PEM file of an Ed25519 key is far smaller.
constexpr size_t kKeyFileBytesMax = 4096;

absl::StatusOr<KeyFile> KeyOf(const std::string& path, const std::string& pem) {
  auto key = SigningKey::FromPem(pem);
  if (!key.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", key.status().message()));
  }
  return KeyFile{*std::move(key)};
}

// No key is ever replaced.
absl::StatusOr<KeyFile> MakeKey(const std::string& path) {
  SigningKey key = SigningKey::Generate();
  absl::Status made = access::MakeSecretFile(path, key.ToPem());
  if (!made.ok()) return made;
  return KeyFile{std::move(key), true};
}

}  // namespace

absl::StatusOr<KeyFile> OpenKeyFile(const std::string& path) {
  const absl::StatusOr<std::string> pem =
      access::ReadSecretFile(path, kKeyFileBytesMax);
  if (pem.ok()) return KeyOf(path, *pem);
  if (absl::IsNotFound(pem.status())) return MakeKey(path);
  return pem.status();
}

}  // namespace yuheng::audit
