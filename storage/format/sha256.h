#ifndef YUHENG_STORAGE_FORMAT_SHA256_H_
#define YUHENG_STORAGE_FORMAT_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// The 32 bytes of a SHA-256; all zero stands for "none", as before the first
// entry of a ledger.
using Sha256Digest = std::array<uint8_t, 32>;

// The SHA-256 (FIPS 180-4) of the bytes.
[[nodiscard]] Sha256Digest Sha256(absl::string_view bytes);

// The same over bytes that arrive in pieces. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void Update(absl::string_view bytes);
  // The digest of everything so far; the stream starts anew afterwards.
  [[nodiscard]] Sha256Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string ToHex(const Sha256Digest& digest);

// The digest of 64 hexadecimal digits of either case; INVALID_ARGUMENT for
// anything else.
[[nodiscard]] absl::StatusOr<Sha256Digest> DigestFromHex(absl::string_view hex);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_SHA256_H_
