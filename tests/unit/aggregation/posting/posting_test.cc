// What may be posted, and which entry it makes.

#include "services/aggregation/posting/posting.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/balance.h"
#include "services/aggregation/posting/difference.h"
#include "services/aggregation/posting/plan.h"
#include "services/rpc/reason.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;
using testing::Line;
using testing::Normal;
using testing::Simple;

absl::StatusOr<Posting> Try(Posting posting) {
  return NormalisePosting(budget::StandardForm(), std::move(posting));
}

std::string FieldOf(const absl::Status& status) {
  const auto details = rpc::DetailsOf(status);
  return details.field_violations.empty() ? "none"
                                          : details.field_violations[0].field;
}

TEST(NormalisePosting, LinesInAnyOrder_HaveTheSameFingerprint) {
  Posting a = Simple("104", "request-1", 5'000);
  Posting b = a;
  std::reverse(b.leaves.begin(), b.leaves.end());
  b.leaves.push_back(Line("T2:2060101:unit", 0));
  EXPECT_EQ(FingerprintOf(Normal(a)), FingerprintOf(Normal(b)));
  b.leaves[0].amount_fen += 1;
  EXPECT_NE(FingerprintOf(Normal(a)), FingerprintOf(Normal(b)));
}

TEST(NormalisePosting, WrongFields_AreNamed) {
  Posting p = Simple("104", "short", 1);
  EXPECT_EQ(FieldOf(Try(p).status()), "request_id");
  p = Simple("104", "request-1", 1);
  p.fiscal_year = 1999;
  EXPECT_EQ(FieldOf(Try(p).status()), "fiscal_year");
  p = Simple("104", "request-1", 1);
  p.stage = 7;
  EXPECT_EQ(FieldOf(Try(p).status()), "stage");
  p = Simple("104", "request-1", 1);
  p.submission = "";
  EXPECT_EQ(FieldOf(Try(p).status()), "submission");
  p = Simple("104", "request-1", 1);
  p.reverse = true;
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves");
}

TEST(NormalisePosting, AccountsTheFormDoesNotHave_AreRefused) {
  Posting p = Simple("104", "request-1", 1);
  p.leaves.push_back({{3, 0, "206", "basic"}, 1});  // A class is no leaf.
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves[7].account");
  p = Simple("104", "request-1", 1);
  p.leaves.push_back({{11, 0, "2060101", "basic"}, 1});
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves[7].account");
  p = Simple("104", "request-1", 1);
  p.printed.push_back({{3, 0, "206", "nowhere"}, 1});
  EXPECT_EQ(FieldOf(Try(p).status()), "printed[2].account");
  p = Simple("104", "request-1", 1);
  p.printed.push_back(Line("T3:2060101:basic", 1));
  EXPECT_EQ(FieldOf(Try(p).status()), "printed[2].account");
  p = Simple("104", "request-1", 1);
  p.leaves.push_back({RoundingAccount(), 1});
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves[7].account");
}

TEST(NormalisePosting, AccountTwice_IsRefused) {
  Posting p = Simple("104", "request-1", 1);
  p.leaves.push_back(p.leaves[0]);
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves");
}

TEST(NormalisePosting, AmountBeyondTheLimit_IsRefused) {
  Posting p = Simple("104", "request-1", 1);
  p.leaves[0].amount_fen = std::numeric_limits<int64_t>::min();
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves[0].amount_fen");
}

TEST(NormalisePosting, AmountsTooLargeTogether_AreRefused) {
  Posting p = Simple("104", "request-1", 1);
  for (int i = 0; i < 4000; ++i) {
    p.leaves.push_back(
        {{3, 0, std::to_string(3000000 + i), "basic"}, 1'000'000'000'000'000});
  }
  EXPECT_EQ(FieldOf(Try(p).status()), "leaves");
}

TEST(Balance, IncomeAndExpenditureApart_IsRefusedWithFigures) {
  Posting p = Simple("104", "request-1", 100);
  p.leaves[0].amount_fen = 90;
  const auto rounding = BalanceOf(Normal(p).leaves, 0);
  ASSERT_EQ(rpc::ReasonOf(rounding.status()), Reason::kEntryUnbalanced);
  const auto details = rpc::DetailsOf(rounding.status());
  EXPECT_EQ(details.metadata.at("place"), "T1");
  EXPECT_EQ(details.metadata.at("difference_fen"), "-10");
}

TEST(Balance, DifferenceWithinRounding_GoesToTheRoundingAccount) {
  Posting p = Simple("104", "request-1", 100);
  p.leaves[0].amount_fen = 90;
  p.precision_fen = 10;  // Two leaves of half of it each.
  const auto plan = PlanEntry(Normal(p), {.revision = 1});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->entry.leaves,
              ::testing::Contains(storage::AmountLine{RoundingAccount(), -10}));
  EXPECT_EQ(*T1DifferenceOf(plan->entry.leaves), 0);
  p.precision_fen = 9;
  EXPECT_FALSE(PlanEntry(Normal(p), {.revision = 1}).ok());
}

TEST(Balance, OneFunctionCodeApart_IsRefusedThoughTheTotalHolds) {
  Posting p = Simple("104", "request-1", 100);
  p.leaves[3] = Line("T3:2060102:basic", 100);
  const auto rounding = BalanceOf(Normal(p).leaves, 0);
  ASSERT_FALSE(rounding.ok());
  EXPECT_EQ(rpc::DetailsOf(rounding.status()).metadata.at("place"),
            "T2/T3:2060101");
}

TEST(Plan, NewerVersion_CarriesTheDifferenceAndTheLink) {
  const auto first =
      PlanEntry(Normal(Simple("104", "request-1", 100)), {.revision = 1});
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->entry.kind, storage::EntryKind::kPosting);
  const auto second = PlanEntry(
      Normal(Simple("104", "request-2", 130)),
      {.head = first->head, .current = &first->contribution, .revision = 2});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->entry.kind, storage::EntryKind::kAmendment);
  EXPECT_EQ(second->entry.seq, 2u);
  EXPECT_EQ(second->entry.supersedes_seq, 1u);
  EXPECT_EQ(second->entry.previous_hash,
            storage::EntryHash(first->encoded_entry));
  for (const auto& line : second->entry.leaves) {
    EXPECT_EQ(line.amount_fen, 30);
  }
  EXPECT_EQ(second->entry.leaves.size(), 7u);
}

