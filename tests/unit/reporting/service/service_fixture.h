// A reporting service between peers that answer as a test says.
#ifndef YUHENG_TESTS_UNIT_REPORTING_SERVICE_SERVICE_FIXTURE_H_
#define YUHENG_TESTS_UNIT_REPORTING_SERVICE_SERVICE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/reporting/service/reporting_service.h"
#include "services/rpc/client.h"

namespace yuheng::reporting {

inline const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

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

  grpc::ServerUnaryReactor* GetSubmission(
      grpc::CallbackServerContext* context,
      const ingestion::v1::GetSubmissionRequest* request,
      ingestion::v1::Submission* response) override {
    response->set_name(request->name());
    response->set_unit("206001");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }
  grpc::ServerUnaryReactor* GetDocument(
      grpc::CallbackServerContext* context,
      const ingestion::v1::GetDocumentRequest*,
      budget::v1::Document* response) override {
    *response = document;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }

  ingestion::v1::ListProgressRequest asked;
  ingestion::v1::ListProgressResponse answer;
  budget::v1::Document document;
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
                                .now = [] { return kNow; }});
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

}  // namespace yuheng::reporting

#endif  // YUHENG_TESTS_UNIT_REPORTING_SERVICE_SERVICE_FIXTURE_H_
