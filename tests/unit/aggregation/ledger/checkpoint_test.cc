// Checkpoints against ledgers: continuations hold, and a history that somebody
// made again with every hash right is caught by the checkpoint, by nothing
// else.

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/aggregation/ledger/heads.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/verify.h"
#include "services/audit/proof.h"
#include "storage/format/ledger_keys.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Desk;
using testing::OpenDesk;
using testing::Overwrite;
using testing::PostSome;
using testing::Simple;

class LedgerCheckpointTest : public ::testing::Test {
 protected:
  LedgerCheckpointTest() {
    auto desk = OpenDesk(&store_);
    EXPECT_TRUE(desk.ok());
    desk_ = *std::move(desk);
  }

  audit::Checkpoint Now() const {
    const auto reading =
        desk_.feed->Read({}, {}, TotalsFeed::WithPositions::kYes);
    auto heads = HeadsAt(store_, reading.positions);
    EXPECT_TRUE(heads.ok()) << heads.status();
    return {.division = "652300",
            .revision = reading.revision,
            .heads = *std::move(heads)};
  }

  std::vector<Mismatch> Verify(const audit::Checkpoint* checkpoint,
                               const std::string& department = "") const {
    const auto result = VerifyLedgers({.store = &store_,
                                       .form = &budget::StandardForm(),
                                       .department = department,
                                       .checkpoint = checkpoint});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->mismatches : std::vector<Mismatch>{};
  }

  // Makes a ledger's whole history again from entry `from` on, as one with the
  // disk and this program could: what `change` does to that entry, and every
  // hash, the head and the contribution right after it.
  void Rewrite(const std::string& department, uint64_t from) {
    storage::LedgerHeadRecord head;
    for (uint64_t seq = 1;; ++seq) {
      const auto value = *store_.Get(department, storage::EntryKey(seq));
      if (!value.has_value()) break;
      auto entry = *storage::DecodeEntry(*value);
      entry.previous_hash = head.hash;
      if (seq == from) entry.commit_time_unix_us += 1;
      const std::string encoded = *storage::EncodeEntry(entry);
      Overwrite(&store_, department, storage::EntryKey(seq), encoded);
      head = {seq, entry.revision, storage::EntryHash(encoded)};
    }
    Overwrite(&store_, department, std::string(storage::kLedgerHeadKey),
              storage::EncodeLedgerHead(head));
  }

  storage::MemoryStore store_;
  Desk desk_;
};

TEST_F(LedgerCheckpointTest, LedgersThatWentOn_AreContinuations) {
  PostSome(&desk_);
  const audit::Checkpoint checkpoint = Now();
  EXPECT_EQ(checkpoint.revision, 30u);
  EXPECT_EQ(checkpoint.heads.size(), 4u);
  EXPECT_TRUE(Verify(&checkpoint).empty());
  ASSERT_TRUE(desk_.Post(Simple("d1", "request-next", 5)).ok());
  ASSERT_TRUE(desk_.Post(Simple("new", "request-next", 5)).ok());
  EXPECT_TRUE(Verify(&checkpoint).empty());
  EXPECT_TRUE(Verify(&checkpoint, "d1").empty());
  EXPECT_TRUE(Verify(&checkpoint, "new").empty());
}

TEST_F(LedgerCheckpointTest,
       HistoryMadeAgainWithEveryHashRight_IsCaughtByItOnly) {
  PostSome(&desk_);
  const audit::Checkpoint checkpoint = Now();
  for (uint64_t seq = 1; seq <= checkpoint.Find("d2")->seq; ++seq) {
    Rewrite("d2", seq);
    EXPECT_TRUE(Verify(nullptr).empty()) << seq;  // Nothing else can tell.
    const auto found = Verify(&checkpoint);
    ASSERT_EQ(found.size(), 1u) << seq;
    EXPECT_EQ(found[0].department, "d2");
    EXPECT_EQ(found[0].seq, checkpoint.Find("d2")->seq);
    EXPECT_EQ(found[0].field, "checkpoint.hash");
    EXPECT_EQ(found[0].expected, storage::ToHex(checkpoint.Find("d2")->hash));
    EXPECT_EQ(Verify(&checkpoint, "d2"), found);
    EXPECT_TRUE(Verify(&checkpoint, "d1").empty());
  }
}

TEST_F(LedgerCheckpointTest,
       RewrittenAfterTheCheckpoint_IsAnotherContinuation) {
  PostSome(&desk_);
  const audit::Checkpoint checkpoint = Now();
  const uint64_t seq = checkpoint.Find("d2")->seq;
  ASSERT_TRUE(desk_.Post(Simple("d2", "request-next", 5)).ok());
  Rewrite("d2", seq + 1);
  EXPECT_TRUE(Verify(&checkpoint).empty());
  const audit::Checkpoint newer = Now();
  Rewrite("d2", seq + 1);
  EXPECT_EQ(Verify(&newer).size(), 1u);
}

TEST_F(LedgerCheckpointTest, LedgerCutOffOrGone_IsCaught) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  ASSERT_TRUE(desk_.Post(Simple("105", "request-2", 5)).ok());
  audit::Checkpoint checkpoint = Now();
  checkpoint.heads[0].seq = 2;
  checkpoint.heads.push_back({"106", 3, storage::Sha256("gone")});
  const auto found = Verify(&checkpoint);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], (Mismatch{"104", 2, "checkpoint.seq", ">= 2", "1"}));
  EXPECT_EQ(found[1], (Mismatch{"106", 3, "checkpoint.seq", ">= 3", "0"}));
}

TEST_F(LedgerCheckpointTest, HeadsOfPositionsThatAreBehind_AreThoseEntries) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  const audit::Checkpoint first = Now();
  ASSERT_TRUE(desk_.Post(Simple("104", "request-2", 6)).ok());
  const auto heads = HeadsAt(store_, {{"104", 1}});
  ASSERT_TRUE(heads.ok());
  EXPECT_EQ(*heads, first.heads);
  EXPECT_FALSE(HeadsAt(store_, {{"104", 3}}).ok());
}

TEST_F(LedgerCheckpointTest, StoredRecords_ProveAnEntry) {
  PostSome(&desk_);
  const audit::Checkpoint checkpoint = Now();
  audit::Proof proof{"d3", 2, {}};
  for (uint64_t seq = 2; seq <= checkpoint.Find("d3")->seq; ++seq) {
    proof.records.push_back(**store_.Get("d3", storage::EntryKey(seq)));
  }
  const auto entry = audit::CheckProof(proof, checkpoint);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(*entry, ReadEntry(store_, "d3", 2)->entry);
}

}  // namespace
}  // namespace yuheng::aggregation
