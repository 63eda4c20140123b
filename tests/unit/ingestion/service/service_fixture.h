#ifndef YUHENG_TESTS_UNIT_INGESTION_SERVICE_SERVICE_FIXTURE_H_
#define YUHENG_TESTS_UNIT_INGESTION_SERVICE_SERVICE_FIXTURE_H_

#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "services/ingestion/ingestion_service.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"
#include "services/rpc/watch_pump.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {

using rpc::Reason;

inline constexpr char kPrefecture[] = "prefectures/652300";
inline constexpr char kDepartment[] = "prefectures/652300/departments/206";

// What one upload was answered.
struct Answer {
  std::vector<v1::SubmitResponse> events;
  grpc::Status status;

  absl::optional<Reason> reason() const {
    return rpc::ParseStatus(status).reason;
  }
  const v1::Submission& submission() const {
    return events.back().submission();
  }
  int Findings() const {
    int count = 0;
    for (const auto& event : events) count += event.findings().findings_size();
    return count;
  }
};

inline v1::SubmitHeader Header(const std::string& request_id) {
  v1::SubmitHeader header;
  header.set_parent(kPrefecture);
  header.set_request_id(request_id);
  header.set_file_name("a.txt");
  return header;
}

// Holds every check until it is released.
class HeldChecker final : public DocumentChecker {
 public:
  explicit HeldChecker(DocumentChecker* checker) : checker_(checker) {}
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      override {
    if (held) {
      if (++held_count == 1) begun.Notify();
      release.WaitForNotification();
    }
    return checker_->Check(document, references, sink);
  }
  std::atomic<bool> held{false};
  std::atomic<int> held_count{0};
  absl::Notification begun;
  absl::Notification release;

 private:
  DocumentChecker* const checker_;
};

class IngestionServiceTest : public ::testing::Test {
 protected:
  explicit IngestionServiceTest(absl::string_view list = kFakeDepartments)
      : desk_(list) {}

  void SetUp() override { Start(); }
  void TearDown() override { StopServer(); }

  void Start() {
    desk_.parts.checker = &held_;
    desk_.parts.rules = &in_force_;
    desk_.parts.policy.document_size_bytes_max = document_size_bytes_max_;
    DispatcherOptions options;
    options.lanes = {.thread_count = 2, .tasks_max = 100};
    options.retry_wait_initial = absl::Milliseconds(1);
    options.retry_wait_max = absl::Milliseconds(5);
    options.followed_failures_max = followed_failures_max_;
    dispatcher_ = std::make_unique<Dispatcher>(
        options, desk_.parts, DispatchMetrics(&metrics_), &logger_);
    gate_ = MakeGate();
    pump_ = std::make_unique<rpc::WatchPump>(
        [this] { desk_.store->feed().Tick(); }, absl::Milliseconds(20));
    service_ = std::make_unique<IngestionServiceImpl>(
        IngestionServiceOptions{.prefecture = {"652300", &desk_.departments},
                                .lifecycle = &desk_.parts,
                                .dispatcher = dispatcher_.get(),
                                .gate = gate_.get(),
                                .pump = pump_.get(),
                                .upload_bytes_in_flight_max = upload_bytes_max_,
                                .idle_time_max = idle_time_max_,
                                .kept_uploads = kept_uploads_});
    rpc::ServerOptions server_options;
    server_options.services = {service_.get()};
    server_options.health_names = {v1::IngestionService::service_full_name()};
    server_options.logger = &logger_;
    server_options.metrics = &metrics_;
    server_options.on_drain = [this] {
      dispatcher_->ReleaseFollowers();
      pump_->CloseAll();
    };
    server_options.on_stopped = [this] {
      dispatcher_->Stop();
      pump_->Stop();
    };
    auto server = rpc::Server::Start(std::move(server_options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    dispatcher_->Start();
    stub_ = v1::IngestionService::NewStub(grpc::CreateChannel(
        server_->address(), grpc::InsecureChannelCredentials()));
  }
  // Lets everybody in.
  virtual std::unique_ptr<rpc::CallGate> MakeGate() {
    return std::make_unique<rpc::CallGate>(64);
  }
  void StopServer() {
    server_.reset();
    service_.reset();
    pump_.reset();
    dispatcher_.reset();
  }
  void Restart() {
    StopServer();
    desk_.Restart();
    Start();
  }

  Answer Send(const std::vector<v1::SubmitRequest>& requests) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(30));
    auto stream = stub_->Submit(&context);
    Answer answer;
    for (const v1::SubmitRequest& request : requests) {
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
    v1::SubmitResponse response;
    while (stream->Read(&response)) answer.events.push_back(response);
    answer.status = stream->Finish();
    return answer;
  }
  static std::vector<v1::SubmitRequest> Requests(const v1::SubmitHeader& header,
                                                 const std::string& bytes,
                                                 size_t chunk_bytes = 1 << 20) {
    std::vector<v1::SubmitRequest> requests(1);
    *requests[0].mutable_header() = header;
    for (size_t at = 0; at < bytes.size(); at += chunk_bytes) {
      requests.emplace_back().set_chunk(bytes.substr(at, chunk_bytes));
    }
    return requests;
  }
  Answer Submit(const std::string& request_id, const std::string& bytes) {
    return Send(Requests(Header(request_id), bytes, 7));
  }

  v1::Submission Get(const std::string& name) {
    grpc::ClientContext context;
    v1::GetSubmissionRequest request;
    request.set_name(name);
    v1::Submission submission;
    const grpc::Status status =
        stub_->GetSubmission(&context, request, &submission);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return submission;
  }

  std::ostringstream log_;
  telemetry::Logger logger_{{.service = "test", .output = &log_}};
  telemetry::Metrics metrics_;
  FakeDesk desk_;
  HeldChecker held_{&desk_.checker};
  int followed_failures_max_ = 1000;
  int64_t upload_bytes_max_ = 1 << 20;
  absl::Duration idle_time_max_ = kIdleTimeMax;
  int64_t document_size_bytes_max_ = 1000;
  KeptUploads* kept_uploads_ = nullptr;
  RulesInForce in_force_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::unique_ptr<rpc::CallGate> gate_;
  std::unique_ptr<rpc::WatchPump> pump_;
  std::unique_ptr<IngestionServiceImpl> service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<v1::IngestionService::Stub> stub_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_SERVICE_SERVICE_FIXTURE_H_
