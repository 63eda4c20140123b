#include "services/budget/sha256.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "services/budget/check.h"

namespace yuheng::budget {

std::string Sha256Hex(absl::string_view bytes) {
  // Found by its name once: each look-up takes a lock of the library.
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  YUHENG_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm,
                          nullptr) == 1);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), size));
}

}  // namespace yuheng::budget
