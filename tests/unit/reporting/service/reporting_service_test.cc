#include "services/reporting/service/reporting_service.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/unit/reporting/service/service_fixture.h"

namespace yuheng::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(ReportingServiceTest, GetTables_Department_IsNamedAndFilled) {
  v1::GetTablesRequest request = Request("prefectures/652300/departments/206");
  request.set_revision(7);
  v1::GetTablesResponse response;
  const grpc::Status status = GetTables(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.revision(), 7);
  EXPECT_EQ(response.display_name(), "昌吉州科技局");
  ASSERT_EQ(response.tables_size(), 1);
  ASSERT_EQ(response.tables(0).rows_size(), 2);
  EXPECT_EQ(response.tables(0).rows(0).name(), "科学技术支出");
  EXPECT_EQ(response.tables(0).rows(0).cells(0).derived_fen(), 5'000'000);
  EXPECT_EQ(aggregation_.asked.scope().name(), request.name());
  EXPECT_EQ(aggregation_.asked.revision(), 7);
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("yuheng_reporting_tables_total{what=\"tables\"} 1"));
}

TEST_F(ReportingServiceTest, GetTables_Scopes_HaveTheirNames) {
  v1::GetTablesResponse response;
  ASSERT_TRUE(GetTables(Request("prefectures/652300"), &response).ok());
  EXPECT_EQ(response.display_name(), "昌吉州");
  EXPECT_EQ(response.tables(0).title(), "部门支出总体情况表");
  ASSERT_TRUE(
      GetTables(Request("prefectures/652300/departments/206/units/206001"),
                &response)
          .ok());
  EXPECT_EQ(response.display_name(), "科技局本级");
  EXPECT_EQ(response.tables(0).title(), "单位支出总体情况表");
  const auto group = Request("prefectures/652300/groups/昌吉市/教育系统");
  ASSERT_TRUE(GetTables(group, &response).ok());
  EXPECT_EQ(response.display_name(), "昌吉市/教育系统");
  EXPECT_EQ(response.tables(0).title(), "部门支出总体情况表");
  EXPECT_EQ(aggregation_.asked.scope().name(), group.name());
  // A code the list does not know stands for itself while there are totals.
  ASSERT_TRUE(
      GetTables(Request("prefectures/652300/departments/299"), &response).ok());
  EXPECT_EQ(response.display_name(), "299");
}

TEST_F(ReportingServiceTest, GetTables_DepartmentNobodyKnows_IsRefused) {
  aggregation_.answer.clear_totals();
  v1::GetTablesResponse response;
  const grpc::Status status =
      GetTables(Request("prefectures/652300/departments/299"), &response);
  EXPECT_EQ(rpc::ParseStatus(status).reason, rpc::Reason::kDepartmentUnknown);
  EXPECT_TRUE(
      GetTables(Request("prefectures/652300/departments/206"), &response).ok());
}

TEST_F(ReportingServiceTest, GetTables_WrongScope_IsFieldInvalid) {
  v1::GetTablesResponse response;
  const rpc::ErrorDetails details =
      rpc::ParseStatus(GetTables(Request("prefectures/650100"), &response));
  EXPECT_EQ(details.reason, rpc::Reason::kFieldInvalid);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "name");
}

