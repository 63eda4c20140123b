#include "storage/format/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace yuheng::storage {

namespace {

// OpenSSL fails here only when memory is out or the library is broken; a wrong
// hash in the ledger would be worse than an end.
void CheckOpenSsl(int result) {
  if (result != 1) std::abort();
}

// Found by its name once: each look-up takes a lock of the library.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = [] {
    const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    CheckOpenSsl(found != nullptr);
    return found;
  }();
  return algorithm;
}

}  // namespace

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  CheckOpenSsl(state_->context != nullptr);
  CheckOpenSsl(EVP_DigestInit_ex(state_->context, Algorithm(), nullptr));
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::Update(absl::string_view bytes) {
  CheckOpenSsl(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

Sha256Digest Sha256Stream::Finish() {
  Sha256Digest digest{};
  CheckOpenSsl(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr));
  CheckOpenSsl(EVP_DigestInit_ex(state_->context, Algorithm(), nullptr));
  return digest;
}

Sha256Digest Sha256(absl::string_view bytes) {
  Sha256Digest digest{};
  CheckOpenSsl(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr,
                          Algorithm(), nullptr));
  return digest;
}

std::string ToHex(const Sha256Digest& digest) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), digest.size()));
}

absl::StatusOr<Sha256Digest> DigestFromHex(absl::string_view hex) {
  Sha256Digest digest{};
  if (hex.size() != 2 * digest.size()) {
    return absl::InvalidArgumentError("a SHA-256 is 64 hexadecimal digits");
  }
  for (const char c : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError("a SHA-256 is 64 hexadecimal digits");
    }
  }
  const std::string bytes = absl::HexStringToBytes(hex);
  for (size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<uint8_t>(bytes[i]);
  }
  return digest;
}

}  // namespace yuheng::storage
