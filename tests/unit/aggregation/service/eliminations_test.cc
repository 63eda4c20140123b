// Eliminations as callers declare, list and reverse them.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class EliminationsOfServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    departments_ = &testing::GroupedDepartments();
    ServiceTest::SetUp();
    v1::PostResponse posted;
    ASSERT_TRUE(
        Post(testing::Own({"d0", ""}, "request-1", "unit_biz", 1000), &posted)
            .ok());
    ASSERT_TRUE(
        Post(testing::Own({"d1", ""}, "request-2", "unit_upsub", 400), &posted)
            .ok());
  }
  static v1::DeclareEliminationRequest Declaration(
      const std::string& request_id, int64_t fen) {
    v1::DeclareEliminationRequest request;
    request.set_payer(DepartmentOf("d0"));
    request.set_payee(DepartmentOf("d1"));
    request.set_request_id(request_id);
    request.set_fiscal_year(testing::kYear);
    request.set_stage(budget::v1::STAGE_APPROVED);
    request.mutable_transfer()->set_income_row("unit_upsub");
    request.mutable_transfer()->set_function_code("2060101");
    request.mutable_transfer()->set_kind("project");
    request.mutable_transfer()->set_amount_fen(fen);
    request.set_actor("预算科");
    request.set_reason("昌州科发〔2023〕5号");
    return request;
  }
  grpc::Status Declare(const v1::DeclareEliminationRequest& request,
                       v1::PostResponse* applied) {
    v1::DeclareEliminationResponse response;
    const auto status =
        stub_->DeclareElimination(Context().get(), request, &response);
    *applied = response.applied();
    return status;
  }
  grpc::Status Reverse(const std::string& name, const std::string& request_id) {
    v1::ReverseEliminationRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    request.set_actor("预算科");
    request.set_reason("登记有误");
    v1::ReverseEliminationResponse response;
    return stub_->ReverseElimination(Context().get(), request, &response);
  }
  v1::ListEliminationsResponse List(const std::string& name,
                                    int64_t revision = 0) {
    v1::ListEliminationsRequest request;
    *request.mutable_scope() = Scope(name);
    request.set_revision(revision);
    v1::ListEliminationsResponse response;
    const auto status =
        stub_->ListEliminations(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // Derived and eliminated income of the prefecture.
  std::vector<int64_t> Income(int64_t revision = 0) {
    const v1::ListTotalsResponse response = Totals(revision);
    for (const auto& total : response.totals()) {
      if (total.account().table() == budget::v1::TABLE_KIND_T1 &&
          total.account().side() == budget::v1::SIDE_INCOME &&
          total.account().row() == "ALL") {
        return {total.derived_fen(), total.eliminated_fen()};
      }
    }
    return {};
  }
};

TEST_F(EliminationsOfServiceTest, DeclareListReverse) {
  v1::PostResponse applied;
  auto status = Declare(Declaration("transfer-1", 300), &applied);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(applied.entry(), DepartmentOf("d1") + "/ledger/entries/2");
  EXPECT_EQ(applied.revision(), 3);
  EXPECT_THAT(Income(), ElementsAre(1400, 300));
  ASSERT_TRUE(Declare(Declaration("transfer-1", 300), &applied).ok());
  EXPECT_TRUE(applied.replayed());

  const auto listed = List(DepartmentOf("d0"));
  ASSERT_EQ(listed.eliminations_size(), 1);
  const v1::Elimination& one = listed.eliminations(0);
  EXPECT_EQ(one.entry(), applied.entry());
  EXPECT_EQ(one.payer(), DepartmentOf("d0"));
  EXPECT_EQ(one.payee(), DepartmentOf("d1"));
  EXPECT_EQ(one.transfer().DebugString(),
            Declaration("", 300).transfer().DebugString());
  EXPECT_EQ(one.actor(), "预算科");
  EXPECT_EQ(one.reason(), "昌州科发〔2023〕5号");
  EXPECT_FALSE(one.eliminated());
  EXPECT_TRUE(List(kPrefecture).eliminations(0).eliminated());
  EXPECT_EQ(listed.gaps_size(), 0);

  // The entry says the same.
  v1::GetEntryRequest get;
  get.set_name(applied.entry());
  ledger::v1::Entry entry;
  ASSERT_TRUE(stub_->GetEntry(Context().get(), get, &entry).ok());
  EXPECT_EQ(entry.kind(), ledger::v1::ENTRY_KIND_ELIMINATION);
  EXPECT_EQ(entry.elimination().payer(), DepartmentOf("d0"));
  EXPECT_EQ(entry.leaves_size(), 4);

  ASSERT_TRUE(Reverse(applied.entry(), "reverse-1").ok());
  ASSERT_TRUE(Reverse(applied.entry(), "reverse-1").ok());
  EXPECT_EQ(rpc::ParseStatus(Reverse(applied.entry(), "reverse-2")).reason,
            rpc::Reason::kNothingToReverse);
  EXPECT_THAT(Income(), ElementsAre(1400, 0));
  EXPECT_EQ(List(kPrefecture).eliminations_size(), 0);
  // As it was.
  EXPECT_THAT(Income(3), ElementsAre(1400, 300));
  EXPECT_EQ(List(DepartmentOf("d0"), 3).eliminations_size(), 1);
  EXPECT_EQ(List(DepartmentOf("d0"), 2).eliminations_size(), 0);

  v1::VerifyLedgersRequest verify;
  verify.set_parent(kPrefecture);
  v1::VerifyLedgersResponse proven;
  ASSERT_TRUE(stub_->VerifyLedgers(Context().get(), verify, &proven).ok());
  EXPECT_EQ(proven.differences_size(), 0);
  EXPECT_EQ(proven.entry_count(), 4);
}

TEST_F(EliminationsOfServiceTest, Declare_Refuses) {
  v1::PostResponse applied;
  const auto reason = [&](const v1::DeclareEliminationRequest& request) {
    return rpc::ParseStatus(Declare(request, &applied)).reason;
  };
  auto request = Declaration("transfer-1", 300);
  request.set_payer(DepartmentOf("unlisted"));
  EXPECT_EQ(reason(request), rpc::Reason::kNotFound);
  request.set_payer("prefectures/652300/groups/a");
  EXPECT_EQ(reason(request), rpc::Reason::kFieldInvalid);
  request.set_payer("prefectures/652400/departments/d0");
  EXPECT_EQ(reason(request), rpc::Reason::kNotFound);
  request.set_payer(DepartmentOf("d1"));
  EXPECT_EQ(reason(request), rpc::Reason::kFieldInvalid);
  EXPECT_EQ(reason(Declaration("transfer-1", 0)), rpc::Reason::kFieldInvalid);
  EXPECT_EQ(reason(Declaration("short", 300)), rpc::Reason::kFieldInvalid);
  ASSERT_TRUE(Declare(Declaration("transfer-1", 300), &applied).ok());
  EXPECT_EQ(reason(Declaration("transfer-1", 301)),
            rpc::Reason::kRequestIdReused);
  EXPECT_THAT(Income(), ElementsAre(1400, 300));
  // The posting that is no elimination.
  EXPECT_EQ(rpc::ParseStatus(
                Reverse(DepartmentOf("d1") + "/ledger/entries/1", "reverse-1"))
                .reason,
            rpc::Reason::kNothingToReverse);
}

TEST_F(EliminationsOfServiceTest, Declare_KnowsOnlyListedParties) {
  v1::PostResponse applied;
  const auto declare = [&](const std::string& payer, const std::string& payee) {
    auto request = Declaration("transfer-1", 300);
    request.set_payer(DepartmentOf(payer));
    request.set_payee(DepartmentOf(payee));
    return Declare(request, &applied);
  };
  const auto mistyped = declare("d0", "d1x");
  EXPECT_EQ(rpc::ParseStatus(mistyped).reason, rpc::Reason::kNotFound);
  EXPECT_THAT(mistyped.error_message(),
              HasSubstr("d1x is not in the department list"));
  // The list names the units of d4, and none of d3's.
  EXPECT_EQ(rpc::ParseStatus(declare("d0", "d4/units/u3")).reason,
            rpc::Reason::kNotFound);
  EXPECT_EQ(rpc::ParseStatus(declare("d4/units/u3", "d1")).reason,
            rpc::Reason::kNotFound);
  EXPECT_TRUE(declare("d4/units/u2", "d4/units/u1").ok());
  EXPECT_TRUE(declare("d0", "d3/units/u3").ok());
}

TEST_F(EliminationsOfServiceTest, MoreThanHeld_IsAGap) {
  v1::PostResponse applied;
  ASSERT_TRUE(Declare(Declaration("transfer-1", 450), &applied).ok());
  const auto listed = List(kPrefecture);
  ASSERT_EQ(listed.gaps_size(), 1);
  EXPECT_EQ(listed.gaps(0).party(), DepartmentOf("d1"));
  EXPECT_EQ(listed.gaps(0).account().row(), "unit_upsub");
  EXPECT_EQ(listed.gaps(0).declared_fen(), 450);
  EXPECT_EQ(listed.gaps(0).held_fen(), 400);
  EXPECT_THAT(Income(), ElementsAre(1400, 450));
}

TEST_F(EliminationsOfServiceTest, List_Pages) {
  v1::PostResponse applied;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        Declare(Declaration(absl::StrCat("transfer-", i), 1 + i), &applied)
            .ok());
  }
  v1::ListEliminationsRequest request;
  *request.mutable_scope() = Scope();
  request.set_page_size(2);
  std::vector<int64_t> amounts;
  do {
    v1::ListEliminationsResponse page;
    const auto status =
        stub_->ListEliminations(Context().get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& e : page.eliminations()) {
      amounts.push_back(e.transfer().amount_fen());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(amounts, ElementsAre(1, 2, 3));
  request.set_page_token("seq-3");
  v1::ListEliminationsResponse page;
  EXPECT_EQ(
      stub_->ListEliminations(Context().get(), request, &page).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EliminationsOfServiceTest, CompareAndContributions_SayIt) {
  v1::PostResponse applied;
  ASSERT_TRUE(Declare(Declaration("transfer-1", 300), &applied).ok());
  v1::CompareTotalsRequest compare;
  *compare.mutable_scope() = Scope();
  *compare.mutable_base() = Scope();
  compare.set_base_revision(2);
  v1::CompareTotalsResponse compared;
  ASSERT_TRUE(stub_->CompareTotals(Context().get(), compare, &compared).ok());
  bool found = false;
  for (const auto& line : compared.comparisons()) {
    if (line.account().row() != "unit_upsub") continue;
    found = true;
    EXPECT_EQ(line.derived_fen(), line.base_derived_fen());
    EXPECT_EQ(line.eliminated_fen(), 300);
    EXPECT_EQ(line.base_eliminated_fen(), 0);
  }
  EXPECT_TRUE(found);

  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope("prefectures/652300/groups/a/x");
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
  request.mutable_account()->set_row("206");
  request.mutable_account()->set_column("total");
  v1::ListContributionsResponse response;
  ASSERT_TRUE(
      stub_->ListContributions(Context().get(), request, &response).ok());
  EXPECT_EQ(response.total().eliminated_fen(), 300);
  ASSERT_EQ(response.contributions_size(), 3);
  EXPECT_EQ(response.contributions(2).entry(), applied.entry());
  EXPECT_EQ(response.contributions(2).eliminated_fen(), 300);
  EXPECT_EQ(response.contributions(2).derived_fen(), 0);
}

// A department that reports as a whole, with transfers between its units.
TEST_F(EliminationsOfServiceTest, Contributions_PagesEnd_AndHoldWhatWasAsked) {
  v1::PostResponse applied;
  for (int i = 0; i < 3; ++i) {
    auto request = Declaration(absl::StrCat("transfer-", i), 100);
    request.set_payer(DepartmentOf("d0") + "/units/u1");
    request.set_payee(DepartmentOf("d0") + "/units/u2");
    ASSERT_TRUE(Declare(request, &applied).ok());
  }
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope(DepartmentOf("d0"));
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
  request.mutable_account()->set_row("206");
  request.mutable_account()->set_column("total");
  request.set_page_size(1);
  std::vector<std::string> entries;
  int pages = 0;
  do {
    v1::ListContributionsResponse page;
    const auto status =
        stub_->ListContributions(Context().get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_LE(page.contributions_size(), 1);
    for (const auto& one : page.contributions()) {
      entries.push_back(one.entry().substr(DepartmentOf("d0").size()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && ++pages < 10);
  EXPECT_THAT(entries, ElementsAre("/ledger/entries/1", "/ledger/entries/2",
                                   "/ledger/entries/3", "/ledger/entries/4"));
}

TEST_F(EliminationsOfServiceTest, LedgerFull_IsExhausted_AndTheIdIsNotSettled) {
  v1::PostResponse applied;
  for (size_t i = 0; i < kEliminationsOfLedgerMax; ++i) {
    const auto status =
        Declare(Declaration(absl::StrCat("transfer-", i), 1), &applied);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  const auto refused = Declare(Declaration("one-more", 1), &applied);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const rpc::ErrorDetails details = rpc::ParseStatus(refused);
  EXPECT_EQ(details.reason_name, "ELIMINATIONS_TOO_MANY");
  EXPECT_THAT(details.en, HasSubstr("has 1000 eliminations in force already"));
  EXPECT_THAT(details.zh, HasSubstr("须先冲销"));
  // Waiting does not help.
  EXPECT_FALSE(details.retry_after.has_value());
  EXPECT_THAT(Income(), ElementsAre(1400, 1000));
  ASSERT_TRUE(
      Reverse(DepartmentOf("d1") + "/ledger/entries/2", "reverse-1").ok());
  EXPECT_TRUE(Declare(Declaration("one-more", 1), &applied).ok());
  EXPECT_THAT(Income(), ElementsAre(1400, 1000));
}

}  // namespace
}  // namespace yuheng::aggregation
