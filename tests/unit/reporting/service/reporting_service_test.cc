#include "services/reporting/service/reporting_service.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Answers with `answer` or `status`.
class FakeAggregation final
    : public aggregation::v1::AggregationService::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListTotals(
      grpc::CallbackServerContext* context,
      const aggregation::v1::ListTotalsRequest* request,
      aggregation::v1::ListTotalsResponse* response) override {
    asked = *request;
    deadline = context->deadline();
    *response = answer;
    if (silent) {
      reached.Notify();
      return new SilentReactor(&cancelled);
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }

  aggregation::v1::ListTotalsRequest asked;
  std::chrono::system_clock::time_point deadline;
  aggregation::v1::ListTotalsResponse answer;
  grpc::Status status;
  // Never answers; tells when it is asked and when its caller has given up.
  bool silent = false;
  absl::Notification reached;
  absl::Notification cancelled;

 private:
  class SilentReactor final : public grpc::ServerUnaryReactor {
   public:
    explicit SilentReactor(absl::Notification* cancelled)
        : cancelled_(cancelled) {}
    void OnCancel() override { Finish(grpc::Status::CANCELLED); }
    void OnDone() override {
      cancelled_->Notify();
      delete this;
    }

   private:
    absl::Notification* const cancelled_;
  };
};

class FakeIngestion final
    : public ingestion::v1::IngestionService::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListProgress(
      grpc::CallbackServerContext* context,
      const ingestion::v1::ListProgressRequest* request,
      ingestion::v1::ListProgressResponse* response) override {
    asked = *request;
    *response = answer;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }

  ingestion::v1::ListProgressRequest asked;
  ingestion::v1::ListProgressResponse answer;
  grpc::Status status;
};

class ReportingServiceTest : public ::testing::Test {
 protected:
  ReportingServiceTest()
      : departments_(budget::DepartmentList::Parse(
                         "code,name,aliases,kind,units\n"
                         "206,昌吉州科技局,,行政,206001:科技局本级\n")
                         .value()) {
    aggregation_server_ = Serve(&aggregation_, &aggregation_channel_);
    ingestion_server_ = Serve(&ingestion_, &ingestion_channel_);
    peers_ = std::make_unique<Peers>(aggregation_channel_, ingestion_channel_);
    service_ = std::make_unique<ReportingServiceImpl>(
        ReportingServiceOptions{.form = &budget::StandardForm(),
                                .departments = &departments_,
                                .division = "652300",
                                .prefecture_name = "昌吉州",
                                .peers = peers_.get(),
                                .queue = &queue_,
                                .gate = &gate_,
                                .metrics = &metrics_,
                                .now = [] { return absl::Now(); }});
    std::shared_ptr<grpc::Channel> channel;
    server_ = Serve(service_.get(), &channel);
    stub_ = v1::ReportingService::NewStub(channel);
    aggregation_.answer.set_revision(7);
    AddTotal("206", 5'000'000);
    AddTotal("ALL", 5'000'000);
  }
  ~ReportingServiceTest() override {
    server_->Shutdown();
    queue_.Stop();
    ingestion_server_->Shutdown();
    if (aggregation_server_ != nullptr) aggregation_server_->Shutdown();
  }

  static std::unique_ptr<grpc::Server> Serve(
      grpc::Service* service, std::shared_ptr<grpc::Channel>* channel) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(service);
    auto server = builder.BuildAndStart();
    *channel = rpc::OpenChannel(absl::StrCat("127.0.0.1:", port)).value();
    EXPECT_TRUE(rpc::WaitReady(**channel, "test", absl::Seconds(10)).ok());
    return server;
  }

  void AddTotal(const std::string& row, int64_t fen) {
    auto* total = aggregation_.answer.add_totals();
    total->mutable_account()->set_table(budget::v1::TABLE_KIND_T3);
    total->mutable_account()->set_row(row);
    total->mutable_account()->set_column("total");
    total->set_derived_fen(fen);
    total->set_printed_fen(fen);
  }

  static v1::GetTablesRequest Request(const std::string& name) {
    v1::GetTablesRequest request;
    request.set_name(name);
    request.set_fiscal_year(2023);
    request.set_stage(budget::v1::STAGE_APPROVED);
    request.add_tables(budget::v1::TABLE_KIND_T3);
    return request;
  }

  grpc::Status GetTables(const v1::GetTablesRequest& request,
                         v1::GetTablesResponse* response,
                         absl::Duration deadline = absl::Seconds(10)) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, deadline);
    return stub_->GetTables(&context, request, response);
  }

  grpc::Status GetProgress(v1::GetProgressResponse* response) {
    v1::GetProgressRequest request;
    request.set_parent("prefectures/652300");
    request.set_fiscal_year(2023);
    request.set_stage(budget::v1::STAGE_APPROVED);
    grpc::ClientContext context;
    rpc::SetDeadline(&context, absl::Seconds(10));
    return stub_->GetProgress(&context, request, response);
  }

  // Pieces as they came.
  grpc::Status RenderWorkbook(const v1::RenderWorkbookRequest& request,
                              std::vector<v1::RenderWorkbookResponse>* pieces) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, absl::Seconds(30));
    auto stream = stub_->RenderWorkbook(&context, request);
    v1::RenderWorkbookResponse piece;
    while (stream->Read(&piece)) pieces->push_back(piece);
    return stream->Finish();
  }

  const budget::DepartmentList departments_;
  telemetry::Metrics metrics_;
  rpc::WorkQueue queue_{{.name = "test", .thread_count = 2, .waiting_max = 1}};
  rpc::CallGate gate_{4, &metrics_};
  FakeAggregation aggregation_;
  FakeIngestion ingestion_;
  std::unique_ptr<grpc::Server> aggregation_server_;
  std::unique_ptr<grpc::Server> ingestion_server_;
  std::shared_ptr<grpc::Channel> aggregation_channel_;
  std::shared_ptr<grpc::Channel> ingestion_channel_;
  std::unique_ptr<Peers> peers_;
  std::unique_ptr<ReportingServiceImpl> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ReportingService::Stub> stub_;
};

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
