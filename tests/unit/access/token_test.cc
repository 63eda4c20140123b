#include "services/access/token.h"

#include <cjose/cjose.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::access {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

class TokenTest : public ::testing::Test {
 protected:
  static Key NewKey() { return SigningKeyFromText(*NewSigningKey()).value(); }

  Token Sample() const {
    return {.identity = {.subject = "wang",
                         .display_name = "王会计",
                         .roles = {v1::ROLE_CLERK, v1::ROLE_DEPARTMENT_HEAD},
                         .departments = {"104", "206"},
                         .units = {"301/301001"}},
            .id = "t-1",
            .issued = kNow,
            .expires = kNow + absl::Hours(1)};
  }
  absl::StatusOr<Token> Verify(absl::string_view token,
                               absl::Time now = kNow) const {
    return VerifyToken(token, keys_, kAudienceDefault, now);
  }
  // What is said to who sends it.
  std::string Refusal(const Token& token, absl::Time now = kNow) const {
    return Verify(*SignToken(token, key_), now).status().ToString();
  }
  // The claims as they are, under a header that cjose would not make.
  static std::string Unsigned(absl::string_view header,
                              absl::string_view claims,
                              absl::string_view signature = "") {
    return absl::StrCat(absl::WebSafeBase64Escape(header), ".",
                        absl::WebSafeBase64Escape(claims), ".", signature);
  }
  // Claims of any kind, signed by `key` with `algorithm`.
  static std::string Signed(absl::string_view claims, const Key& key,
                            const char* algorithm = "ES256") {
    cjose_err error;
    cjose_header_t* header = cjose_header_new(&error);
    cjose_header_set(header, "alg", algorithm, &error);
    cjose_header_set(header, "kid", cjose_jwk_get_kid(key.get(), &error),
                     &error);
    cjose_jws_t* jws = cjose_jws_sign(
        key.get(), header, reinterpret_cast<const uint8_t*>(claims.data()),
        claims.size(), &error);
    const char* text = nullptr;
    EXPECT_TRUE(jws != nullptr && cjose_jws_export(jws, &text, &error));
    const std::string token = text == nullptr ? "" : text;
    cjose_jws_release(jws);
    cjose_header_release(header);
    return token;
  }
  static std::string Claims(absl::string_view more = "") {
    return absl::StrCat(
        R"({"sub":"wang","aud":"yuheng","iat":1700000000,"exp":1700003600)",
        more, "}");
  }

  const Key key_ = NewKey();
  const std::vector<Key> keys_ = KeysFromJwks(*JwksOf(key_)).value();
};

TEST_F(TokenTest, Signed_SaysWhoCalls) {
  const auto token = Verify(*SignToken(Sample(), key_));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->identity.subject, "wang");
  EXPECT_EQ(token->identity.display_name, "王会计");
  EXPECT_THAT(token->identity.roles,
              ElementsAre(v1::ROLE_CLERK, v1::ROLE_DEPARTMENT_HEAD));
  EXPECT_THAT(token->identity.departments, ElementsAre("104", "206"));
  EXPECT_THAT(token->identity.units, ElementsAre("301/301001"));
  EXPECT_EQ(token->id, "t-1");
  EXPECT_EQ(token->expires, kNow + absl::Hours(1));
}

TEST_F(TokenTest, Jwks_HasNoPrivatePart) {
  EXPECT_TRUE(absl::StrContains(*JwksOf(key_), "\"x\""));
  EXPECT_FALSE(absl::StrContains(*JwksOf(key_), "\"d\""));
}

TEST_F(TokenTest, Times_AreKept) {
  Token token = Sample();
  EXPECT_THAT(Refusal(token, kNow + absl::Hours(1)),
              ::testing::HasSubstr("expired"));
  EXPECT_THAT(Refusal(token, kNow - absl::Minutes(2)),
              ::testing::HasSubstr("does not count yet"));
  EXPECT_TRUE(Verify(*SignToken(token, key_), kNow - absl::Seconds(30)).ok());
  token.expires = kNow + kTokenLifeMax + absl::Seconds(1);
  EXPECT_THAT(Refusal(token), ::testing::HasSubstr("more than twelve hours"));
  // Nor in its last hours.
  EXPECT_THAT(Refusal(token, token.expires - absl::Hours(1)),
              ::testing::HasSubstr("more than twelve hours"));
  EXPECT_FALSE(Verify(Signed(Claims(R"(,"nbf":1700001000)"), key_)).ok());
  EXPECT_TRUE(Verify(Signed(Claims(R"(,"nbf":1700000000)"), key_)).ok());
}