TEST_F(ReportingServiceTest, GetTables_RefusalOfThePeer_IsHandedOn) {
  aggregation_.status = rpc::MakeStatus(rpc::Reason::kRevisionInFuture, "太新",
                                        "too new", {{"newest_revision", "7"}});
  v1::GetTablesResponse response;
  const grpc::Status status =
      GetTables(Request("prefectures/652300"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  const rpc::ErrorDetails details = rpc::ParseStatus(status);
  EXPECT_EQ(details.reason, rpc::Reason::kRevisionInFuture);
  EXPECT_EQ(details.zh, "太新");
  EXPECT_EQ(details.metadata.at("newest_revision"), "7");
}

TEST_F(ReportingServiceTest, PeerThatIsGone_IsUnavailablePeer) {
  aggregation_server_->Shutdown();
  aggregation_server_.reset();
  v1::GetTablesResponse response;
  grpc::Status status = GetTables(Request("prefectures/652300"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(rpc::ParseStatus(status).reason, rpc::Reason::kUnavailablePeer);
  EXPECT_THAT(rpc::ParseStatus(status).zh, HasSubstr("账本汇总服务"));

  v1::RenderWorkbookRequest workbook;
  *workbook.mutable_tables() = Request("prefectures/652300");
  std::vector<v1::RenderWorkbookResponse> pieces;
  status = RenderWorkbook(workbook, &pieces);
  EXPECT_EQ(rpc::ParseStatus(status).reason, rpc::Reason::kUnavailablePeer);
  EXPECT_TRUE(pieces.empty());
}

TEST_F(ReportingServiceTest, Deadline_HoldsForThePeerToo) {
  aggregation_.silent = true;
  v1::GetTablesResponse response;
  const absl::Time start = absl::Now();
  const grpc::Status status =
      GetTables(Request("prefectures/652300"), &response, absl::Seconds(2));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  aggregation_.cancelled.WaitForNotification();
  EXPECT_LT(absl::FromChrono(aggregation_.deadline), start + absl::Seconds(5));
}

TEST_F(ReportingServiceTest, Cancellation_ReachesThePeer) {
  aggregation_.silent = true;
  grpc::ClientContext context;
  const v1::GetTablesRequest request = Request("prefectures/652300");
  v1::GetTablesResponse response;
  absl::Notification done;
  grpc::Status status;
  stub_->async()->GetTables(&context, &request, &response,
                            [&](grpc::Status outcome) {
                              status = outcome;
                              done.Notify();
                            });
  aggregation_.reached.WaitForNotification();
  context.TryCancel();
  aggregation_.cancelled.WaitForNotification();
  done.WaitForNotification();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ReportingServiceTest, FullQueue_AsksToTryAgain) {
  absl::Notification go;
  // Both workers busy, one task waiting: no more fits.
  for (int i = 0; i < 2; ++i) {
    absl::Notification running;
    ASSERT_TRUE(queue_.TryPost([&] {
      running.Notify();
      go.WaitForNotification();
    }));
    running.WaitForNotification();
  }
  ASSERT_TRUE(queue_.TryPost([] {}));
  v1::GetTablesResponse response;
  rpc::ErrorDetails details =
      rpc::ParseStatus(GetTables(Request("prefectures/652300"), &response));
  EXPECT_EQ(details.reason, rpc::Reason::kQueueFull);
  EXPECT_TRUE(details.retry_after.has_value());
  std::vector<v1::RenderWorkbookResponse> pieces;
  v1::RenderWorkbookRequest workbook;
  *workbook.mutable_tables() = Request("prefectures/652300");
  details = rpc::ParseStatus(RenderWorkbook(workbook, &pieces));
  EXPECT_EQ(details.reason, rpc::Reason::kQueueFull);
  go.Notify();
  queue_.Stop();  // Nobody waits for `go` any more.
}

TEST_F(ReportingServiceTest, TooManyCalls_AskToTryAgain) {
  std::vector<rpc::CallGate::Pass> passes;
  const grpc::CallbackServerContext context;
  for (int i = 0; i < 4; ++i) passes.push_back(*gate_.TryEnterUnread(context));
  v1::GetTablesResponse response;
  EXPECT_EQ(
      rpc::ParseStatus(GetTables(Request("prefectures/652300"), &response))
          .reason,
      rpc::Reason::kCallsTooMany);
  std::vector<v1::RenderWorkbookResponse> pieces;
  v1::RenderWorkbookRequest workbook;
  *workbook.mutable_tables() = Request("prefectures/652300");
  EXPECT_EQ(rpc::ParseStatus(RenderWorkbook(workbook, &pieces)).reason,
            rpc::Reason::kCallsTooMany);
  passes.clear();
  EXPECT_TRUE(GetTables(Request("prefectures/652300"), &response).ok());
}

TEST_F(ReportingServiceTest, RenderWorkbook_ComesInPiecesWithTheRevisionFirst) {
  // Many projects with names that do not compress make more than one piece.
  for (int i = 0; i < 20'000; ++i) {
    auto* total = aggregation_.answer.add_totals();
    total->mutable_account()->set_table(budget::v1::TABLE_KIND_T7);
    total->mutable_account()->set_row(
        absl::StrCat("2060102|", i, "-", i * 2654435761u));
    total->mutable_account()->set_column("e302");
    total->set_derived_fen(i + 1);
  }
  v1::RenderWorkbookRequest request;
  *request.mutable_tables() = Request("prefectures/652300/departments/206");
  request.mutable_tables()->clear_tables();
  std::vector<v1::RenderWorkbookResponse> pieces;
  const grpc::Status status = RenderWorkbook(request, &pieces);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_GT(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].revision(), 7);
  EXPECT_EQ(pieces[1].revision(), 0);
  EXPECT_THAT(pieces[0].chunk(), StartsWith("PK"));
  for (size_t i = 0; i + 1 < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].chunk().size(), kChunkSizeBytesMax);
  }
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("yuheng_reporting_tables_total{what=\"workbook\"} 10"));
}

