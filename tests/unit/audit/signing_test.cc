// Ed25519 as RFC 8032 has it.

#include "services/audit/signing.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace yuheng::audit {
namespace {

TEST(Signing, TestVectorsOfRfc8032_Verify) {
  // Section 7.1, tests 1 and 3.
  const auto key1 = PublicKeyFromText(
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const auto signature1 = SignatureFromText(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88215"
      "9"
      "0a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  ASSERT_TRUE(key1.ok() && signature1.ok());
  EXPECT_TRUE(Verifies(*key1, "", *signature1));
  EXPECT_FALSE(Verifies(*key1, "x", *signature1));
  const auto key3 = PublicKeyFromText(
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const auto signature3 = SignatureFromText(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b53"
      "8"
      "d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  ASSERT_TRUE(key3.ok() && signature3.ok());
  EXPECT_TRUE(Verifies(*key3, absl::HexStringToBytes("af82"), *signature3));
  EXPECT_FALSE(Verifies(*key1, absl::HexStringToBytes("af82"), *signature3));
}

TEST(Signing, OwnSignature_VerifiesForThatKeyAndMessageOnly) {
  const SigningKey key = SigningKey::Generate();
  const SigningKey other = SigningKey::Generate();
  const Signature signature = key.Sign("a statement");
  EXPECT_TRUE(Verifies(key.public_key(), "a statement", signature));
  EXPECT_FALSE(Verifies(key.public_key(), "a Statement", signature));
  EXPECT_FALSE(Verifies(other.public_key(), "a statement", signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    Signature changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(Verifies(key.public_key(), "a statement", changed)) << i;
  }
}

TEST(Signing, Pem_GivesTheSameKeyBack) {
  const SigningKey key = SigningKey::Generate();
  const auto again = SigningKey::FromPem(key.ToPem());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->public_key(), key.public_key());
  EXPECT_TRUE(Verifies(key.public_key(), "m", again->Sign("m")));
}

TEST(Signing, PemOfNothingOrAnotherKind_IsRefused) {
  EXPECT_FALSE(SigningKey::FromPem("").ok());
  EXPECT_FALSE(SigningKey::FromPem("-----BEGIN PRIVATE KEY-----\n").ok());
  // An X25519 key.
  EXPECT_FALSE(
      SigningKey::FromPem(
          "-----BEGIN PRIVATE KEY-----\n"
          "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6Uduwwq"
          "\n-----END PRIVATE KEY-----\n")
          .ok());
}

TEST(Signing, KeyText_HasOneForm) {
  const PublicKey key = SigningKey::Generate().public_key();
  const std::string text = PublicKeyText(key);
  ASSERT_TRUE(PublicKeyFromText(text).ok());
  EXPECT_EQ(*PublicKeyFromText(text), key);
  EXPECT_FALSE(PublicKeyFromText(text + "0").ok());
  EXPECT_FALSE(PublicKeyFromText(text.substr(1)).ok());
  EXPECT_FALSE(PublicKeyFromText("A" + text.substr(1)).ok());
  EXPECT_FALSE(PublicKeyFromText(" " + text.substr(1)).ok());
}

}  // namespace
}  // namespace yuheng::audit
