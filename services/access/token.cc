#include "services/access/token.h"

#include <cjose/cjose.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/rpc/reason.h"

namespace yuheng::access {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

constexpr absl::string_view kAlgorithms[] = {"ES256", "RS256"};

struct Release {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
  void operator()(cjose_header_t* header) const {
    cjose_header_release(header);
  }
  void operator()(char* text) const { cjose_get_dealloc()(text); }
};
using Jws = std::unique_ptr<cjose_jws_t, Release>;
using Header = std::unique_ptr<cjose_header_t, Release>;
using Text = std::unique_ptr<char, Release>;

absl::Status Refused(absl::string_view zh, absl::string_view en) {
  return rpc::MakeError(rpc::Reason::kUnauthenticated, zh, en);
}

// The same for everything that only a forger or a broken client sends.
absl::Status NotSigned() {
  return Refused("令牌无效", "this is no token that was signed for us");
}

bool ParseJson(absl::string_view text, Struct* json) {
  return google::protobuf::util::JsonStringToMessage({text.data(), text.size()},
                                                     json)
      .ok();
}

std::string JsonOf(const google::protobuf::Message& message) {
  std::string text;
  // A Struct of texts and numbers has a JSON.
  (void)google::protobuf::util::MessageToJsonString(message, &text);
  return text;
}

const Value& Claim(const Struct& claims, const char* name) {
  const auto found = claims.fields().find(name);
  return found == claims.fields().end() ? Value::default_instance()
                                        : found->second;
}

// Unset or no number: before everything.
absl::Time TimeClaim(const Struct& claims, const char* name) {
  const Value& value = Claim(claims, name);
  return value.kind_case() == Value::kNumberValue
             ? absl::FromUnixSeconds(0) + absl::Seconds(value.number_value())
             : absl::InfinitePast();
}

// `aud` is a text or a list of them.
bool IsFor(const Struct& claims, absl::string_view audience) {
  const Value& value = Claim(claims, "aud");
  if (value.string_value() == audience && !audience.empty()) return true;
  const auto& list = value.list_value().values();
  return std::any_of(list.begin(), list.end(), [&](const Value& one) {
    return one.string_value() == audience;
  });
}

Key Owned(cjose_jwk_t* key) {
  return Key(key, [](cjose_jwk_t* released) { cjose_jwk_release(released); });
}

bool Signs(const cjose_jwk_t* key) {
  cjose_err error;
  const char* id = cjose_jwk_get_kid(key, &error);
  if (id == nullptr || *id == '\0') return false;
  switch (cjose_jwk_get_kty(key, &error)) {
    case CJOSE_JWK_KTY_RSA:
      return cjose_jwk_get_keysize(key, &error) >= 2048;
    case CJOSE_JWK_KTY_EC:
      return cjose_jwk_EC_get_curve(key, &error) == CJOSE_JWK_EC_P_256;
    default:
      return false;
  }
}

// Keys may be for encryption.
bool IsToSign(const Value& key) {
  const Value& use = Claim(key.struct_value(), "use");
  return use.kind_case() == Value::KIND_NOT_SET || use.string_value() == "sig";
}

// The claims when one of the keys has signed them.
absl::StatusOr<Struct> SignedClaims(absl::string_view token,
                                    const std::vector<Key>& keys) {
  if (token.size() > kTokenBytesMax) return NotSigned();
  cjose_err error;
  const Jws jws(cjose_jws_import(token.data(), token.size(), &error));
  if (jws == nullptr) return NotSigned();
  cjose_header_t* header = cjose_jws_get_protected(jws.get());
  const char* algorithm = cjose_header_get(header, CJOSE_HDR_ALG, &error);
  const char* id = cjose_header_get(header, CJOSE_HDR_KID, &error);
  // What must be understood is not.
  const Text critical(cjose_header_get_raw(header, "crit", &error));
  if (algorithm == nullptr || id == nullptr || critical != nullptr ||
      std::find(std::begin(kAlgorithms), std::end(kAlgorithms), algorithm) ==
          std::end(kAlgorithms)) {
    return NotSigned();
  }
  for (const Key& key : keys) {
    if (absl::string_view(cjose_jwk_get_kid(key.get(), &error)) != id) continue;
    if (!cjose_jws_verify(jws.get(), key.get(), &error)) return NotSigned();
    uint8_t* bytes = nullptr;
    size_t size = 0;
    Struct claims;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error) ||
        !ParseJson({reinterpret_cast<const char*>(bytes), size}, &claims)) {
      return NotSigned();
    }
    return claims;
  }
  return NotSigned();
}

