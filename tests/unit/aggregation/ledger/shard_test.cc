// Outcomes, refusals and what happens when storage gives no sure answer.

#include "services/aggregation/ledger/shard.h"

#include <string>

#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "storage/testing/memory_store.h"
#include "storage/testing/simulated_store.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;
using rpc::ReasonOf;
using storage::CommitFault;
using storage::PostingOutcome;
using testing::Desk;
using testing::OpenDesk;
using testing::Simple;

class ShardTest : public ::testing::Test {
 protected:
  void SetUp() override { Reopen(); }
  void Reopen() {
    store_.Reopen();
    auto desk = OpenDesk(&store_);
    ASSERT_TRUE(desk.ok()) << desk.status();
    desk_ = *std::move(desk);
  }
  storage::MemoryStore store_;
  Desk desk_;
};

TEST_F(ShardTest, SameRequestAgain_ReturnsTheFirstOutcome) {
  const auto first = desk_.Post(Simple("104", "request-1", 5));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->replayed);
  const auto again = desk_.Post(Simple("104", "request-1", 5));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(again->revision, first->revision);
  EXPECT_EQ(desk_.Totals().at("T1:in:ALL"), "5/5");
}

TEST_F(ShardTest, SameRequestOtherContent_IsRefused) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  EXPECT_EQ(ReasonOf(desk_.Post(Simple("104", "request-1", 6)).status()),
            Reason::kRequestIdReused);
  EXPECT_TRUE(desk_.Post(Simple("105", "request-1", 6)).ok());
}

TEST_F(ShardTest, SameRequestInOneBatch_IsAppliedOnce) {
  std::vector<absl::StatusOr<Applied>> answers;
  std::vector<Command> commands;
  for (int i = 0; i < 2; ++i) {
    commands.push_back(testing::CommandOf(
        Simple("104", "request-1", 5),
        [&](absl::StatusOr<Applied> a) { answers.push_back(std::move(a)); }));
  }
  const BatchReport report = desk_.shard->Process(std::move(commands));
  EXPECT_EQ(report.applied, 1u);
  EXPECT_EQ(report.replayed, 1u);
  EXPECT_EQ(report.commits, 1u);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0]->seq, answers[1]->seq);
}

TEST_F(ShardTest, BatchOfOneDepartment_ChainsAndCommitsOnce) {
  std::vector<Command> commands;
  int applied = 0;
  for (int i = 0; i < 10; ++i) {
    commands.push_back(testing::CommandOf(
        Simple("104", "request-" + std::to_string(i), i + 1),
        [&applied](absl::StatusOr<Applied> a) { applied += a.ok(); }));
  }
  const int before = store_.commit_count();
  desk_.shard->Process(std::move(commands));
  EXPECT_EQ(applied, 10);
  EXPECT_EQ(store_.commit_count(), before + 1);
  EXPECT_EQ(desk_.Totals().at("T1:in:ALL"), "10/10");
  Reopen();  // Verifies the chain.
  EXPECT_EQ(desk_.Totals().at("T1:in:ALL"), "10/10");
}

TEST_F(ShardTest, Unbalanced_IsRefusedAndRemembered) {
  Posting posting = Simple("104", "request-1", 5);
  posting.leaves[0].amount_fen = 4;
  EXPECT_EQ(ReasonOf(desk_.Post(posting).status()), Reason::kEntryUnbalanced);
  Reopen();
  EXPECT_EQ(ReasonOf(desk_.Post(posting).status()), Reason::kEntryUnbalanced);
  const auto outcome = desk_.Outcome("104", "request-1");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->outcome, PostingOutcome::kRefused);
  EXPECT_EQ(outcome->refusal_reason, "ENTRY_UNBALANCED");
  EXPECT_TRUE(desk_.Totals().empty());
  EXPECT_EQ(ReasonOf(desk_.Post(Simple("104", "request-1", 5)).status()),
            Reason::kRequestIdReused);
}

TEST_F(ShardTest, WholeAndUnits_AreNotMixed) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  Posting unit = Simple("104", "request-2", 5);
  unit.unit = "104001";
  EXPECT_EQ(ReasonOf(desk_.Post(unit).status()), Reason::kReportingLevelMixed);
  ASSERT_TRUE(desk_.Post(testing::Reversal("104", "request-3")).ok());
  // The refusal stands; another request is another question.
  EXPECT_EQ(ReasonOf(desk_.Post(unit).status()), Reason::kReportingLevelMixed);
  unit.request_id = "request-4";
  EXPECT_TRUE(desk_.Post(unit).ok());
}

TEST_F(ShardTest, ReversalOfNothing_IsRefused) {
  EXPECT_EQ(
      ReasonOf(desk_.Post(testing::Reversal("104", "request-1")).status()),
      Reason::kNothingToReverse);
}

TEST_F(ShardTest, Reversal_TakesTheDepartmentOut) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  ASSERT_TRUE(desk_.Post(testing::Reversal("104", "request-2")).ok());
  EXPECT_TRUE(desk_.Totals().empty());
  Reopen();
  EXPECT_TRUE(desk_.Totals().empty());
}

