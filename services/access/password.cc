#include "services/access/password.h"

#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"

namespace yuheng::access {
namespace {

constexpr auto kPasses = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto kMemoryBytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;

}  // namespace

absl::StatusOr<std::string> HashPassword(absl::string_view password) {
  if (password.size() < kPasswordBytesMin ||
      password.size() > kPasswordBytesMax) {
    return rpc::StatusWithTexts(
        absl::StatusCode::kInvalidArgument,
        absl::StrCat("口令须有 ", kPasswordBytesMin, " 至 ", kPasswordBytesMax,
                     " 个字节"),
        absl::StrCat("a password has ", kPasswordBytesMin, " to ",
                     kPasswordBytesMax, " bytes"));
  }
  char hash[crypto_pwhash_STRBYTES];
  if (sodium_init() < 0 ||
      crypto_pwhash_str_alg(hash, password.data(), password.size(), kPasses,
                            kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError("no memory for a password hash");
  }
  return std::string(hash);
}

bool PasswordMatches(const std::string& hash, absl::string_view password) {
  if (password.size() > kPasswordBytesMax) return false;
  if (hash.empty()) {
    // Who has no account shall not be found out by the time it takes.
    (void)HashPassword("nobody's password");
    return false;
  }
  return sodium_init() >= 0 &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                  password.size()) == 0;
}

}  // namespace yuheng::access