TEST_F(TokenTest, WithoutTimesOrSubject_IsRefused) {
  EXPECT_TRUE(Verify(Signed(Claims(), key_)).ok());
  EXPECT_FALSE(Verify(Signed(R"({"sub":"wang","aud":"yuheng"})", key_)).ok());
  EXPECT_FALSE(
      Verify(Signed(R"({"sub":"wang","aud":"yuheng","exp":1700003600})", key_))
          .ok());
  EXPECT_FALSE(
      Verify(Signed(R"({"sub":"wang","aud":"yuheng","iat":1700000000})", key_))
          .ok());
  EXPECT_FALSE(
      Verify(
          Signed(R"({"aud":"yuheng","iat":1700000000,"exp":1700003600})", key_))
          .ok());
  EXPECT_FALSE(Verify(Signed("not a JSON", key_)).ok());
}

TEST_F(TokenTest, OfAnotherAudience_IsRefused) {
  Token token = Sample();
  token.audience = "somewhere";
  EXPECT_THAT(Refusal(token), ::testing::HasSubstr("another audience"));
  const std::string several =
      R"({"sub":"w","aud":["a","yuheng"],"iat":1700000000,"exp":1700003600})";
  EXPECT_TRUE(Verify(Signed(several, key_)).ok());
  EXPECT_FALSE(
      Verify(Signed(R"({"sub":"w","iat":1700000000,"exp":1700003600})", key_))
          .ok());
}

TEST_F(TokenTest, RoleOfServices_IsRefused) {
  Token token = Sample();
  token.identity.roles = {v1::ROLE_SERVICE};
  EXPECT_THAT(Refusal(token), ::testing::HasSubstr("a role"));
  EXPECT_FALSE(Verify(Signed(Claims(R"(,"roles":["king"])"), key_)).ok());
}

TEST_F(TokenTest, Forged_IsRefused) {
  // Of a key that nobody knows, and of one that borrows a known id.
  EXPECT_FALSE(Verify(*SignToken(Sample(), NewKey())).ok());
  const Key impostor = NewKey();
  cjose_err error;
  const absl::string_view id = cjose_jwk_get_kid(key_.get(), &error);
  ASSERT_TRUE(cjose_jwk_set_kid(impostor.get(), id.data(), id.size(), &error));
  EXPECT_FALSE(Verify(*SignToken(Sample(), impostor)).ok());

  // Other claims under a true signature.
  const std::string token = *SignToken(Sample(), key_);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string claims;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  const std::string other =
      absl::StrReplaceAll(claims, {{"wang", "king"}, {"clerk", "auditor"}});
  EXPECT_NE(other, claims);
  EXPECT_FALSE(
      Verify(absl::StrCat(parts[0], ".", absl::WebSafeBase64Escape(other), ".",
                          parts[2]))
          .ok());
}

TEST_F(TokenTest, WithoutOrWithOtherAlgorithm_IsRefused) {
  cjose_err error;
  const std::string id = cjose_jwk_get_kid(key_.get(), &error);
  for (const char* algorithm : {"none", "None", "HS256", "ES512", ""}) {
    const std::string header =
        absl::StrCat(R"({"alg":")", algorithm, R"(","kid":")", id, R"("})");
    EXPECT_FALSE(Verify(Unsigned(header, Claims())).ok()) << algorithm;
    EXPECT_FALSE(Verify(Unsigned(header, Claims(), "AAAA")).ok()) << algorithm;
  }
  // The public key as a shared secret.
  const std::string secret = *JwksOf(key_);
  const Key shared(
      cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(secret.data()),
                                secret.size(), &error),
      [](cjose_jwk_t* released) { cjose_jwk_release(released); });
  ASSERT_TRUE(cjose_jwk_set_kid(shared.get(), id.data(), id.size(), &error));
  EXPECT_FALSE(Verify(Signed(Claims(), shared, "HS256")).ok());
}

TEST_F(TokenTest, CriticalExtension_IsRefused) {
  cjose_err error;
  cjose_header_t* header = cjose_header_new(&error);
  cjose_header_set(header, "alg", "ES256", &error);
  cjose_header_set(header, "kid", cjose_jwk_get_kid(key_.get(), &error),
                   &error);
  cjose_header_set_raw(header, "crit", R"(["b64"])", &error);
  const std::string claims = Claims();
  cjose_jws_t* jws = cjose_jws_sign(
      key_.get(), header, reinterpret_cast<const uint8_t*>(claims.data()),
      claims.size(), &error);
  const char* text = nullptr;
  ASSERT_TRUE(cjose_jws_export(jws, &text, &error));
  EXPECT_FALSE(Verify(text).ok());
  cjose_jws_release(jws);
  cjose_header_release(header);
}