TEST_F(ShardTest, GetOutcome_FencesWhatWasNeverApplied) {
  auto outcome = desk_.Outcome("104", "request-1");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->outcome, PostingOutcome::kNeverApplied);
  EXPECT_EQ(ReasonOf(desk_.Post(Simple("104", "request-1", 5)).status()),
            Reason::kOutcomeFenced);
  Reopen();
  EXPECT_EQ(ReasonOf(desk_.Post(Simple("104", "request-1", 5)).status()),
            Reason::kOutcomeFenced);
  ASSERT_TRUE(desk_.Post(Simple("104", "request-2", 5)).ok());
  outcome = desk_.Outcome("104", "request-2");
  EXPECT_EQ(outcome->outcome, PostingOutcome::kApplied);
  EXPECT_EQ(outcome->seq, 1u);
}

TEST_F(ShardTest, AmountsTooLargeTogether_AreRefusedBeforeTheTotalsOverflow) {
  constexpr int64_t kHuge = 900'000'000'000'000;
  Posting posting = Simple("d", "request-1", 0);
  posting.leaves.clear();
  posting.printed.clear();
  for (int i = 0; i < 1000; ++i) {
    posting.leaves.push_back(
        {{6, 0, std::to_string(30000 + i), "personnel"}, kHuge});
  }
  absl::StatusOr<Applied> last = Applied{};
  int applied = 0;
  for (int i = 0; i < 10 && last.ok(); ++i) {
    posting.department = "d" + std::to_string(i);
    last = desk_.Post(posting);
    applied += last.ok();
  }
  EXPECT_EQ(ReasonOf(last.status()), Reason::kFieldInvalid);
  EXPECT_GE(applied, 1);
  EXPECT_TRUE(desk_.shard->failure().ok());
}

// After an unknown outcome nothing more is taken, and after a restart there is
// exactly one outcome whatever had happened.
class UnknownOutcome : public ShardTest,
                       public ::testing::WithParamInterface<CommitFault> {};

TEST_P(UnknownOutcome, StopsAndIsSettledAfterRestart) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  store_.FailNextCommit(GetParam());
  EXPECT_TRUE(
      absl::IsUnavailable(desk_.Post(Simple("104", "request-2", 7)).status()));
  EXPECT_FALSE(desk_.shard->failure().ok());
  EXPECT_EQ(desk_.Totals().at("T1:in:ALL"), "5/5");
  EXPECT_TRUE(
      absl::IsUnavailable(desk_.Post(Simple("105", "request-3", 7)).status()));
  Reopen();
  const bool written = GetParam() == CommitFault::kUnknownApplied;
  const auto again = desk_.Post(Simple("104", "request-2", 7));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->replayed, written);
  EXPECT_EQ(again->seq, 2u);
  EXPECT_EQ(desk_.Totals().at("T1:in:ALL"), "7/7");
}

INSTANTIATE_TEST_SUITE_P(Faults, UnknownOutcome,
                         ::testing::Values(CommitFault::kUnknownApplied,
                                           CommitFault::kUnknownNotApplied,
                                           CommitFault::kConflict,
                                           CommitFault::kRefused));

TEST_F(ShardTest, ReadFailure_FailsThatPostingOnly) {
  store_.FailReads(absl::InternalError("EIO"));
  EXPECT_EQ(ReasonOf(desk_.Post(Simple("104", "request-1", 5)).status()),
            Reason::kStorageFailed);
  store_.FailReads(absl::OkStatus());
  EXPECT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
}

// A commit thread that hung, or a process that a lock did not keep out.
TEST(FencedShardTest, PostAfterAnotherShardOpened_IsRefusedAndNotSeen) {
  storage::SimulatedDisk disk;
  const auto old_store = *storage::SimulatedStore::Open(&disk);
  auto older = *OpenDesk(old_store.get());
  ASSERT_TRUE(older.Post(Simple("104", "request-1", 5)).ok());

  const auto new_store = *storage::SimulatedStore::Open(&disk);
  auto newer = *OpenDesk(new_store.get());
  // Also to a ledger that is not there yet: its revision would be another's.
  for (const char* department : {"104", "105"}) {
    EXPECT_TRUE(absl::IsUnavailable(
        older.Post(Simple(department, "request-2", 7)).status()));
  }
  EXPECT_TRUE(absl::IsAborted(older.shard->failure()))
      << older.shard->failure();
  EXPECT_EQ(older.Totals().at("T1:in:ALL"), "5/5");

  const auto posted = newer.Post(Simple("105", "request-2", 7));
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_FALSE(posted->replayed);
  EXPECT_EQ(posted->revision, 2u);
  const auto third_store = *storage::SimulatedStore::Open(&disk);
  EXPECT_EQ(OpenDesk(third_store.get())->Totals().at("T1:in:ALL"), "12/12");
}

}  // namespace
}  // namespace yuheng::aggregation
