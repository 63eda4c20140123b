#ifndef YUHENG_SERVICES_AUDIT_SIGNING_H_
#define YUHENG_SERVICES_AUDIT_SIGNING_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::audit {

// Ed25519 (RFC 8032).
using PublicKey = std::array<uint8_t, 32>;
using Signature = std::array<uint8_t, 64>;

// 64 and 128 lower-case hexadecimal digits; INVALID_ARGUMENT for anything else.
[[nodiscard]] std::string PublicKeyText(const PublicKey& key);
[[nodiscard]] absl::StatusOr<PublicKey> PublicKeyFromText(
    absl::string_view text);
[[nodiscard]] std::string SignatureText(const Signature& signature);
[[nodiscard]] absl::StatusOr<Signature> SignatureFromText(
    absl::string_view text);

// The key a cluster signs with. Thread-safe.
class SigningKey {
 public:
  // A new one from the system's source of randomness.
  [[nodiscard]] static SigningKey Generate();
  // From PEM as ToPem writes it; INVALID_ARGUMENT when it is no Ed25519 key.
  [[nodiscard]] static absl::StatusOr<SigningKey> FromPem(
      absl::string_view pem);

  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  // PKCS #8, not encrypted.
  [[nodiscard]] std::string ToPem() const;
  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature Sign(absl::string_view message) const;

 private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

[[nodiscard]] bool Verifies(const PublicKey& key, absl::string_view message,
                            const Signature& signature);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_SIGNING_H_