TEST_F(ReportingServiceTest, RenderWorkbook_WrongField_IsNamedInFull) {
  v1::RenderWorkbookRequest request;
  *request.mutable_tables() = Request("prefectures/652300");
  request.mutable_tables()->set_fiscal_year(0);
  std::vector<v1::RenderWorkbookResponse> pieces;
  const rpc::ErrorDetails details =
      rpc::ParseStatus(RenderWorkbook(request, &pieces));
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "tables.fiscal_year");
}

TEST_F(ReportingServiceTest, GetProgress_CountsWhoSentAndWhoHasTo) {
  const auto add = [&](const std::string& submission,
                       ingestion::v1::SubmissionState state) {
    auto* department = ingestion_.answer.add_departments();
    department->set_submission(submission);
    department->set_state(state);
    department->set_required(submission != "s-2");
  };
  add("s-1", ingestion::v1::SUBMISSION_STATE_POSTED);
  add("", ingestion::v1::SUBMISSION_STATE_UNSPECIFIED);
  add("s-2", ingestion::v1::SUBMISSION_STATE_RETURNED);
  // A unit's row stands beside its department's.
  add("s-3", ingestion::v1::SUBMISSION_STATE_POSTED);
  ingestion_.answer.mutable_departments(3)->set_unit(
      "prefectures/652300/departments/206/units/206001");
  v1::GetProgressResponse response;
  const grpc::Status status = GetProgress(&response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.departments_size(), 4);
  EXPECT_EQ(response.departments(2).submission(), "s-2");
  EXPECT_EQ(response.sent_count(), 1);
  EXPECT_EQ(response.required_count(), 2);
  EXPECT_EQ(response.missing_count(), 1);
  EXPECT_EQ(response.posted_count(), 1);
  EXPECT_EQ(response.revision(), 7);
  EXPECT_EQ(ingestion_.asked.parent(), "prefectures/652300");
  EXPECT_EQ(ingestion_.asked.fiscal_year(), 2023);
}

TEST_F(ReportingServiceTest, GetProgress_IngestionGone_IsNamed) {
  ingestion_.status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  v1::GetProgressResponse response;
  const rpc::ErrorDetails details = rpc::ParseStatus(GetProgress(&response));
  EXPECT_EQ(details.reason, rpc::Reason::kUnavailablePeer);
  EXPECT_THAT(details.zh, HasSubstr("报送服务"));
}

}  // namespace
}  // namespace yuheng::reporting
