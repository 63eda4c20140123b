#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "tests/unit/ingestion/lifecycle/outbox_fixture.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;
using Fault = FakeLedger::Fault;

TEST_F(OutboxTest, Advance_CleanDocument_IsPostedWithItsEntry) {
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const auto record = desk_.Get(id);
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_EQ(record.entry, "entry-1");
  EXPECT_EQ(record.revision, 1u);
  EXPECT_EQ(record.posting_request_id, "");
  EXPECT_THAT(desk_.ledger.applied(), ElementsAre("post-" + id));
  EXPECT_EQ(desk_.store->GetVersion("206", kSlot)->posted_submission_id, id);
  EXPECT_EQ(record.history.size(), 3u);
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(OutboxTest, Advance_LedgerOfAnotherPrefecture_IsTriedAgain) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kElsewhere);
  EXPECT_TRUE(absl::IsNotFound(desk_.Advance()));
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(OutboxTest, Advance_DocumentWithErrors_IsReturnedAndNeverPosted) {
  const std::string id = Receive(1, 2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  EXPECT_EQ(desk_.ledger.calls(), 0);
  EXPECT_EQ(desk_.store->ReadFindings("206", id)->findings.size(), 3u);
}

TEST_F(OutboxTest, Advance_CheckerAway_StaysReceivedAndSucceedsLater) {
  const std::string id = Receive(1);
  desk_.checker.failures = 1;
  EXPECT_EQ(desk_.Advance().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(OutboxTest, Post_AnswerLost_IsPostedOnceUnderTheSameId) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_THAT(desk_.ledger.applied(), ElementsAre("post-" + id));
}

TEST_F(OutboxTest, Post_LedgerRefuses_IsReturnedWithTheLedgersReason) {
  const std::string id = Receive(1);
  desk_.ledger.RefuseNext(rpc::Reason::kEntryUnbalanced);
  ASSERT_TRUE(desk_.Advance().ok());
  const auto record = desk_.Get(id);
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  EXPECT_EQ(record.history.back().reason_zh,
            std::string(rpc::InfoOf(rpc::Reason::kEntryUnbalanced).zh));
  EXPECT_EQ(record.history.back().actor, "aggregation");
  EXPECT_EQ(record.posting_request_id, "");
}

TEST_F(OutboxTest, Post_NewerVersion_SupersedesThePostedOne) {
  const std::string first = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string second = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kSuperseded);
  EXPECT_EQ(desk_.Get(first).entry, "entry-1");
  EXPECT_EQ(desk_.StateOfId(second), State::kPosted);
  EXPECT_EQ(InLedger(), second);
}

TEST_F(OutboxTest, Post_NewerReturned_LeavesThePostedOne) {
  const std::string first = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  Receive(2, 1);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kPosted);
}

TEST_F(OutboxTest, Post_OlderNotPostedYet_IsSupersededAndFenced) {
  const std::string first = Receive(1);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  const std::string second = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kSuperseded);
  EXPECT_EQ(desk_.StateOfId(second), State::kPosted);
  EXPECT_THAT(desk_.ledger.applied(), ElementsAre("post-" + second));
  // The posting that was lost comes through late: it can't apply any more.
  const auto late = desk_.ledger.Post({.department = "206",
                                       .request_id = "post-" + first,
                                       .slot = kSlot,
                                       .submission_id = first});
  EXPECT_EQ(rpc::ReasonOf(late.status()), rpc::Reason::kOutcomeFenced);
  EXPECT_EQ(InLedger(), second);
}

TEST_F(OutboxTest, Post_OlderReachedTheLedgerUnknown_NewerComesAfterIt) {
  const std::string first = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  const std::string second = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kSuperseded);
  EXPECT_EQ(desk_.Get(first).entry, "entry-1");
  EXPECT_THAT(desk_.ledger.applied(),
              ElementsAre("post-" + first, "post-" + second));
  EXPECT_EQ(InLedger(), second);
}

