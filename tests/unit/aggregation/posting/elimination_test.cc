// What may be declared, which entry it makes, and which entries follow.

#include "services/aggregation/posting/elimination.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/balance.h"
#include "services/aggregation/posting/plan.h"
#include "services/budget/decimal.h"
#include "services/budget/rollup.h"
#include "services/rpc/reason.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Elimination;
using testing::EliminationReversal;
using testing::Line;

const Transfer kTransfer{"unit_upsub", "2060101", "project", 300};
const Party kPayer{"104", "104001"};
const Party kPayee{"104", "104002"};

Posting Declared(const Party& payer, const Party& payee) {
  Posting posting;
  posting.department = payee.department;
  posting.unit = payee.unit;
  posting.request_id = "request-1";
  posting.fiscal_year = testing::kYear;
  posting.stage = testing::kApproved;
  posting.elimination = {payer.department, payer.unit, "预算科", "5号文"};
  return posting;
}

rpc::Reason ReasonOf(const absl::StatusOr<Posting>& posting) {
  const auto reason = rpc::ReasonOf(posting.status());
  EXPECT_TRUE(reason.has_value()) << posting.status();
  return reason.value_or(rpc::Reason::kNotFound);
}

TEST(EliminationTest, LeavesOf_AreLeavesThatBalance_AndSayTheTransfer) {
  const auto leaves = LeavesOf(kTransfer);
  EXPECT_EQ(leaves,
            (std::vector{Line("T1:in:unit_upsub", 300), Line("T1:ex:206", 300),
                         Line("T2:2060101:unit", 300),
                         Line("T3:2060101:project", 300)}));
  for (const auto& leaf : leaves) {
    EXPECT_TRUE(
        budget::IsLeaf(budget::StandardForm(), AddressOf(leaf.account)));
  }
  EXPECT_EQ(BalanceOf(leaves, /*precision_fen=*/0).value(), 0);
  EXPECT_EQ(TransferOf(leaves), kTransfer);
  auto other = leaves;
  other[3].amount_fen = 299;
  EXPECT_EQ(TransferOf(other), std::nullopt);
  other = leaves;
  other[1] = Line("T1:ex:205", 300);
  EXPECT_EQ(TransferOf(other), std::nullopt);
}

TEST(EliminationTest, Normalise_RefusesWhatIsNoTransfer) {
  ASSERT_TRUE(NormaliseElimination(Declared(kPayer, kPayee), kTransfer).ok());
  ASSERT_TRUE(
      NormaliseElimination(Declared({"105", ""}, kPayee), kTransfer).ok());
  const Transfer wrong[] = {
      {"unit_biz", "2060101", "project", 300},
      {"unit_upsub", "206", "project", 300},
      {"unit_upsub", "20601x1", "project", 300},
      {"unit_upsub", "2060101", "total", 300},
      {"unit_upsub", "2060101", "project", 0},
      {"unit_upsub", "2060101", "project", -300},
      {"unit_upsub", "2060101", "project", budget::kFigureMicroMax + 1}};
  for (const Transfer& transfer : wrong) {
    EXPECT_EQ(
        ReasonOf(NormaliseElimination(Declared(kPayer, kPayee), transfer)),
        rpc::Reason::kFieldInvalid);
  }
  // One party twice, and a department as a whole beside its unit.
  for (const Party& payer : {kPayee, Party{"104", ""}}) {
    EXPECT_EQ(
        ReasonOf(NormaliseElimination(Declared(payer, kPayee), kTransfer)),
        rpc::Reason::kFieldInvalid);
  }
  for (const int year : {0, 1999, 2101}) {
    Posting posting = Declared(kPayer, kPayee);
    posting.fiscal_year = year;
    EXPECT_EQ(ReasonOf(NormaliseElimination(posting, kTransfer)),
              rpc::Reason::kFieldInvalid);
  }
  Posting nobody = Declared(kPayer, kPayee);
  nobody.elimination->actor.clear();
  EXPECT_EQ(ReasonOf(NormaliseElimination(nobody, kTransfer)),
            rpc::Reason::kFieldInvalid);
  Posting wordy = Declared(kPayer, kPayee);
  wordy.elimination->reason.assign(2001, 'x');
  EXPECT_EQ(ReasonOf(NormaliseElimination(wordy, kTransfer)),
            rpc::Reason::kFieldInvalid);
}

