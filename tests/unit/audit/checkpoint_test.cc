// A checkpoint's text is what was signed, byte for byte, or it is nothing.

#include "services/audit/checkpoint.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::audit {
namespace {

Checkpoint Sample() {
  return {.division = "652300",
          .revision = 1234,
          .time_unix_us = 1'700'000'000'000'001,
          .heads = {{"104", 7, storage::Sha256("a")},
                    {"105", 3, storage::Sha256("b")},
                    {"105001", 18446744073709551615u, storage::Sha256("c")}}};
}

TEST(Checkpoint, SignedText_GivesItBack) {
  const SigningKey signer = SigningKey::Generate();
  const auto read = ReadCheckpoint(SignCheckpoint(Sample(), signer));
  ASSERT_TRUE(read.ok()) << read.status();
  Checkpoint expected = Sample();
  expected.key = signer.public_key();
  EXPECT_EQ(*read, expected);
  ASSERT_NE(read->Find("105"), nullptr);
  EXPECT_EQ(read->Find("105")->seq, 3u);
  EXPECT_EQ(read->Find("10"), nullptr);
  EXPECT_EQ(read->Find("106"), nullptr);
}

// The key is that of RFC 8032, section 7.1, test 1. The signature was made with
// `openssl pkeyutl -sign -rawin`. Auditors keep such files: this text stays.
constexpr char kGoldenKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kGolden[] =
    "yuheng checkpoint 1\n"
    "prefecture 652300\n"
    "revision 1234\n"
    "time_unix_us 1700000000000001\n"
    "key d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n"
    "ledgers 2\n"
    "104 7 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"
    "105 3 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\n"
    "signature "
    "2c98cd1c859e13dae207de3bcac710781ecc0916efac31ca03d5a470d94583884db3586e19"
    "aa733deb459a1d5e8746913f366c18b60ca9316ff6a910e918440e\n";

TEST(Checkpoint, Golden_IsReadAndWrittenByteForByte) {
  const auto signer = SigningKey::FromPem(kGoldenKey);
  ASSERT_TRUE(signer.ok()) << signer.status();
  Checkpoint checkpoint = Sample();
  checkpoint.heads.pop_back();
  EXPECT_EQ(SignCheckpoint(checkpoint, *signer), kGolden);
  const auto read = ReadCheckpoint(kGolden);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->heads, checkpoint.heads);
}

TEST(Checkpoint, WithoutLedgers_IsOneToo) {
  const auto read = ReadCheckpoint(
      SignCheckpoint({.division = "652300"}, SigningKey::Generate()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(read->heads.empty());
}

TEST(Checkpoint, AnyByteChangedInsertedOrGone_IsRefused) {
  const std::string text = SignCheckpoint(Sample(), SigningKey::Generate());
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'\0', ' ', '\n', '0', '1', 'f', 'F'}) {
      std::string changed = text;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(ReadCheckpoint(changed).ok()) << i << " " << changed;
    }
    std::string longer = text;
    longer.insert(i, 1, '0');
    EXPECT_FALSE(ReadCheckpoint(longer).ok()) << i;
    std::string shorter = text;
    shorter.erase(i, 1);
    EXPECT_FALSE(ReadCheckpoint(shorter).ok()) << i;
    EXPECT_FALSE(ReadCheckpoint(text.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(ReadCheckpoint(text + "\n").ok());
  EXPECT_FALSE(ReadCheckpoint(text + text).ok());
}

TEST(Checkpoint, SignedAnew_IsOfAnotherKey) {
  const SigningKey cluster = SigningKey::Generate();
  const SigningKey forger = SigningKey::Generate();
  Checkpoint forged = Sample();
  forged.heads[0].hash = storage::Sha256("another history");
  const std::string text = SignCheckpoint(forged, forger);
  // Whole, but not the cluster's.
  EXPECT_TRUE(ReadCheckpoint(text).ok());
  const std::string key = PublicKeyText(cluster.public_key());
  const auto read = ReadCheckpointOf(key, text);
  ASSERT_FALSE(read.ok());
  EXPECT_TRUE(absl::StrContains(rpc::DetailsOf(read.status()).en, key));
  EXPECT_TRUE(ReadCheckpointOf(key, SignCheckpoint(Sample(), cluster)).ok());
  // The forger writes the cluster's key into its own statement.
  EXPECT_FALSE(
      ReadCheckpoint(absl::StrReplaceAll(
                         text, {{PublicKeyText(forger.public_key()), key}}))
          .ok());
}

TEST(Checkpoint, ValidlySignedButNotCanonical_IsRefused) {
  const SigningKey signer = SigningKey::Generate();
  const std::string text = SignCheckpoint(Sample(), signer);
  const std::string statement = text.substr(0, text.find("signature "));
  const auto resigned = [&](const std::string& changed) {
    return ReadCheckpoint(changed + "signature " +
                          SignatureText(signer.Sign(changed)) + "\n")
        .ok();
  };
  ASSERT_TRUE(resigned(statement));
  for (const auto& [from, to] :
       {std::pair("revision 1234", "revision 01234"),
        std::pair("revision 1234", "revision +1234"),
        std::pair("104 7", "104 07"), std::pair("104 7", "104 0"),
        std::pair("104 7", "106 7"), std::pair("ledgers 3", "ledgers 2"),
        std::pair("ledgers 3", "ledgers 4"),
        std::pair("ledgers 3", "ledgers 99999999999999"),
        std::pair("checkpoint 1", "checkpoint 2"),
        std::pair("prefecture", "Prefecture")}) {
    EXPECT_FALSE(resigned(absl::StrReplaceAll(statement, {{from, to}}))) << to;
  }
}

TEST(Checkpoint, OtherText_IsRefusedInBothLanguages) {
  for (const char* text : {"", "\n", "yuheng checkpoint 1\n", "PK\x03\x04"}) {
    const auto read = ReadCheckpoint(text);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(rpc::ReasonOf(read.status()), rpc::Reason::kFieldInvalid);
    EXPECT_FALSE(rpc::DetailsOf(read.status()).zh.empty());
  }
}

}  // namespace
}  // namespace yuheng::audit
