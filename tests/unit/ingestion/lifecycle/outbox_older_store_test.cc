// The outbox over a store that is an older copy than the ledger.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/ingestion/lifecycle/outbox_fixture.h"

namespace yuheng::ingestion {
namespace {

using Fault = FakeLedger::Fault;

// A version of the same slot was received and posted after the copy.
class OlderStoreTest : public OutboxTest {
 protected:
  // The entry of a submission that the store lacks.
  std::string PostLost(const std::string& id = "s-lost") {
    desk_.ledger.SetTime(++desk_.now_unix_us + ledger_ahead_us_);
    const auto posted = desk_.ledger.Post({.department = "206",
                                           .request_id = "post-" + id,
                                           .slot = kSlot,
                                           .submission_id = id});
    EXPECT_TRUE(posted.ok());
    return posted->entry;
  }
  void AcceptAfterRestart(const std::string& id) {
    desk_.Restart();
    ASSERT_TRUE(Accept(id).ok());
    ASSERT_TRUE(desk_.Advance().ok());
  }
  void ExpectSuperseded(const std::string& id, const std::string& by_entry) {
    EXPECT_EQ(desk_.StateOfId(id), State::kSuperseded);
    EXPECT_THAT(desk_.Get(id).history.back().reason_en,
                ::testing::HasSubstr(by_entry));
    EXPECT_EQ(desk_.store->index().OpenCount(), 0);
  }

  // By how much the ledger's clock is ahead of the store's.
  int64_t ledger_ahead_us_ = 0;
};

TEST_F(OlderStoreTest, Post_IdFencedByTheNewerVersion_IsNotPostedOverIt) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.ledger.GetOutcome("206", "post-" + id).ok());
  const std::string entry = PostLost();
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  ExpectSuperseded(id, entry);
  EXPECT_EQ(InLedger(), "s-lost");
}

TEST_F(OlderStoreTest, Post_ReplayedEntryIsNotInForceAnyMore_IsSuperseded) {
  const std::string older = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string id = Receive(2);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  const std::string entry = PostLost();
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  ExpectSuperseded(id, entry);
  EXPECT_EQ(desk_.Get(id).entry, "entry-2");
  EXPECT_THAT(desk_.Get(id).history.back().reason_en,
              ::testing::HasSubstr("entry-2 was replaced"));
  EXPECT_EQ(desk_.store->GetVersion("206", kSlot)->posted_submission_id, "");
  EXPECT_EQ(desk_.StateOfId(older), State::kSuperseded);
  EXPECT_EQ(InLedger(), "s-lost");
}

TEST_F(OlderStoreTest, Withdraw_PostedUnknownAndReplacedSince_IsNotInForce) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  PostLost();
  desk_.Restart();
  ASSERT_TRUE(Withdraw(id).ok());
  std::vector<std::string> told;
  desk_.engine.OnCommit([&](absl::Span<const storage::Commit>) {
    told.push_back(desk_.store->GetVersion("206", kSlot)->posted_submission_id);
  });
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_THAT(told, ::testing::Each(""));
  EXPECT_EQ(desk_.Get(id).entry, "entry-1");
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
  EXPECT_EQ(InLedger(), "s-lost");
}

TEST_F(OlderStoreTest, Post_ReplayedEntryWasReversedSince_IsSuperseded) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.ledger
                  .Post({.department = "206",
                         .request_id = "reverse-" + id,
                         .slot = kSlot,
                         .submission_id = id,
                         .reverse = true})
                  .ok());
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  ExpectSuperseded(id, "entry-1");
  EXPECT_EQ(InLedger(), "");
}

TEST_F(OlderStoreTest, Accept_ReceivedBeforeTheEntryInForce_IsNotPosted) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string entry = PostLost();
  AcceptAfterRestart(id);
  ExpectSuperseded(id, entry);
  EXPECT_EQ(InLedger(), "s-lost");
}

TEST_F(OlderStoreTest, Accept_ReceivedBeforeWithItsClockAhead_IsNotPosted) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ledger_ahead_us_ = -kClockDifferenceMaxUs / 2;
  const std::string entry = PostLost();
  AcceptAfterRestart(id);
  ExpectSuperseded(id, entry);
  EXPECT_EQ(InLedger(), "s-lost");
}