TEST_F(OutboxTest, Review_OlderWaitingWhenNewerIsPosted_IsSuperseded) {
  SetAutoAccept(false);
  const std::string first = Receive(1);
  const std::string second = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kPendingReview);
  ASSERT_TRUE(Accept(second).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(second), State::kPosted);
  EXPECT_EQ(desk_.StateOfId(first), State::kSuperseded);
  EXPECT_EQ(rpc::ReasonOf(Accept(first)), rpc::Reason::kSubmissionState);
}

TEST_F(OutboxTest, Withdraw_Posted_IsReversedOnce) {
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(id).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kWithdrawn);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_THAT(desk_.ledger.applied(),
              ElementsAre("post-" + id, "reverse-" + id));
  EXPECT_EQ(InLedger(), "");
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
  EXPECT_EQ(desk_.store->GetVersion("206", kSlot)->posted_submission_id, "");
  EXPECT_EQ(rpc::ReasonOf(Withdraw(id)), rpc::Reason::kSubmissionState);
}

TEST_F(OutboxTest, Withdraw_AcceptedThatNeverReachedTheLedger_IsFenced) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_TRUE(desk_.ledger.applied().empty());
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(OutboxTest, Withdraw_AcceptedThatReachedTheLedgerUnknown_IsReversed) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_THAT(desk_.ledger.applied(),
              ElementsAre("post-" + id, "reverse-" + id));
  EXPECT_EQ(InLedger(), "");
}

TEST_F(OutboxTest, Withdraw_PostedWhileNewerMayBeInTheLedger_KeepsTheNewer) {
  const std::string first = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string second = Receive(2);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(first).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kWithdrawn);
  EXPECT_EQ(desk_.StateOfId(second), State::kPosted);
  EXPECT_EQ(InLedger(), second);
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(OutboxTest, Withdraw_PostedWhileNewerIsRefused_IsReversed) {
  const std::string first = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string second = Receive(2);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(first).ok());
  desk_.ledger.RefuseNext(rpc::Reason::kReportingLevelMixed);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(second), State::kReturned);
  EXPECT_EQ(InLedger(), "");
}

TEST_F(OutboxTest, Accept_OnTheOtherLevelThanWhatCounts_IsRefused) {
  const std::string whole = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(whole), State::kPosted);
  SetAutoAccept(false);
  const std::string unit = ReceiveOfUnit("A", 2);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(unit), State::kPendingReview);
  const Decision accept = {
      .department = "206", .id = unit, .actor = "finance head"};
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Accept(accept)),
            rpc::Reason::kReportingLevelMixed);
  EXPECT_EQ(desk_.StateOfId(unit), State::kPendingReview);
  ASSERT_TRUE(Withdraw(whole).ok());
  EXPECT_TRUE(desk_.reviewer->Accept(accept).ok());
}

// The other way round; nor by policy, which leaves it to people.
TEST_F(OutboxTest, Accept_WholeBesideItsUnits_IsRefused) {
  const std::string unit = ReceiveOfUnit("A", 1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(unit), State::kPosted);
  const std::string whole = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(whole), State::kPendingReview);
  const Decision accept = {
      .department = "206", .id = whole, .actor = "finance head"};
  const absl::Status refused = desk_.reviewer->Accept(accept);
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::Reason::kReportingLevelMixed);
  // Whose it is, a unit's clerk is not to learn from the history.
  const std::string why =
      desk_.store->Get("206", whole)->history.back().reason_en;
  EXPECT_TRUE(absl::StrContains(why, "the other level")) << why;
  EXPECT_FALSE(absl::StrContains(why, unit)) << why;
  ASSERT_TRUE(Withdraw(unit).ok());
  EXPECT_TRUE(desk_.reviewer->Accept(accept).ok());
}

// The department goes over from its units to one document as a whole.
TEST_F(OutboxTest, Post_WholeAfterItsUnitIsWithdrawn_ComesBehindTheReversal) {
  desk_.ledger.RefuseMixedLevels();
  const std::string unit = ReceiveOfUnit("A", 1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(unit).ok());
  const std::string whole = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(whole), State::kPosted);
  EXPECT_THAT(desk_.ledger.applied(),
              ElementsAre("post-" + unit, "reverse-" + unit, "post-" + whole));
}

