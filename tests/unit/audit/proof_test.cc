// A proof holds for its entry and checkpoint, and for nothing else.

#include "services/audit/proof.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::audit {
namespace {

// The stored records of a ledger of `count` entries.
std::vector<std::string> Chain(int count, const std::string& request) {
  std::vector<std::string> records;
  storage::EntryRecord entry;
  for (int seq = 1; seq <= count; ++seq) {
    entry.seq = static_cast<uint64_t>(seq);
    entry.revision = static_cast<uint64_t>(10 * seq);
    entry.request_id = absl::StrCat(request, seq);
    entry.submission = "s";
    records.push_back(*storage::EncodeEntry(entry));
    entry.previous_hash = storage::EntryHash(records.back());
  }
  return records;
}

class ProofTest : public ::testing::Test {
 protected:
  ProofTest() {
    checkpoint_.heads = {{"104", 5, storage::EntryHash(chain_[4])},
                         {"105", 5, storage::Sha256("another ledger")}};
  }

  // The proof of an entry up to the fifth.
  Proof ProofOf(uint64_t seq) const {
    Proof proof{"104", seq, {}};
    for (uint64_t at = seq; at <= 5; ++at)
      proof.records.push_back(chain_[at - 1]);
    return proof;
  }
  bool Holds(const Proof& proof) const {
    return CheckProof(proof, checkpoint_).ok();
  }

  const std::vector<std::string> chain_ = Chain(7, "request-");
  Checkpoint checkpoint_;
};

TEST_F(ProofTest, EveryEntryUpToTheHead_IsProven) {
  for (uint64_t seq = 1; seq <= 5; ++seq) {
    const auto read = ReadProof(ProofText(ProofOf(seq)));
    ASSERT_TRUE(read.ok()) << read.status();
    const auto entry = CheckProof(*read, checkpoint_);
    ASSERT_TRUE(entry.ok()) << entry.status();
    EXPECT_EQ(entry->seq, seq);
    EXPECT_EQ(entry->request_id, absl::StrCat("request-", seq));
  }
}

TEST_F(ProofTest, RecordMissingSwappedOrTooMany_DoesNotHold) {
  for (size_t i = 0; i < 4; ++i) {
    Proof proof = ProofOf(2);
    proof.records.erase(proof.records.begin() + static_cast<int>(i));
    EXPECT_FALSE(Holds(proof)) << i;
  }
  Proof swapped = ProofOf(2);
  std::swap(swapped.records[1], swapped.records[2]);
  EXPECT_FALSE(Holds(swapped));
  Proof longer = ProofOf(2);
  longer.records.push_back(chain_[5]);
  EXPECT_FALSE(Holds(longer));
}

TEST_F(ProofTest, EntryAfterTheHead_DoesNotHold) {
  EXPECT_FALSE(Holds({"104", 6, {chain_[5], chain_[6]}}));
  EXPECT_FALSE(Holds({"104", 6, {chain_[5]}}));
}

TEST_F(ProofTest, OtherSeqOrDepartment_DoesNotHold) {
  Proof proof = ProofOf(3);
  proof.seq = 2;
  EXPECT_FALSE(Holds(proof));
  proof = ProofOf(3);
  proof.department = "105";
  EXPECT_FALSE(Holds(proof));
  proof.department = "106";
  EXPECT_FALSE(Holds(proof));
}

TEST_F(ProofTest, AnotherHistory_DoesNotHold) {
  const auto other = Chain(5, "forged-");
  EXPECT_FALSE(Holds({"104", 3, {other[2], other[3], other[4]}}));
  // An entry of another history before true ones.
  EXPECT_FALSE(Holds({"104", 3, {other[2], chain_[3], chain_[4]}}));
}

TEST_F(ProofTest, AnyBitOfAnyRecordFlipped_DoesNotHold) {
  const Proof sound = ProofOf(3);
  for (size_t r = 0; r < sound.records.size(); ++r) {
    for (size_t i = 0; i < sound.records[r].size(); ++i) {
      Proof proof = sound;
      proof.records[r][i] = static_cast<char>(proof.records[r][i] ^ 1);
      EXPECT_FALSE(Holds(proof)) << r << " " << i;
    }
  }
}

TEST_F(ProofTest, TextThatIsNotOne_IsRefused) {
  const std::string text = ProofText(ProofOf(4));
  ASSERT_TRUE(ReadProof(text).ok());
  for (const std::string& other :
       {std::string(), text.substr(1), text + "\n", text + "00\n",
        text.substr(0, text.size() - 1), absl::AsciiStrToUpper(text),
        std::string("yuheng proof 1\ndepartment 104\nseq 1\nrecords 0\n"),
        std::string("yuheng proof 1\ndepartment 104\nseq 1\nrecords 9999999\n"),
        std::string(
            "yuheng proof 1\ndepartment 104\nseq 1\nrecords 1\nzz\n")}) {
    EXPECT_FALSE(ReadProof(other).ok()) << other;
  }
}

TEST_F(ProofTest, Failure_SaysAtWhichEntry) {
  Proof proof = ProofOf(2);
  proof.records[2].back() = static_cast<char>(proof.records[2].back() ^ 1);
  const auto checked = CheckProof(proof, checkpoint_);
  ASSERT_FALSE(checked.ok());
  EXPECT_TRUE(absl::StrContains(rpc::DetailsOf(checked.status()).en, "entry"));
}

}  // namespace
}  // namespace yuheng::audit