TEST(EliminationTest, Fingerprint_CoversWhoAndWhyAndWhatIsReversed) {
  const Posting posting = Elimination(kPayer, kPayee, "request-1", 300);
  Posting other = posting;
  other.elimination->payer_unit = "104003";
  EXPECT_NE(FingerprintOf(posting), FingerprintOf(other));
  other = posting;
  other.elimination->reason = "6号文";
  EXPECT_NE(FingerprintOf(posting), FingerprintOf(other));
  EXPECT_NE(FingerprintOf(EliminationReversal("104", "request-2", 1)),
            FingerprintOf(EliminationReversal("104", "request-2", 2)));
}

TEST(EliminationTest, Plan_AboveTheMost_IsRefused) {
  Eliminations eliminations;
  storage::LedgerHeadRecord head;
  const Posting posting = Elimination(kPayer, kPayee, "request-1", 300);
  for (size_t i = 0; i < kEliminationsOfLedgerMax; ++i) {
    const auto plan = PlanElimination(
        posting, {.head = head, .revision = head.revision + 1}, eliminations);
    ASSERT_TRUE(plan.ok()) << plan.status();
    eliminations.Apply(plan->entry);
    head = plan->head;
  }
  const PlanPosition position{.head = head, .revision = head.revision + 1};
  EXPECT_EQ(
      rpc::ReasonOf(PlanElimination(posting, position, eliminations).status()),
      rpc::Reason::kEliminationsTooMany);
  // A reversal makes room.
  const auto reversal = PlanElimination(
      EliminationReversal("104", "request-2", 1), position, eliminations);
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  eliminations.Apply(reversal->entry);
  EXPECT_TRUE(PlanElimination(posting,
                              {.head = reversal->head,
                               .revision = reversal->head.revision + 1},
                              eliminations)
                  .ok());
}

TEST(EliminationTest, Plan_AboveTheMostOfAllLedgers_IsRefused) {
  const Posting posting = Elimination(kPayer, kPayee, "request-1", 300);
  const auto status = [&](size_t count) {
    return PlanElimination(posting, {.elimination_count = count, .revision = 1},
                           {})
        .status();
  };
  EXPECT_TRUE(status(kEliminationsMax - 1).ok());
  EXPECT_EQ(rpc::ReasonOf(status(kEliminationsMax)),
            rpc::Reason::kEliminationsTooMany);
}

TEST(EliminationTest, Check_AllowsOnlyWhatTheLedgerMakes) {
  testing::EntryMaker maker;
  Eliminations eliminations;
  const auto declared =
      maker.Next(Elimination(kPayer, kPayee, "request-1", 300), 1);
  ASSERT_TRUE(eliminations.Check("104", declared).ok());
  auto changed = declared;
  changed.leaves[0].amount_fen = 301;
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = declared;
  changed.elimination->payer_unit = declared.unit;
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = declared;
  changed.submission = "prefectures/652300/departments/104/submissions/s-1";
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = declared;
  changed.document_sha256[0] = 1;
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  eliminations.Apply(declared);

  const auto reversal =
      maker.Next(EliminationReversal("104", "request-2", 1), 2);
  EXPECT_EQ(reversal.unit, "104002");
  EXPECT_EQ(reversal.elimination->payer_unit, "104001");
  EXPECT_EQ(reversal.elimination->reason, "登记有误");
  ASSERT_TRUE(eliminations.Check("104", reversal).ok());
  changed = reversal;
  changed.leaves[0].amount_fen = -299;
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = reversal;
  changed.elimination->payer_unit = "104003";
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = reversal;
  changed.fiscal_year = 2024;
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  changed = reversal;
  changed.submission = "prefectures/652300/departments/104/submissions/s-1";
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", changed)));
  eliminations.Apply(reversal);
  EXPECT_TRUE(eliminations.in_force().empty());
  EXPECT_TRUE(absl::IsDataLoss(eliminations.Check("104", reversal)));
}

}  // namespace
}  // namespace yuheng::aggregation