TEST_F(OutboxTest, Post_WholeWhileItsUnitsReversalFails_Waits) {
  desk_.ledger.RefuseMixedLevels();
  const std::string unit = ReceiveOfUnit("A", 1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Withdraw(unit).ok());
  const std::string whole = Receive(2);
  // What the reversal asks first is not answered.
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(whole), State::kAccepted);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(whole), State::kPosted);
}

// Two reversals that wait for a newer version each wait for no other slot.
TEST_F(OutboxTest, Post_WithdrawnVersionsWithNewerOnes_HoldUpNobody) {
  std::string newer[2];
  for (int i = 0; i < 2; ++i) {
    const std::string unit(1, static_cast<char>('A' + i));
    const std::string first = ReceiveOfUnit(unit, 1);
    ASSERT_TRUE(desk_.Advance().ok());
    newer[i] = ReceiveOfUnit(unit, 2);
    ASSERT_TRUE(Withdraw(first).ok());
  }
  ASSERT_TRUE(desk_.Advance().ok());
  for (const std::string& id : newer) {
    EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  }
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(OutboxTest, Post_NewerRefused_OlderThatReachedTheLedgerIsPosted) {
  const std::string first = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  const std::string second = Receive(2);
  desk_.ledger.RefuseNext(rpc::Reason::kEntryUnbalanced);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(second), State::kReturned);
  // What the ledger has in force can still be taken back.
  EXPECT_EQ(InLedger(), first);
  EXPECT_EQ(desk_.StateOfId(first), State::kPosted);
  ASSERT_TRUE(Withdraw(first).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(InLedger(), "");
}

TEST_F(OutboxTest, Post_IdWasFencedByAQuestion_IsPostedUnderAnother) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostBefore);
  EXPECT_FALSE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.ledger.GetOutcome("206", "post-" + id).ok());
  EXPECT_FALSE(desk_.Advance().ok());  // Learns of it.
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  EXPECT_EQ(InLedger(), id);
}

TEST_F(OutboxTest, Withdraw_IdWasFencedByAQuestion_IsReversedUnderAnother) {
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.ledger.GetOutcome("206", "reverse-" + id).ok());
  ASSERT_TRUE(Withdraw(id).ok());
  EXPECT_FALSE(desk_.Advance().ok());
  desk_.Restart();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(InLedger(), "");
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(OutboxTest, Post_ProgramReadsTheStoredBytesNoMore_EndsUnreadable) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  desk_.parts.reader = [](const ReadingRequest&) {
    return absl::StatusOr<budget::Document>(
        rpc::MakeError(rpc::Reason::kDocumentNotABudget));
  };
  ASSERT_TRUE(Accept(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
  EXPECT_EQ(InLedger(), "");
}

TEST_F(OutboxTest, Post_ReadNoMoreButInTheLedger_IsPosted) {
  const std::string id = Receive(1);
  desk_.ledger.Fail(Fault::kLostAfter);
  EXPECT_FALSE(desk_.Advance().ok());
  desk_.parts.reader = [](const ReadingRequest&) {
    return absl::StatusOr<budget::Document>(
        rpc::MakeError(rpc::Reason::kDocumentNotABudget));
  };
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(OutboxTest, Withdraw_BeforeAnyCheck_NeverReachesTheLedger) {
  const std::string id = Receive(1);
  ASSERT_TRUE(Withdraw(id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kWithdrawn);
  EXPECT_EQ(desk_.ledger.calls(), 0);
  EXPECT_EQ(desk_.checker.calls, 0);
}

TEST_F(OutboxTest, Review_OfASupersededVersion_SaysThatANewerOneIsThere) {
  SetAutoAccept(false);
  const std::string first = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  const Decision decision{.department = "206",
                          .id = first,
                          .etag = EtagOf(desk_.Get(first)),
                          .actor = "reviewer"};
  const std::string second = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(Accept(second).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(first), State::kSuperseded);
  const absl::Status refused = desk_.reviewer->Accept(decision);
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::Reason::kSubmissionState);
  EXPECT_NE(rpc::DetailsOf(refused).en.find("superseded by a newer version"),
            std::string::npos)
      << rpc::DetailsOf(refused).en;
}

TEST_F(OutboxTest, Examine_ABudgetSentAsFinalAccount_IsLeftToAReviewer) {
  SetAutoAccept(true);
  UploadHeader header = FakeDesk::Header("request-1");
  header.stage = budget::v1::STAGE_FINAL;
  const auto reception =
      desk_.Receive(header, FakeBytes(kScience, 2023, 0, "account"));
  ASSERT_TRUE(reception.ok()) << reception.status();
  ASSERT_TRUE(desk_.Advance().ok());
  const storage::SubmissionRecord record = desk_.Get(reception->record.id);
  EXPECT_EQ(desk_.StateOfId(record.id), State::kPendingReview);
  EXPECT_NE(record.history.back().reason_zh.find("读到的是预算文本"),
            std::string::npos)
      << record.history.back().reason_zh;
  EXPECT_TRUE(desk_.ledger.applied().empty());
  ASSERT_TRUE(Accept(record.id).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(record.id), State::kPosted);
}

TEST_F(OutboxTest, Review_Etag_MustBeTheOneThatWasRead) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  Decision decision{.department = "206", .id = id, .actor = "reviewer"};
  decision.etag = "\"1\"";
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Accept(decision)),
            rpc::Reason::kEtagMismatch);
  decision.etag = EtagOf(desk_.Get(id));
  decision.reason = "附件不全";
  ASSERT_TRUE(desk_.reviewer->Return(decision).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  EXPECT_EQ(desk_.Get(id).history.back().reason_zh, "附件不全");
  decision.id = "s-none";
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Accept(decision)),
            rpc::Reason::kNotFound);
}

