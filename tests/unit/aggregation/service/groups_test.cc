// Groups of departments as callers ask for them.

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

std::string GroupOf(const std::string& group) {
  return absl::StrCat(kPrefecture, "/groups/", group);
}

class GroupsOfServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    departments_ = &testing::GroupedDepartments();
    ServiceTest::SetUp();
    // Revisions 1 to 5.
    v1::PostResponse posted;
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(Post(testing::Simple(absl::StrCat("d", i), "request-1",
                                       int64_t{1} << i),
                       &posted)
                      .ok());
    }
  }
  grpc::Status List(const std::string& name, int64_t revision,
                    v1::ListTotalsResponse* response) {
    v1::ListTotalsRequest request;
    *request.mutable_scope() = Scope(name);
    request.set_revision(revision);
    request.set_include_positions(true);
    return stub_->ListTotals(Context().get(), request, response);
  }
  int64_t Income(const std::string& group, int64_t revision = 0) {
    v1::ListTotalsResponse response;
    const auto status = List(GroupOf(group), revision, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return DerivedOf(response.totals(), "ALL");
  }
};

TEST_F(GroupsOfServiceTest, ListTotals_NowAndBefore) {
  EXPECT_EQ(Income("a"), 1 + 2 + 4);
  EXPECT_EQ(Income("a/x"), 1 + 2);
  EXPECT_EQ(Income("b"), 4 + 8);
  EXPECT_EQ(Income("c"), 0);
  EXPECT_EQ(Income("a", 2), 1 + 2);
  EXPECT_EQ(Income("b", 2), 0);
  for (int64_t revision : {0, 4}) {
    v1::ListTotalsResponse response;
    ASSERT_TRUE(List(GroupOf("b"), revision, &response).ok());
    ASSERT_EQ(response.positions_size(), 2);
    EXPECT_EQ(response.positions(0).department(), DepartmentOf("d2"));
    EXPECT_EQ(response.positions(1).department(), DepartmentOf("d3"));
  }
}

TEST_F(GroupsOfServiceTest, UnknownGroup_IsNotFound) {
  for (const char* group : {"x", "a/z", "A"}) {
    v1::ListTotalsResponse response;
    const auto details = rpc::ParseStatus(List(GroupOf(group), 0, &response));
    EXPECT_EQ(details.reason, rpc::Reason::kNotFound) << group;
    EXPECT_THAT(details.en, HasSubstr(absl::StrCat("no group ", group)));
  }
  v1::ListTotalsResponse response;
  EXPECT_EQ(List(GroupOf("a/"), 0, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // Without a list there are none.
  departments_ = nullptr;
  StartHost();
  EXPECT_EQ(List(GroupOf("a"), 0, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(GroupsOfServiceTest, ListContributions_PagesItsDepartments) {
  v1::ListContributionsRequest request;
  *request.mutable_scope() = Scope(GroupOf("a"));
  request.mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
  request.mutable_account()->set_row("206");
  request.mutable_account()->set_column("total");
  request.set_page_size(2);
  std::vector<std::string> departments;
  std::string token;
  do {
    v1::ListContributionsResponse page;
    const auto status =
        stub_->ListContributions(Context().get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(page.total().derived_fen(), 7);
    for (const auto& contribution : page.contributions()) {
      departments.push_back(contribution.department());
    }
    request.set_page_token(page.next_page_token());
    if (token.empty()) token = page.next_page_token();
  } while (!request.page_token().empty());
  EXPECT_THAT(departments, ElementsAre(DepartmentOf("d0"), DepartmentOf("d1"),
                                       DepartmentOf("d2")));
  // Its token is no page of the prefecture.
  *request.mutable_scope() = Scope();
  request.set_page_token(token);
  v1::ListContributionsResponse page;
  EXPECT_EQ(
      stub_->ListContributions(Context().get(), request, &page).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(GroupsOfServiceTest, CompareTotals_WithAnotherScopeAndRevision) {
  v1::CompareTotalsRequest request;
  *request.mutable_scope() = Scope(GroupOf("a"));
  *request.mutable_base() = Scope(GroupOf("b"));
  v1::CompareTotalsResponse response;
  const auto all = [&] {
    const auto status =
        stub_->CompareTotals(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const auto& line : response.comparisons()) {
      if (line.account().row() == "ALL" &&
          line.account().side() == budget::v1::SIDE_INCOME) {
        return std::vector{line.derived_fen(), line.base_derived_fen()};
      }
    }
    return std::vector<int64_t>{};
  };
  EXPECT_THAT(all(), ElementsAre(7, 12));
  *request.mutable_base() = Scope(GroupOf("a"));
  request.set_base_revision(1);
  EXPECT_THAT(all(), ElementsAre(7, 1));
  *request.mutable_base() = Scope(GroupOf("x"));
  EXPECT_EQ(
      stub_->CompareTotals(Context().get(), request, &response).error_code(),
      grpc::StatusCode::NOT_FOUND);
}

TEST_F(GroupsOfServiceTest, WatchTotals_ToldOfItsDepartmentsOnly) {
  v1::WatchTotalsRequest request;
  *request.mutable_scope() = Scope(GroupOf("b"));
  request.set_resume_revision(1);
  auto context = Context();
  auto stream = stub_->WatchTotals(context.get(), request);
  v1::WatchTotalsResponse event;
  std::vector<std::string> departments;
  while (stream->Read(&event)) {
    if (event.has_delta()) departments.push_back(event.delta().department());
    if (event.has_progress() && event.progress().revision() >= 5) break;
  }
  EXPECT_THAT(departments, ElementsAre(DepartmentOf("d2"), DepartmentOf("d3")));
  context->TryCancel();
  while (stream->Read(&event)) {
  }
  stream->Finish();

  *request.mutable_scope() = Scope(GroupOf("x"));
  auto unknown = Context();
  stream = stub_->WatchTotals(unknown.get(), request);
  EXPECT_FALSE(stream->Read(&event));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(GroupsOfServiceTest, VerifyLedgers_OfAllHolds) {
  v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  v1::VerifyLedgersResponse response;
  ASSERT_TRUE(stub_->VerifyLedgers(Context().get(), request, &response).ok());
  EXPECT_EQ(response.differences_size(), 0);
  EXPECT_EQ(response.sums_size(), 1);
}

}  // namespace
}  // namespace yuheng::aggregation