TEST_F(TokenTest, RsaKey_SignsToo) {
  cjose_err error;
  const Key key(
      cjose_jwk_create_RSA_random(
          2048, reinterpret_cast<const uint8_t*>("\x01\x00\x01"), 3, &error),
      [](cjose_jwk_t* released) { cjose_jwk_release(released); });
  ASSERT_TRUE(cjose_jwk_set_kid(key.get(), "rsa", 3, &error));
  const auto keys = KeysFromJwks(*JwksOf(key));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_TRUE(
      VerifyToken(Signed(Claims(), key, "RS256"), *keys, kAudienceDefault, kNow)
          .ok());
  EXPECT_FALSE(Verify(Signed(Claims(), key, "RS256")).ok());
}

TEST_F(TokenTest, Garbage_IsRefusedAndNotRepeated) {
  for (const std::string& garbage :
       {std::string(), std::string("secret"), std::string("a.b.c"),
        std::string(".."), std::string(kTokenBytesMax + 1, 'a'),
        std::string("\0\xff.x.y", 7)}) {
    const absl::Status status = Verify(garbage).status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kUnauthenticated);
    EXPECT_FALSE(absl::StrContains(status.ToString(), "secret"));
  }
}

TEST_F(TokenTest, KeySet_WithoutUsefulKey_IsRefused) {
  for (const absl::string_view text :
       {"", "{}", R"({"keys":[]})",
        R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})",
        R"({"keys":[{"kty":"EC"}]})"}) {
    const absl::Status status = KeysFromJwks(text).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << text;
    EXPECT_FALSE(absl::StrContains(status.ToString(), "c2VjcmV0"));
  }
}

TEST_F(TokenTest, SubjectsAndIds_CanStandInALine) {
  Token token = Sample();
  for (const char* subject :
       {"", "wang li", "wang\nsubject", "#wang", "\x01"}) {
    token.identity.subject = subject;
    EXPECT_FALSE(Verify(*SignToken(token, key_)).ok()) << subject;
  }
  token.identity.subject = std::string(kSubjectBytesMax + 1, 'x');
  EXPECT_FALSE(Verify(*SignToken(token, key_)).ok());
  for (const char* subject : {"wang#2", "auth0|4711", "王", "wang@bureau.cn"}) {
    token.identity.subject = subject;
    EXPECT_TRUE(Verify(*SignToken(token, key_)).ok()) << subject;
  }
  token.id = "t 1";
  EXPECT_FALSE(Verify(*SignToken(token, key_)).ok());
}

// A document that policy accepted is recorded under the name of the service.
TEST_F(TokenTest, ServicesNames_AreNoPersons) {
  Token token = Sample();
  token.identity.subject = "ingestion";
  EXPECT_FALSE(Verify(*SignToken(token, key_)).ok());
}

TEST_F(TokenTest, NotBeforeThatIsNoNumber_IsRefused) {
  EXPECT_TRUE(Verify(Signed(Claims(), key_)).ok());
  EXPECT_FALSE(Verify(Signed(Claims(R"(,"nbf":"1800000000")"), key_)).ok());
  EXPECT_FALSE(Verify(Signed(Claims(R"(,"nbf":1800000000)"), key_)).ok());
}

TEST_F(TokenTest, ClaimThatStandsTwice_IsNotTheSecond) {
  const auto token = Verify(Signed(Claims(R"(,"sub":"li")"), key_));
  EXPECT_TRUE(!token.ok() || token->identity.subject == "wang");
}

TEST_F(TokenTest, KeysForEncryption_SignNothing) {
  std::string jwks = *JwksOf(key_);
  EXPECT_TRUE(KeysFromJwks(absl::StrReplaceAll(
                               jwks, {{R"("kty":)", R"("use":"sig","kty":)"}}))
                  .ok());
  EXPECT_FALSE(KeysFromJwks(absl::StrReplaceAll(
                                jwks, {{R"("kty":)", R"("use":"enc","kty":)"}}))
                   .ok());
}

}  // namespace
}  // namespace yuheng::access