absl::Status CheckTimes(const Struct& claims, absl::Time now, Token* token) {
  token->issued = TimeClaim(claims, "iat");
  token->expires = TimeClaim(claims, "exp");
  if (token->expires - token->issued > kTokenLifeMax) {
    return Refused("令牌的有效期过长，不得超过12小时",
                   "the token is for more than twelve hours, or does not say "
                   "from when to when");
  }
  if (token->expires <= now) {
    return Refused("令牌已过期，请重新获取",
                   "the token has expired; get a new one");
  }
  const auto not_before = Claim(claims, "nbf").kind_case();
  if (not_before != Value::KIND_NOT_SET && not_before != Value::kNumberValue) {
    return NotSigned();
  }
  if (token->issued > now + kClockSkewMax ||
      TimeClaim(claims, "nbf") > now + kClockSkewMax) {
    return Refused("令牌尚未生效", "the token does not count yet");
  }
  return absl::OkStatus();
}

absl::Status ReadIdentity(const Struct& claims, Identity* identity) {
  identity->subject = Claim(claims, "sub").string_value();
  identity->display_name = Claim(claims, "name").string_value();
  if (!IsSubject(identity->subject)) {
    return Refused("令牌未写明持有人，或其名称不合规定",
                   "the token does not say whose it is, in 1 to 128 bytes "
                   "without blanks");
  }
  if (IsServiceName(identity->subject)) {
    return Refused("令牌的持有人与系统服务同名",
                   "the token is for the name of a service");
  }
  for (const Value& word : Claim(claims, "roles").list_value().values()) {
    const absl::optional<Role> role = RoleByWord(word.string_value());
    if (!role || *role == v1::ROLE_SERVICE) {
      return Refused("令牌中有不能使用的岗位",
                     "the token has a role that tokens do not have");
    }
    identity->roles.push_back(*role);
  }
  for (const Value& code : Claim(claims, "departments").list_value().values()) {
    identity->departments.push_back(code.string_value());
  }
  for (const Value& unit : Claim(claims, "units").list_value().values()) {
    identity->units.push_back(unit.string_value());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Key>> KeysFromJwks(absl::string_view jwks) {
  Struct set;
  std::vector<Key> keys;
  if (ParseJson(jwks, &set)) {
    for (const Value& value : Claim(set, "keys").list_value().values()) {
      const std::string text = JsonOf(value.struct_value());
      cjose_err error;
      Key key = Owned(cjose_jwk_import(text.data(), text.size(), &error));
      if (key == nullptr || !Signs(key.get()) || !IsToSign(value)) continue;
      keys.push_back(std::move(key));
      if (keys.size() == kKeysMax) break;
    }
  }
  if (!keys.empty()) return keys;
  return absl::InvalidArgumentError(
      "no JSON Web Key Set with a key that has an id and is for ES256 or "
      "RS256");
}

absl::StatusOr<Token> VerifyToken(absl::string_view token,
                                  const std::vector<Key>& keys,
                                  absl::string_view audience, absl::Time now) {
  const absl::StatusOr<Struct> claims = SignedClaims(token, keys);
  if (!claims.ok()) return claims.status();
  if (!IsFor(*claims, audience)) {
    return Refused("令牌不是发给本系统的", "the token is for another audience");
  }
  Token result;
  result.audience = std::string(audience);
  result.id = Claim(*claims, "jti").string_value();
  // Nobody could revoke it.
  if (!result.id.empty() && !IsSubject(result.id)) return NotSigned();
  absl::Status status = CheckTimes(*claims, now, &result);
  if (status.ok()) status = ReadIdentity(*claims, &result.identity);
  if (!status.ok()) return status;
  return result;
}

absl::StatusOr<std::string> NewSigningKey() {
  cjose_err error;
  const Key key = Owned(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
  unsigned char random[8];
  if (key == nullptr || sodium_init() < 0) {
    return absl::InternalError("no key could be made");
  }
  randombytes_buf(random, sizeof random);
  const std::string id = absl::BytesToHexString(
      {reinterpret_cast<const char*>(random), sizeof random});
  if (!cjose_jwk_set_kid(key.get(), id.data(), id.size(), &error)) {
    return absl::InternalError("no key could be made");
  }
  const Text text(cjose_jwk_to_json(key.get(), /*priv=*/true, &error));
  if (text == nullptr) return absl::InternalError("no key could be made");
  return std::string(text.get());
}

absl::StatusOr<Key> SigningKeyFromText(absl::string_view text) {
  cjose_err error;
  Key key = Owned(cjose_jwk_import(text.data(), text.size(), &error));
  if (key == nullptr || !Signs(key.get()) ||
      cjose_jwk_get_kty(key.get(), &error) != CJOSE_JWK_KTY_EC) {
    return absl::InvalidArgumentError("no private key for ES256");
  }
  return key;
}

absl::StatusOr<std::string> JwksOf(const Key& key) {
  cjose_err error;
  const Text text(cjose_jwk_to_json(key.get(), /*priv=*/false, &error));
  Struct set;
  if (text == nullptr || !ParseJson(text.get(), (*set.mutable_fields())["keys"]
                                                    .mutable_list_value()
                                                    ->add_values()
                                                    ->mutable_struct_value())) {
    return absl::InternalError("the key has no public part");
  }
  return JsonOf(set);
}

absl::StatusOr<std::string> SignToken(const Token& token, const Key& key) {
  Struct claims;
  auto& fields = *claims.mutable_fields();
  fields["sub"].set_string_value(token.identity.subject);
  if (!token.identity.display_name.empty()) {
    fields["name"].set_string_value(token.identity.display_name);
  }
  ListValue* roles = fields["roles"].mutable_list_value();
  for (const Role role : token.identity.roles) {
    roles->add_values()->set_string_value(RoleWord(role));
  }
  ListValue* departments = fields["departments"].mutable_list_value();
  for (const std::string& department : token.identity.departments) {
    departments->add_values()->set_string_value(department);
  }
  ListValue* units = fields["units"].mutable_list_value();
  for (const std::string& unit : token.identity.units) {
    units->add_values()->set_string_value(unit);
  }
  fields["aud"].set_string_value(token.audience);
  if (!token.id.empty()) fields["jti"].set_string_value(token.id);
  fields["iat"].set_number_value(absl::ToUnixSeconds(token.issued));
  fields["exp"].set_number_value(absl::ToUnixSeconds(token.expires));
  const std::string payload = JsonOf(claims);

  cjose_err error;
  const Header header(cjose_header_new(&error));
  const char* id = cjose_jwk_get_kid(key.get(), &error);
  if (header == nullptr || id == nullptr ||
      !cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256,
                        &error) ||
      !cjose_header_set(header.get(), CJOSE_HDR_KID, id, &error)) {
    return absl::InternalError("the token can't be signed");
  }
  const Jws jws(cjose_jws_sign(key.get(), header.get(),
                               reinterpret_cast<const uint8_t*>(payload.data()),
                               payload.size(), &error));
  const char* text = nullptr;
  if (jws == nullptr || !cjose_jws_export(jws.get(), &text, &error)) {
    return absl::InternalError("the token can't be signed");
  }
  return std::string(text);
}

}  // namespace yuheng::access