TEST_F(OutboxTest, Accept_ByWhoSentIt_IsRefusedOncePersonsAreProven) {
  SetAutoAccept(false);
  const std::string id = Receive(1);
  ASSERT_TRUE(desk_.Advance().ok());
  Decision decision{.department = "206", .id = id, .actor = "clerk"};
  ASSERT_EQ(desk_.Get(id).actor, decision.actor);
  decision.actor_proven = true;
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Accept(decision)),
            rpc::Reason::kSamePerson);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  // Where nobody is asked who they are, a name says nothing.
  decision.actor_proven = false;
  EXPECT_TRUE(desk_.reviewer->Accept(decision).ok());

  decision.id = Receive(2);
  ASSERT_TRUE(desk_.Advance().ok());
  decision.actor = "zhao";
  decision.actor_proven = true;
  EXPECT_TRUE(desk_.reviewer->Accept(decision).ok());
}

// The process dies at the n-th commit, before or after the commit is there, or
// at the n-th call of the ledger, before or after it is done; after a restart
// two versions end as they do without a crash.
TEST(OutboxCrashTest, Crash_AtAnyCommit_CompletesAfterRestart) {
  for (const auto fault : {storage::CommitFault::kUnknownApplied,
                           storage::CommitFault::kUnknownNotApplied}) {
    for (int crash = 0; crash < 8; ++crash) {
      SCOPED_TRACE(absl::StrCat("commit ", crash));
      FakeDesk desk;
      int commits = 0;
      desk.engine.OnCommit([&](absl::Span<const storage::Commit>) {
        if (commits++ == crash) desk.engine.FailNextCommit(fault);
      });
      std::string ids[2];
      for (int version = 0; version < 2; ++version) {
        for (int attempt = 0; attempt < 2; ++attempt) {
          const auto reception =
              desk.Receive(absl::StrCat("request-", version),
                           FakeBytes(kScience, 2023, 0, absl::StrCat(version)));
          if (reception.ok()) ids[version] = reception->record.id;
          if (!reception.ok() || !desk.Advance().ok()) desk.Restart();
        }
        ASSERT_TRUE(desk.Advance().ok());
      }
      EXPECT_EQ(desk.StateOfId(ids[0]), State::kSuperseded);
      EXPECT_EQ(desk.StateOfId(ids[1]), State::kPosted);
      EXPECT_THAT(desk.ledger.applied(),
                  ElementsAre("post-" + ids[0], "post-" + ids[1]));
      EXPECT_EQ(desk.store->index().OpenCount(), 0);
      EXPECT_EQ(desk.store->index().List({}, {}, 10).size(), 2u);
    }
  }
}

}  // namespace
}  // namespace yuheng::ingestion
