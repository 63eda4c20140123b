// Ceilings as the contract shows them.
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

constexpr char kUnit[] = "prefectures/652300/departments/205/units/205001";

class CeilingMethodsTest : public IngestionServiceTest {
 protected:
  using IngestionServiceTest::IngestionServiceTest;

  static v1::ImportCeilingsRequest Request() {
    v1::ImportCeilingsRequest request;
    request.set_parent(kPrefecture);
    request.set_actor("budget");
    return request;
  }
  static void Add(const std::string& parent, int64_t gen_fen,
                  v1::ImportCeilingsRequest* request, int year = 2023) {
    v1::Ceiling* ceiling = request->add_ceilings();
    ceiling->set_parent(parent);
    ceiling->set_fiscal_year(year);
    ceiling->set_reason("notice 18");
    auto* figure = ceiling->add_figures();
    figure->set_source("gen");
    figure->set_amount_fen(gen_fen);
  }
  v1::ImportCeilingsResponse Import(const v1::ImportCeilingsRequest& request) {
    grpc::ClientContext context;
    v1::ImportCeilingsResponse response;
    const grpc::Status status =
        stub_->ImportCeilings(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  rpc::ErrorDetails Refusal(const v1::ImportCeilingsRequest& request) {
    grpc::ClientContext context;
    v1::ImportCeilingsResponse response;
    return rpc::ParseStatus(
        stub_->ImportCeilings(&context, request, &response));
  }
  v1::ListCeilingsResponse List(const v1::ListCeilingsRequest& request) {
    grpc::ClientContext context;
    v1::ListCeilingsResponse response;
    const grpc::Status status =
        stub_->ListCeilings(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::Submission SendDraft(const std::string& request_id,
                           const std::string& text) {
    v1::SubmitHeader header = Header(request_id);
    header.set_stage(budget::v1::STAGE_DRAFT);
    return Send(Requests(header, FakeBytes(kScience, 2023, 0, text)))
        .submission();
  }
};

TEST_F(CeilingMethodsTest, Import_IsServedByList) {
  v1::ImportCeilingsRequest request = Request();
  Add(kDepartment, 100, &request);
  Add(kUnit, 7, &request);
  const v1::ImportCeilingsResponse imported = Import(request);
  EXPECT_TRUE(imported.applied());
  ASSERT_EQ(imported.results_size(), 2);
  const v1::Ceiling& set = imported.results(0).ceiling();
  EXPECT_EQ(set.parent(), kDepartment);
  EXPECT_EQ(set.actor(), "budget");
  EXPECT_TRUE(set.has_set_time());
  EXPECT_TRUE(set.in_force());
  EXPECT_EQ(set.sha256().size(), 64u);

  v1::ListCeilingsRequest list;
  list.set_parent(kPrefecture);
  const v1::ListCeilingsResponse all = List(list);
  ASSERT_EQ(all.ceilings_size(), 2);
  EXPECT_EQ(all.ceilings(0).parent(), kUnit);
  EXPECT_EQ(all.ceilings(1).SerializeAsString(), set.SerializeAsString());
  EXPECT_EQ(all.next_page_token(), "");
  list.set_parent("prefectures/652300/departments/205");
  EXPECT_EQ(List(list).ceilings_size(), 1);
  list.set_fiscal_year(2024);
  EXPECT_EQ(List(list).ceilings_size(), 0);
}

TEST_F(CeilingMethodsTest, Import_Again_IsUnchanged_AndANewerOneReplaces) {
  v1::ImportCeilingsRequest request = Request();
  Add(kDepartment, 100, &request);
  const v1::Ceiling first = Import(request).results(0).ceiling();
  const v1::ImportCeilingsResponse again = Import(request);
  EXPECT_TRUE(again.applied());
  EXPECT_TRUE(again.results(0).unchanged());
  EXPECT_EQ(again.results(0).ceiling().SerializeAsString(),
            first.SerializeAsString());
  request.mutable_ceilings(0)->mutable_figures(0)->set_amount_fen(120);
  EXPECT_FALSE(Import(request).results(0).unchanged());
  v1::ListCeilingsRequest list;
  list.set_parent(kDepartment);
  EXPECT_EQ(List(list).ceilings_size(), 1);
  list.set_show_history(true);
  const v1::ListCeilingsResponse history = List(list);
  ASSERT_EQ(history.ceilings_size(), 2);
  EXPECT_FALSE(history.ceilings(0).in_force());
  EXPECT_EQ(history.ceilings(0).sha256(), first.sha256());
  EXPECT_TRUE(history.ceilings(1).in_force());
}

TEST_F(CeilingMethodsTest, Import_WhatIsWrong_StandsWithItsItem) {
  v1::ImportCeilingsRequest request = Request();
  Add(kDepartment, 100, &request);
  Add("prefectures/652300/departments/999", 1, &request);
  Add(kPrefecture, 1, &request);
  Add(kUnit, -1, &request);
  Add(kUnit, 1, &request, 1);
  Add("prefectures/650000/departments/206", 1, &request);
  Add(kUnit, 1, &request);
  request.mutable_ceilings(6)->clear_reason();
  const v1::ImportCeilingsResponse imported = Import(request);
  EXPECT_FALSE(imported.applied());
  ASSERT_EQ(imported.results_size(), 7);
  EXPECT_TRUE(imported.results(0).has_ceiling());
  EXPECT_FALSE(imported.results(0).ceiling().in_force());
  for (int i = 1; i < 7; ++i) {
    const v1::DecisionError& error = imported.results(i).error();
    EXPECT_EQ(error.reason(), i == 5 ? "NOT_FOUND" : "FIELD_INVALID") << i;
    EXPECT_FALSE(error.message().zh().empty()) << i;
  }
  EXPECT_NE(imported.results(3).error().message().en().find("not negative"),
            std::string::npos);
  v1::ListCeilingsRequest list;
  list.set_parent(kPrefecture);
  list.set_show_history(true);
  EXPECT_EQ(List(list).ceilings_size(), 0);
}

TEST_F(CeilingMethodsTest, Import_ForADepartment_TakesNoOther) {
  v1::ImportCeilingsRequest request = Request();
  request.set_parent(kDepartment);
  Add(kUnit, 1, &request);
  EXPECT_EQ(Import(request).results(0).error().reason(), "FIELD_INVALID");
  request.clear_ceilings();
  Add(kDepartment, 1, &request);
  EXPECT_TRUE(Import(request).applied());
}

TEST_F(CeilingMethodsTest, Import_WrongRequests_NameTheFields) {
  v1::ImportCeilingsRequest request = Request();
  request.clear_actor();
  rpc::ErrorDetails details = Refusal(request);
  EXPECT_EQ(details.reason, Reason::kFieldInvalid);
  EXPECT_EQ(details.field_violations.size(), 2u);
  request = Request();
  for (int i = 0; i <= 2000; ++i) Add(kDepartment, 1, &request);
  details = Refusal(request);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "ceilings");
  request = Request();
  Add(kDepartment, 1, &request);
  request.set_parent("prefectures/650000");
  EXPECT_EQ(Refusal(request).reason, Reason::kNotFound);
}

TEST_F(CeilingMethodsTest, ValidateOnly_SetsNothing) {
  v1::ImportCeilingsRequest request = Request();
  Add(kDepartment, 100, &request);
  request.set_validate_only(true);
  const v1::ImportCeilingsResponse imported = Import(request);
  EXPECT_FALSE(imported.applied());
  EXPECT_TRUE(imported.results(0).has_ceiling());
  v1::ListCeilingsRequest list;
  list.set_parent(kPrefecture);
  EXPECT_EQ(List(list).ceilings_size(), 0);
}

TEST_F(CeilingMethodsTest, List_HasPages) {
  v1::ImportCeilingsRequest request = Request();
  for (int year = 2021; year < 2026; ++year) {
    Add(kDepartment, year, &request, year);
  }
  Import(request);
  v1::ListCeilingsRequest list;
  list.set_parent(kPrefecture);
  list.set_page_size(2);
  std::vector<int> years;
  int pages = 0;
  do {
    const v1::ListCeilingsResponse page = List(list);
    EXPECT_LE(page.ceilings_size(), 2);
    for (const auto& each : page.ceilings()) {
      years.push_back(each.fiscal_year());
    }
    list.set_page_token(page.next_page_token());
    ++pages;
  } while (!list.page_token().empty());
  EXPECT_EQ(years, (std::vector<int>{2021, 2022, 2023, 2024, 2025}));
  EXPECT_EQ(pages, 3);

  list.set_page_token("?");
  grpc::ClientContext context;
  v1::ListCeilingsResponse response;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->ListCeilings(&context, list, &response)).reason,
      Reason::kFieldInvalid);
  list.clear_page_token();
  list.set_page_size(1001);
  list.set_fiscal_year(7);
  grpc::ClientContext another;
  EXPECT_EQ(rpc::ParseStatus(stub_->ListCeilings(&another, list, &response))
                .field_violations.size(),
            2u);
}

TEST_F(CeilingMethodsTest, NewerCeiling_MakesVerdictsUnderTheOlderStale) {
  const v1::Submission before = SendDraft("request-1", "a");
  EXPECT_FALSE(before.verdict_stale());
  EXPECT_EQ(before.verdict().ceiling_sha256(), "");
  v1::ImportCeilingsRequest request = Request();
  Add(kDepartment, 100, &request);
  const std::string first = Import(request).results(0).ceiling().sha256();
  EXPECT_TRUE(Get(before.name()).verdict_stale());

  const v1::Submission under = SendDraft("request-2", "b");
  EXPECT_FALSE(under.verdict_stale());
  EXPECT_EQ(under.verdict().ceiling_sha256(), first);
  // Of another year, department or stage: nothing changes.
  request.clear_ceilings();
  Add(kDepartment, 100, &request, 2024);
  Add(kUnit, 100, &request);
  Import(request);
  EXPECT_FALSE(Get(under.name()).verdict_stale());
  request.clear_ceilings();
  Add(kDepartment, 110, &request);
  Import(request);
  EXPECT_TRUE(Get(under.name()).verdict_stale());
  // The older figures again are the older ceiling.
  request.mutable_ceilings(0)->mutable_figures(0)->set_amount_fen(100);
  Import(request);
  EXPECT_FALSE(Get(under.name()).verdict_stale());
  EXPECT_FALSE(Submit("request-3", FakeBytes(kScience, 2023))
                   .submission()
                   .verdict_stale());
}

TEST_F(CeilingMethodsTest, Compare_HasPages) {
  v1::ImportCeilingsRequest import = Request();
  Add(kDepartment, 100, &import);
  Add(kUnit, 7, &import);
  Add("prefectures/652300/departments/205", 50, &import);
  Add(kDepartment, 100, &import, 2024);
  Import(import);
  const v1::Submission draft = SendDraft("request-1", "a");

  v1::CompareCeilingsRequest request;
  request.set_parent(kPrefecture);
  request.set_fiscal_year(2023);
  request.set_page_size(2);
  grpc::ClientContext first;
  v1::CompareCeilingsResponse page;
  ASSERT_TRUE(stub_->CompareCeilings(&first, request, &page).ok());
  ASSERT_EQ(page.comparisons_size(), 2);
  EXPECT_EQ(page.comparisons(0).parent(), "prefectures/652300/departments/205");
  EXPECT_EQ(page.comparisons(1).parent(), kUnit);
  const v1::ComparedFigure& none = page.comparisons(1).figures(0);
  EXPECT_EQ(none.ceiling().amount_fen(), 7);
  EXPECT_FALSE(none.has_stated_fen());
  EXPECT_EQ(none.verdict(), v1::CEILING_VERDICT_NO_DRAFT);

  request.set_page_token(page.next_page_token());
  grpc::ClientContext second;
  ASSERT_TRUE(stub_->CompareCeilings(&second, request, &page).ok());
  ASSERT_EQ(page.comparisons_size(), 1);
  EXPECT_EQ(page.next_page_token(), "");
  const v1::CeilingComparison& comparison = page.comparisons(0);
  EXPECT_EQ(comparison.parent(), kDepartment);
  EXPECT_EQ(comparison.fiscal_year(), 2023);
  EXPECT_EQ(comparison.ceiling_sha256().size(), 64u);
  ASSERT_EQ(comparison.submissions_size(), 1);
  EXPECT_EQ(comparison.submissions(0), draft.name());
  // The document has no tables.
  EXPECT_EQ(comparison.figures(0).verdict(), v1::CEILING_VERDICT_INCOMPLETE);
}

// Two departments of many units, which all have sent a draft.
class ManyDraftsTest : public CeilingMethodsTest {
 protected:
  static constexpr int kUnits = 30;

