// Signed tokens (JWT): who calls, said by whoever holds the key.
#ifndef YUHENG_SERVICES_ACCESS_TOKEN_H_
#define YUHENG_SERVICES_ACCESS_TOKEN_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/access/identity.h"

// As cjose declares it.
struct _cjose_jwk_int;

namespace yuheng::access {

// Longest life of a token, from iat to exp.
inline constexpr absl::Duration kTokenLifeMax = absl::Hours(12);
// How far the clock of who signs may be ahead of ours.
inline constexpr absl::Duration kClockSkewMax = absl::Minutes(1);
// Longest token.
inline constexpr size_t kTokenBytesMax = size_t{8} << 10;
// Keys of one set.
inline constexpr size_t kKeysMax = 64;
// `aud` when the configuration gives none.
inline constexpr char kAudienceDefault[] = "yuheng";

// One key, public or private.
using Key = std::shared_ptr<_cjose_jwk_int>;

// The claims of a token: sub, name, roles (words), departments (codes), units
// (as in Identity), aud, jti, iat, exp.
struct Token {
  Identity identity;
  std::string audience = kAudienceDefault;
  // Names this token among those of its subject, to revoke it alone.
  std::string id;
  absl::Time issued;
  absl::Time expires;
};

// The keys of a JSON Web Key Set that sign tokens: EC (P-256) and RSA with a
// key id that are not for another use. Others are left out. INVALID_ARGUMENT
// when it is no key set or none is left. Its message repeats nothing of the
// text.
absl::StatusOr<std::vector<Key>> KeysFromJwks(absl::string_view jwks);

// What a token says, when a key of `keys` has signed it (ES256 or RS256, named
// by `kid`), it is for `audience` and it counts at `now`. UNAUTHENTICATED,
// saying why and repeating nothing of the token. Roles and departments may be
// empty; the role service and services' names are for certificates and
// refused, and so are a sub and jti that are no IsSubject.
absl::StatusOr<Token> VerifyToken(absl::string_view token,
                                  const std::vector<Key>& keys,
                                  absl::string_view audience, absl::Time now);

// A new private key for ES256, as a JSON Web Key with a key id.
absl::StatusOr<std::string> NewSigningKey();
// A private key as NewSigningKey gives it. Its message repeats nothing.
absl::StatusOr<Key> SigningKeyFromText(absl::string_view text);
// The key set with the public part of it.
absl::StatusOr<std::string> JwksOf(const Key& key);
// The token, signed with ES256.
absl::StatusOr<std::string> SignToken(const Token& token, const Key& key);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_TOKEN_H_