TEST_F(OlderStoreTest,
       Accept_ReceivedAfterWithTheLedgersClockAhead_ReplacesIt) {
  SetAutoAccept(false);
  ledger_ahead_us_ = kClockDifferenceMaxUs / 2;
  PostLost();
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Accept(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_EQ(InLedger(), id);
}

// Somebody posts beside the store while a document waits.
TEST_F(OlderStoreTest, Accept_EntryIsNewerByAnyClock_IsNotPosted) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  desk_.now_unix_us += kClockDifferenceMaxUs;
  const std::string entry = PostLost();
  ASSERT_TRUE(Accept(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  ExpectSuperseded(id, entry);
}

TEST_F(OlderStoreTest, Accept_DocumentIsNewerByAnyClock_ReplacesTheEntry) {
  SetAutoAccept(false);
  PostLost();
  desk_.now_unix_us += kClockDifferenceMaxUs;
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  AcceptAfterRestart(id);
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_EQ(InLedger(), id);
}

TEST_F(OlderStoreTest, Post_IdFencedOverAnOlderEntry_ReplacesIt) {
  PostLost();
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.ledger.GetOutcome("206", "post-" + id).ok());
  EXPECT_FALSE(desk_.Advance().ok());  // Learns of it.
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_EQ(InLedger(), id);
}

TEST_F(OlderStoreTest, Withdraw_AnotherIsInForce_IsNotTakenOut) {
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string entry = PostLost();
  desk_.Restart();
  ASSERT_TRUE(Withdraw(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kWithdrawn);
  EXPECT_THAT(desk_.Get(id).history.back().reason_en,
              ::testing::HasSubstr(entry));
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
  EXPECT_EQ(InLedger(), "s-lost");
}

// The department sends again what the store lacks.
class SentAgainTest : public OlderStoreTest,
                      public ::testing::WithParamInterface<std::vector<int>> {
 protected:
  // Versions 1 and 2 come to an empty store in the order of the parameter.
  void SendAgain() {
    restored_.parts.poster = &desk_.ledger;
    for (const int n : GetParam()) {
      ASSERT_TRUE(restored_
                      .Receive(absl::StrCat("request-", n),
                               FakeBytes(kScience, 2023, 0,
                                         absl::StrCat("version ", n)))
                      .ok());
      // What was fenced is known to be so after two tries.
      for (int i = 0; i < 3 && restored_.store->index().OpenCount() > 0; ++i) {
        (void)restored_.Advance();
      }
    }
  }
  void ExpectInForce(const std::string& newer, const std::string& older) {
    EXPECT_EQ(restored_.StateOfId(newer), State::kPosted);
    EXPECT_EQ(restored_.StateOfId(older), State::kSuperseded);
    EXPECT_EQ(restored_.store->index().OpenCount(), 0);
    EXPECT_EQ(InLedger(), newer);
  }

  FakeDesk restored_;
};
INSTANTIATE_TEST_SUITE_P(Orders, SentAgainTest,
                         ::testing::Values(std::vector<int>{1, 2},
                                           std::vector<int>{2, 1}));

TEST_P(SentAgainTest, BothWerePosted_TheOneInForceStays) {
  const std::string older = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string newer = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  SendAgain();
  ExpectInForce(newer, older);
  EXPECT_EQ(restored_.Get(older).entry, "entry-1");
}

TEST_P(SentAgainTest, OlderWasGivenUpUnposted_IsNotPostedOverTheNewer) {
  const std::string older = Receive(1);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  const std::string newer = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  SendAgain();
  ExpectInForce(newer, older);
}

TEST_P(SentAgainTest, OlderWaitedForReview_IsNotPostedOverTheNewer) {
  SetAutoAccept(false);
  const std::string older = Receive(1);
  const std::string newer = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Accept(newer).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  SendAgain();
  ExpectInForce(newer, older);
}

TEST_P(SentAgainTest, OlderWasPostedUnderItsSecondId_IsNotPostedAgain) {
  const std::string older = Receive(1);
  ASSERT_TRUE(desk_.ledger.GetOutcome("206", "post-" + older).ok());
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string newer = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  SendAgain();
  ExpectInForce(newer, older);
  EXPECT_EQ(restored_.Get(older).entry, "entry-1");
}

// An older copy has a version waiting that the ledger has had since.
TEST_F(OlderStoreTest, Superseded_ReachedTheLedgerInALostTime_SaysSo) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.ledger
                  .Post({.department = "206",
                         .request_id = "post-" + id,
                         .slot = kSlot,
                         .submission_id = id})
                  .ok());
  const std::string newer = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Accept(newer).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kSuperseded);
  EXPECT_EQ(desk_.Get(id).entry, "entry-1");
  EXPECT_EQ(InLedger(), newer);
}

}  // namespace
}  // namespace yuheng::ingestion