TEST(Plan, SameContentAgain_IsAnEmptyAmendment) {
  const auto first =
      PlanEntry(Normal(Simple("104", "request-1", 100)), {.revision = 1});
  const auto second = PlanEntry(
      Normal(Simple("104", "request-2", 100)),
      {.head = first->head, .current = &first->contribution, .revision = 2});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->entry.kind, storage::EntryKind::kAmendment);
  EXPECT_TRUE(second->entry.leaves.empty());
  EXPECT_TRUE(second->entry.printed.empty());
}

TEST(Plan, Reversal_NegatesAndLeavesNothingInForce) {
  const auto first =
      PlanEntry(Normal(Simple("104", "request-1", 100)), {.revision = 1});
  const Posting reversal = Normal(testing::Reversal("104", "request-2"));
  const auto second = PlanEntry(
      reversal,
      {.head = first->head, .current = &first->contribution, .revision = 2});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->entry.kind, storage::EntryKind::kReversal);
  for (const auto& line : second->entry.leaves) {
    EXPECT_EQ(line.amount_fen, -100);
  }
  EXPECT_FALSE(InForce(second->contribution));
  const auto third = PlanEntry(
      reversal,
      {.head = second->head, .current = &second->contribution, .revision = 3});
  EXPECT_EQ(rpc::ReasonOf(third.status()), Reason::kNothingToReverse);
}

TEST(Difference, BeyondInt64_IsDamage) {
  const storage::AccountKey a{1, 1, "gen_own", ""};
  EXPECT_TRUE(absl::IsDataLoss(
      Difference({{{a, std::numeric_limits<int64_t>::max()}}}, {{{a, -1}}})
          .status()));
}

}  // namespace
}  // namespace yuheng::aggregation
