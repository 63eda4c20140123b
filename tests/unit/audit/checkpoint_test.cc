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
