// What reviewers and auditors read beyond totals: shares, comparisons and the
// stream of entries.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/aggregation/service/entries_stream.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;
class ReadingTest : public ServiceTest {};

TEST_F(ReadingTest, ListContributions_PagesAddUpToTheTotal) {
  v1::PostResponse posted;
  int64_t sum = 0;
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(Post(testing::Simple(absl::StrCat("d", i), "request-1", 10 + i),
                     &posted)
                    .ok());
    sum += 10 + i;
  }
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope();
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T1);
  request.mutable_account()->set_side(budget::v1::SIDE_INCOME);
  request.mutable_account()->set_row("ALL");
  request.set_page_size(3);
  std::vector<std::string> departments;
  int64_t added = 0;
  do {
    v1::ListContributionsResponse page;
    const auto status =
        stub_->ListContributions(Context().get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(page.revision(), 7);
    EXPECT_EQ(page.total().derived_fen(), sum);
    EXPECT_LE(page.contributions_size(), 3);
    for (const auto& contribution : page.contributions()) {
      departments.push_back(contribution.department());
      EXPECT_EQ(contribution.entry(),
                contribution.department() + "/ledger/entries/1");
      EXPECT_EQ(contribution.leaves_size(), 0);
      added += contribution.derived_fen();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(added, sum);
  EXPECT_EQ(departments.size(), 7u);
  EXPECT_TRUE(std::is_sorted(departments.begin(), departments.end()));
}

TEST_F(ReadingTest, ListContributions_OfADepartment_GivesItsLeaves) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("104", "request-2", 8), &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("105", "request-1", 9), &posted).ok());
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope(DepartmentOf("104"));
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
  request.mutable_account()->set_row("206");
  request.mutable_account()->set_column("total");
  v1::ListContributionsResponse response;
  auto status = stub_->ListContributions(Context().get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.contributions_size(), 1);
  EXPECT_EQ(response.contributions(0).derived_fen(), 8);
  EXPECT_FALSE(response.contributions(0).has_printed_fen());
  EXPECT_EQ(response.contributions(0).entry(),
            DepartmentOf("104") + "/ledger/entries/2");
  ASSERT_EQ(response.contributions(0).leaves_size(), 1);
  EXPECT_EQ(response.contributions(0).leaves(0).account().row(), "2060101");
  EXPECT_EQ(response.contributions(0).leaves(0).amount_fen(), 8);
  request.set_revision(1);
  status = stub_->ListContributions(Context().get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.total().derived_fen(), 5);
  EXPECT_EQ(response.contributions(0).derived_fen(), 5);
  request.mutable_account()->set_row("999");
  request.set_revision(0);
  ASSERT_TRUE(
      stub_->ListContributions(Context().get(), request, &response).ok());
  EXPECT_EQ(response.contributions_size(), 0);
  request.set_page_token("elsewhere");
  EXPECT_EQ(stub_->ListContributions(Context().get(), request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ReadingTest, ListContributions_OfADepartment_PagesByUnit) {
  v1::PostResponse posted;
  const std::vector<std::string> units = {"104003", "104001", "104004",
                                          "104002"};
  for (const std::string& unit : units) {
    Posting posting = testing::Simple("104", "request-" + unit, 5);
    posting.unit = unit;
    ASSERT_TRUE(Post(posting, &posted).ok());
  }
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope(DepartmentOf("104"));
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
  request.mutable_account()->set_row("206");
  request.mutable_account()->set_column("total");
  request.set_page_size(3);
  for (const int64_t revision : {0, 4, 3}) {
    request.set_revision(revision);
    std::vector<std::string> listed;
    do {
      v1::ListContributionsResponse page;
      const auto status =
          stub_->ListContributions(Context().get(), request, &page);
      ASSERT_TRUE(status.ok()) << status.error_message();
      EXPECT_LE(page.contributions_size(), 3);
      for (const auto& contribution : page.contributions()) {
        EXPECT_EQ(contribution.leaves_size(), 1);
        listed.push_back(contribution.unit());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    std::vector<std::string> expected(units.begin(),
                                      units.begin() + (revision == 3 ? 3 : 4));
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(listed, expected);
  }
}

TEST_F(ReadingTest, ListContributions_UnitsWithManyLeaves_EndAPage) {
  v1::PostResponse posted;
  for (const char* unit : {"104001", "104002", "104003"}) {
    Posting posting = testing::Simple("104", absl::StrCat("request-", unit), 5);
    posting.unit = unit;
    for (int i = 0; i < 15'000; ++i) {
      posting.leaves.push_back(
          {{7, 0, absl::StrCat("2060101|p", i), "e302"}, 1});
    }
    ASSERT_TRUE(Post(posting, &posted).ok());
  }
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope(DepartmentOf("104"));
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T7);
  request.mutable_account()->set_row("ALL");
  request.mutable_account()->set_column("total");
  v1::ListContributionsResponse page;
  const auto status = stub_->ListContributions(Context().get(), request, &page);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(page.contributions_size(), 2);
  EXPECT_EQ(page.next_page_token(), "unit-104/104003/0");
}

TEST_F(ReadingTest, CompareTotals_RevisionsYearsAndDepartments) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  Posting other = testing::Simple("104", "request-2", 7);
  other.fiscal_year = testing::kYear - 1;
  ASSERT_TRUE(Post(other, &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("105", "request-1", 2), &posted).ok());
  const auto all_of = [](const v1::CompareTotalsResponse& response) {
    for (const auto& line : response.comparisons()) {
      if (line.account().table() == budget::v1::TABLE_KIND_T1 &&
          line.account().side() == budget::v1::SIDE_INCOME &&
          line.account().row() == "ALL") {
        return std::pair(line.derived_fen(), line.base_derived_fen());
      }
    }
    return std::pair<int64_t, int64_t>(-1, -1);
  };
  v1::CompareTotalsRequest request;
  *request.mutable_scope() = Scope();
  *request.mutable_base() = Scope();
  request.mutable_base()->set_fiscal_year(testing::kYear - 1);
  v1::CompareTotalsResponse response;
  auto status = stub_->CompareTotals(Context().get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.revision(), 3);
  EXPECT_EQ(response.base_revision(), 3);
  EXPECT_EQ(all_of(response), std::pair(int64_t{7}, int64_t{7}));

  *request.mutable_base() = Scope();
  request.set_base_revision(1);
  ASSERT_TRUE(stub_->CompareTotals(Context().get(), request, &response).ok());
  EXPECT_EQ(response.base_revision(), 1);
  EXPECT_EQ(all_of(response), std::pair(int64_t{7}, int64_t{5}));

  *request.mutable_base() = Scope(DepartmentOf("105"));
  request.set_base_revision(0);
  ASSERT_TRUE(stub_->CompareTotals(Context().get(), request, &response).ok());
  EXPECT_EQ(all_of(response), std::pair(int64_t{7}, int64_t{2}));

  // A cell that one side alone has.
  *request.mutable_scope() = Scope(DepartmentOf("106"));
  ASSERT_TRUE(stub_->CompareTotals(Context().get(), request, &response).ok());
  EXPECT_EQ(all_of(response), std::pair(int64_t{0}, int64_t{2}));

  request.set_base_revision(9);
  status = stub_->CompareTotals(Context().get(), request, &response);
  EXPECT_EQ(rpc::ParseStatus(status).reason, Reason::kRevisionInFuture);
}

TEST_F(ReadingTest, WatchEntries_GivesEachEntryOnceInOrderAndResumes) {
  v1::PostResponse posted;
  // More than one read takes.
  const int before = static_cast<int>(2 * kEntriesReadMax) + 3;
  for (int i = 0; i < before; ++i) {
    ASSERT_TRUE(Post(testing::Simple(absl::StrCat("d", i % 3),
                                     absl::StrCat("request-", i), 1 + i),
                     &posted)
                    .ok());
  }
  for (const std::string& parent :
       {std::string(kPrefecture), DepartmentOf("d1")}) {
    for (int64_t resume : {int64_t{0}, int64_t{5}, int64_t{before}}) {
      v1::WatchEntriesRequest request;
      request.set_parent(parent);
      request.set_resume_revision(resume);
      auto context = Context();
      auto stream = stub_->WatchEntries(context.get(), request);
      std::vector<int64_t> expected;
      for (int64_t revision = resume + 1; revision <= before; ++revision) {
        if (parent == kPrefecture || revision % 3 == 2) {
          expected.push_back(revision);
        }
      }
      std::vector<int64_t> seen;
      v1::WatchEntriesResponse event;
      // Until a sign of life says that nothing is missing.
      while (stream->Read(&event)) {
        if (event.has_entry()) seen.push_back(event.entry().revision());
        if (event.has_progress()) {
          EXPECT_GE(event.progress().revision(),
                    seen.empty() ? 0 : seen.back());
          if (event.progress().revision() >= before) break;
        }
      }
      EXPECT_EQ(seen, expected) << parent << " after " << resume;
      context->TryCancel();
      while (stream->Read(&event)) {
      }
      stream->Finish();
    }
  }
  v1::WatchEntriesRequest request;
  request.set_parent(DepartmentOf("d9"));
  request.set_resume_revision(before);
  auto context = Context();
  auto stream = stub_->WatchEntries(context.get(), request);
  ASSERT_TRUE(Post(testing::Simple("d8", "request-1", 1), &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("d9", "request-1", 1), &posted).ok());
  v1::WatchEntriesResponse event;
  do {
    ASSERT_TRUE(stream->Read(&event));
  } while (!event.has_entry());
  EXPECT_EQ(event.entry().name(), DepartmentOf("d9") + "/ledger/entries/1");
  context->TryCancel();
  while (stream->Read(&event)) {
  }
  stream->Finish();
  request.set_resume_revision(before + 9);
  auto future = Context();
  stream = stub_->WatchEntries(future.get(), request);
  EXPECT_FALSE(stream->Read(&event));
  EXPECT_EQ(rpc::ParseStatus(stream->Finish()).reason,
            Reason::kRevisionInFuture);
}

TEST_F(ReadingTest, WatchEntries_FrozenReader_HoldsUpNobody) {
  v1::WatchEntriesRequest request;
  request.set_parent(kPrefecture);
  auto frozen_context = Context();
  auto frozen = stub_->WatchEntries(frozen_context.get(), request);
  v1::PostResponse posted;
  constexpr int kCount = 40;
  for (int i = 0; i < kCount; ++i) {
    Posting posting = testing::Simple("104", absl::StrCat("request-", i), 1);
    for (int p = 0; p < 500; ++p) {
      posting.leaves.push_back(
          {{7, 0, absl::StrCat("2060101|", std::string(200, 'p'), p), "e302"},
           i + 1});
    }
    ASSERT_TRUE(Post(posting, &posted).ok());
  }
  auto context = Context();
  auto stream = stub_->WatchEntries(context.get(), request);
  v1::WatchEntriesResponse event;
  int64_t seen = 0;
  while (seen < kCount && stream->Read(&event)) {
    if (event.has_entry()) {
      EXPECT_EQ(event.entry().revision(), ++seen);
    }
  }
  // And the frozen one still misses nothing.
  seen = 0;
  while (seen < kCount && frozen->Read(&event)) {
    if (event.has_entry()) {
      EXPECT_EQ(event.entry().revision(), ++seen);
    }
  }
  for (auto* each : {context.get(), frozen_context.get()}) each->TryCancel();
  for (auto* each : {stream.get(), frozen.get()}) {
    while (each->Read(&event)) {
    }
    each->Finish();
  }
}

TEST_F(ServiceTest, ListFunctionSources_NowAndBefore) {
  v1::PostResponse posted;
  ASSERT_TRUE(
      Post(testing::Own({"d0", ""}, "request-1", "unit_biz", 10), &posted)
          .ok());
  ASSERT_TRUE(
      Post(testing::Own({"d0", ""}, "request-2", "unit_biz", 25), &posted)
          .ok());
  v1::ListFunctionSourcesRequest request;
  *request.mutable_scope() = Scope(DepartmentOf("d0"));
  v1::ListFunctionSourcesResponse response;
  const auto list = [&](int64_t revision) {
    request.set_revision(revision);
    return stub_->ListFunctionSources(Context().get(), request, &response);
  };
  for (const int64_t revision : {0, 2, 1}) {
    ASSERT_TRUE(list(revision).ok());
    EXPECT_EQ(response.revision(), revision == 0 ? 2 : revision);
    ASSERT_EQ(response.functions_size(), 1);
    const int64_t fen = revision == 1 ? 10 : 25;
    EXPECT_EQ(response.functions(0).function_code(), "2060101");
    EXPECT_EQ(response.functions(0).project_open_fen(), fen);
    EXPECT_EQ(response.functions(0).sources(0).project().least_fen(), fen);
    ASSERT_EQ(response.entries_size(), 1);
    EXPECT_EQ(response.entries(0),
              absl::StrCat(DepartmentOf("d0"), "/ledger/entries/",
                           revision == 1 ? 1 : 2));
  }
  EXPECT_EQ(list(3).error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(list(-1).error_code(), grpc::StatusCode::INVALID_ARGUMENT);

  // Of the prefecture it is the sum over ledgers, and names no entries.
  ASSERT_TRUE(
      Post(testing::Own({"d1", "u1"}, "request-3", "unit_biz", 5), &posted)
          .ok());
  *request.mutable_scope() = Scope();
  for (const int64_t revision : {0, 1}) {
    ASSERT_TRUE(list(revision).ok());
    ASSERT_EQ(response.functions_size(), 1);
    EXPECT_EQ(response.functions(0).project_open_fen(),
              revision == 1 ? 10 : 30);
    EXPECT_EQ(response.entries_size(), 0);
  }
}

}  // namespace
}  // namespace yuheng::aggregation