  ManyDraftsTest() : CeilingMethodsTest(Departments()) {}

  static std::string Departments() {
    std::string list = "code,name,aliases,kind,units\n";
    for (const int code : {206, 205}) {
      absl::StrAppend(&list, code,
                      code == 206 ? ",昌吉州科技局" : ",昌吉州教育局",
                      ",,行政,");
      for (int unit = 1; unit <= kUnits; ++unit) {
        absl::StrAppend(&list, unit == 1 ? "" : "|", code * 1000 + unit);
      }
      list += "\n";
    }
    return list;
  }
  void SendDrafts() {
    for (const int code : {206, 205}) {
      for (int unit = 1; unit <= kUnits; ++unit) {
        v1::SubmitHeader header =
            Header(absl::StrCat("draft-", code, "-", unit));
        header.set_parent(absl::StrCat(kPrefecture, "/departments/", code));
        header.set_stage(budget::v1::STAGE_DRAFT);
        header.set_unit(absl::StrCat(code * 1000 + unit));
        ASSERT_TRUE(Send(Requests(header, FakeBytes("", 2023))).status.ok());
      }
    }
  }
  // Of both departments, or of all their units.
  void ImportAll(bool of_units) {
    v1::ImportCeilingsRequest import = Request();
    for (const int code : {206, 205}) {
      const std::string name = absl::StrCat(kPrefecture, "/departments/", code);
      for (int unit = 1; unit <= (of_units ? kUnits : 1); ++unit) {
        Add(of_units ? absl::StrCat(name, "/units/", code * 1000 + unit) : name,
            100, &import);
      }
    }
    ASSERT_TRUE(Import(import).applied());
  }
  static v1::CompareCeilingsRequest Comparing() {
    v1::CompareCeilingsRequest request;
    request.set_parent(kPrefecture);
    request.set_fiscal_year(2023);
    request.set_page_size(100);
    return request;
  }
  // From now on drafts are compared when they are let go, and each takes time.
  void HoldComparisons() {
    StopServer();
    desk_.parts.reader = [this](const ReadingRequest& request) {
      if (request.turn.waits) {
        ++begun_;
        let_go_.WaitForNotification();
        absl::SleepFor(absl::Milliseconds(10));
      }
      return ReadFake(request);
    };
    Start();
  }
  void AwaitBegun(int count) const {
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (begun_ < count && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    EXPECT_GE(begun_, count);
  }

  std::atomic<int> begun_{0};
  absl::Notification let_go_;
};

TEST_F(ManyDraftsTest, Compare_PageEndsBeforeItReadsTooManyDrafts) {
  SendDrafts();
  ImportAll(/*of_units=*/false);
  v1::CompareCeilingsRequest request = Comparing();
  std::vector<std::string> compared;
  do {
    grpc::ClientContext context;
    v1::CompareCeilingsResponse page;
    ASSERT_TRUE(stub_->CompareCeilings(&context, request, &page).ok());
    ASSERT_EQ(page.comparisons_size(), 1);
    EXPECT_EQ(page.comparisons(0).submissions_size(), kUnits);
    compared.push_back(page.comparisons(0).parent());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(compared.size(), 2u);
}

TEST_F(ManyDraftsTest, Compare_EndsWhenNobodyWaitsForItAnyMore) {
  SendDrafts();
  ImportAll(/*of_units=*/true);
  HoldComparisons();
  grpc::ClientContext context;
  std::thread client([&] {
    v1::CompareCeilingsResponse page;
    EXPECT_EQ(stub_->CompareCeilings(&context, Comparing(), &page).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  AwaitBegun(1);
  context.TryCancel();
  client.join();
  let_go_.Notify();
  StopServer();  // Everything that was under way has ended.
  EXPECT_LT(begun_, 2 * kUnits / 3);
}

TEST_F(ManyDraftsTest, Compare_HoldsUpNoReceipts) {
  SendDrafts();
  ImportAll(/*of_units=*/false);
  HoldComparisons();
  std::vector<std::thread> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back([this] {
      grpc::ClientContext context;
      v1::CompareCeilingsResponse page;
      EXPECT_TRUE(stub_->CompareCeilings(&context, Comparing(), &page).ok());
    });
  }
  AwaitBegun(2);
  // With as many threads as compare.
  EXPECT_TRUE(Submit("request-1", FakeBytes(kScience, 2023)).status.ok());
  let_go_.Notify();
  for (std::thread& client : clients) client.join();
}

TEST_F(CeilingMethodsTest, Compare_WrongRequests_NameTheFields) {
  v1::CompareCeilingsRequest request;
  request.set_parent(kPrefecture);
  request.set_page_size(101);
  v1::CompareCeilingsResponse response;
  grpc::ClientContext context;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->CompareCeilings(&context, request, &response))
          .field_violations.size(),
      2u);
  request.set_page_size(0);
  request.set_fiscal_year(2023);
  request.set_page_token("x");
  grpc::ClientContext another;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->CompareCeilings(&another, request, &response))
          .reason,
      Reason::kFieldInvalid);
}

TEST_F(CeilingMethodsTest, PendingUnderAnOlderCeiling_IsCheckedAgain) {
  desk_.auto_accept = false;
  Restart();
  const v1::Submission pending = SendDraft("request-1", "a");
  ASSERT_EQ(pending.state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
  v1::ImportCeilingsRequest import = Request();
  Add(kDepartment, 100, &import);
  const std::string sha256 = Import(import).results(0).ceiling().sha256();

  v1::AcceptSubmissionRequest accept;
  accept.set_name(pending.name());
  accept.set_actor("chief");
  v1::Submission answered;
  grpc::ClientContext accepting;
  const grpc::Status refused =
      stub_->AcceptSubmission(&accepting, accept, &answered);
  EXPECT_EQ(refused.error_code(), grpc::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::ParseStatus(refused).reason, Reason::kVerdictStale);

  v1::RecheckSubmissionRequest recheck;
  recheck.set_name(pending.name());
  recheck.set_actor("budget");
  recheck.set_reason("notice 19");
  recheck.set_etag("\"0\"");
  grpc::ClientContext other_etag;
  EXPECT_EQ(rpc::ParseStatus(
                stub_->RecheckSubmission(&other_etag, recheck, &answered))
                .reason,
            Reason::kEtagMismatch);
  recheck.set_etag(pending.etag());
  grpc::ClientContext rechecking;
  ASSERT_TRUE(stub_->RecheckSubmission(&rechecking, recheck, &answered).ok());
  EXPECT_EQ(answered.state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
  EXPECT_FALSE(answered.verdict_stale());
  EXPECT_EQ(answered.verdict().ceiling_sha256(), sha256);
  ASSERT_EQ(answered.history_size(), 4);
  EXPECT_EQ(answered.history(2).state(), v1::SUBMISSION_STATE_RECEIVED);
  EXPECT_EQ(answered.history(2).actor(), "budget");
  EXPECT_EQ(answered.history(2).reason().en(), "notice 19");
}

}  // namespace
}  // namespace yuheng::ingestion
