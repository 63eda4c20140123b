#include "services/rpc/server.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/process.h"
#include "services/rpc/status.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"

namespace yuheng::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::yuheng::reporting::v1::GetProgressRequest;
using ::yuheng::reporting::v1::GetProgressResponse;
using ::yuheng::reporting::v1::RenderWorkbookRequest;
using ::yuheng::reporting::v1::RenderWorkbookResponse;
using ::yuheng::reporting::v1::ReportingService;

// Before any thread of the test binary starts.
const bool kSignalsBlocked = (BlockTerminationSignals(), true);

// One message, then open until told to end or cancelled.
class OpenStream : public grpc::ServerWriteReactor<RenderWorkbookResponse> {
 public:
  OpenStream() { StartWrite(&response_); }
  void End(const grpc::Status& status) {
    if (!finished_.exchange(true)) Finish(status);
  }
  void OnCancel() override { End(grpc::Status::CANCELLED); }
  void OnDone() override { done.Notify(); }

  absl::Notification done;

 private:
  const RenderWorkbookResponse response_;
  std::atomic<bool> finished_ = false;
};

class FakeReporting : public ReportingService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetProgress(grpc::CallbackServerContext* context,
                                        const GetProgressRequest*,
                                        GetProgressResponse*) override {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(answer);
    return reactor;
  }
  // One stream a test.
  grpc::ServerWriteReactor<RenderWorkbookResponse>* RenderWorkbook(
      grpc::CallbackServerContext*, const RenderWorkbookRequest*) override {
    stream = std::make_unique<OpenStream>();
    return stream.get();
  }

  grpc::Status answer;
  std::unique_ptr<OpenStream> stream;
};

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "yuheng-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    options_.services = {&service_};
    options_.health_names = {ReportingService::service_full_name()};
    options_.logger = &logger_;
    options_.metrics = &metrics_;
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void StartServer() {
    auto server = Server::Start(options_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    auto channel = OpenChannel(server_->address());
    ASSERT_TRUE(channel.ok());
    channel_ = *channel;
    stub_ = ReportingService::NewStub(channel_);
  }

  // One message to `method` and one back, as bytes.
  grpc::Status RawCall(const std::string& method, const std::string& request,
                       std::string* response) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    SetDeadline(&context, absl::Seconds(10));
    grpc::Slice slice(request);
    const grpc::ByteBuffer sent(&slice, 1);
    grpc::ByteBuffer received;
    grpc::Status status;
    absl::Notification done;
    stub.UnaryCall(&context, method, {}, &sent, &received, [&](grpc::Status s) {
      status = s;
      done.Notify();
    });
    done.WaitForNotification();
    if (status.ok() && received.DumpToSingleSlice(&slice).ok()) {
      response->assign(slice.begin(), slice.end());
    }
    return status;
  }

  // "SERVING", "NOT_SERVING" or the code of the failure.
  std::string Health(const std::string& name) {
    // HealthCheckRequest { service = 1 }, HealthCheckResponse { status = 1 }.
    std::string request;
    if (!name.empty()) {
      request = absl::StrCat("\x0a", std::string(1, char(name.size())), name);
    }
    std::string response;
    const grpc::Status status =
        RawCall("/grpc.health.v1.Health/Check", request, &response);
    if (!status.ok()) return absl::StrCat("code ", status.error_code());
    if (response.size() != 2) return "?";
    return response[1] == 1 ? "SERVING" : "NOT_SERVING";
  }

  grpc::Status GetProgress(grpc::ClientContext* context) {
    SetDeadline(context, absl::Seconds(10));
    GetProgressResponse response;
    return stub_->GetProgress(context, GetProgressRequest(), &response);
  }

  // An open stream whose first message has arrived.
  std::unique_ptr<grpc::ClientReader<RenderWorkbookResponse>> Open(
      grpc::ClientContext* context) {
    SetDeadline(context, absl::Seconds(30));
    auto reader = stub_->RenderWorkbook(context, RenderWorkbookRequest());
    RenderWorkbookResponse response;
    EXPECT_TRUE(reader->Read(&response));
    return reader;
  }

  std::filesystem::path folder_;
  std::ostringstream log_;
  telemetry::Logger logger_{{.service = "test", .output = &log_}};
  telemetry::Metrics metrics_;
  FakeReporting service_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<ReportingService::Stub> stub_;
};

constexpr char kName[] = "yuheng.reporting.v1.ReportingService";

TEST_F(ServerTest, Start_EveryInterface_IsRefused) {
  options_.config.set_listen_address("0.0.0.0:0");
  const absl::Status status = Server::Start(options_).status();
  EXPECT_EQ(ReasonOf(status), Reason::kUnauthenticatedListener);
  EXPECT_THAT(DetailsOf(status).en,
              HasSubstr("no authentication is configured yet"));
  EXPECT_THAT(DetailsOf(status).zh, HasSubstr("尚未配置身份认证"));
}

TEST_F(ServerTest, Start_PortInUse_IsUnavailable) {
  StartServer();
  options_.config.set_listen_address(server_->address());
  EXPECT_EQ(Server::Start(options_).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(ServerTest, Start_WritesTheAddressFile_StopRemovesIt) {
  const std::filesystem::path file = folder_ / "address";
  options_.config.set_address_file(file.string());
  StartServer();
  std::string line;
  std::ifstream stream(file);
  std::getline(stream, line);
  EXPECT_EQ(line, server_->address());
  EXPECT_EQ(line, absl::StrCat("127.0.0.1:", server_->port()));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
  server_->Stop();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(ServerTest, Start_AddressFileCannotBeWritten_Fails) {
  options_.config.set_address_file((folder_ / "none" / "address").string());
  EXPECT_FALSE(Server::Start(options_).ok());
}

TEST_F(ServerTest, Health_FollowsSetServing) {
  StartServer();
  EXPECT_EQ(Health(kName), "NOT_SERVING");
  EXPECT_EQ(Health(""), "NOT_SERVING");
  server_->SetServing(kName, true);
  EXPECT_EQ(Health(kName), "SERVING");
  EXPECT_EQ(Health(""), "SERVING");
  server_->SetServing(kName, false);
  EXPECT_EQ(Health(kName), "NOT_SERVING");
  EXPECT_EQ(Health(""), "NOT_SERVING");
  EXPECT_EQ(Health("no.such.Service"), absl::StrCat("code ", grpc::NOT_FOUND));
}

TEST_F(ServerTest, Reflection_ListsTheServices) {
  StartServer();
  // ServerReflectionRequest { list_services = 7: "*" }.
  std::string response;
  const grpc::Status status =
      RawCall("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              "\x3a\x01*", &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response, HasSubstr(kName));
  EXPECT_THAT(response, HasSubstr("grpc.health.v1.Health"));
}

TEST_F(ServerTest, FailedCall_CarriesItsDetailsAndIsLoggedAndCounted) {
  StartServer();
  service_.answer =
      MakeStatus(Reason::kEtagMismatch, "已更改", "changed", {{"etag", "abc"}});
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "call-1");
  const grpc::Status status = GetProgress(&context);
  EXPECT_EQ(status.error_code(), grpc::ABORTED);
  const ErrorDetails details = ParseStatus(status);
  EXPECT_EQ(details.reason, Reason::kEtagMismatch);
  EXPECT_EQ(details.zh, "已更改");
  EXPECT_EQ(details.metadata.at("etag"), "abc");
  server_->Stop();
  EXPECT_THAT(log_.str(), HasSubstr("\"message\":\"call failed\",\"method\":"
                                    "\"/yuheng.reporting.v1.ReportingService/"
                                    "GetProgress\",\"code\":\"ABORTED\""));
  EXPECT_THAT(log_.str(), HasSubstr("\"reason\":\"ETAG_MISMATCH\""));
  EXPECT_THAT(log_.str(), HasSubstr("\"call_id\":\"call-1\""));
  EXPECT_THAT(
      metrics_.Render(),
      HasSubstr("yuheng_rpc_calls_total{code=\"ABORTED\",method=\"/yuheng."
                "reporting.v1.ReportingService/GetProgress\"} 1"));
  EXPECT_THAT(metrics_.Render(), HasSubstr("yuheng_rpc_calls_running 0"));
}

TEST_F(ServerTest, GoodCall_GetsAnIdAndNoLogLine) {
  StartServer();
  grpc::ClientContext context;
  EXPECT_TRUE(GetProgress(&context).ok());
  const auto& metadata = context.GetServerInitialMetadata();
  ASSERT_EQ(metadata.count("x-request-id"), 1);
  EXPECT_GT(metadata.find("x-request-id")->second.size(), 16);
  server_->Stop();
  EXPECT_THAT(log_.str(), Not(HasSubstr("call failed")));
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("yuheng_rpc_calls_total{code=\"OK\",method=\"/yuheng."
                        "reporting.v1.ReportingService/GetProgress\"} 1"));
}

TEST_F(ServerTest, Stop_StreamsEndedByTheOwner_EndWellAndInOrder) {
  options_.config.set_drain_timeout_ms(20'000);
  std::string order;
  std::string health_in_drain;
  options_.on_drain = [&] {
    order += "drain,";
    health_in_drain = Health(kName);
    service_.stream->End(grpc::Status::OK);
  };
  options_.on_stopped = [&] {
    EXPECT_TRUE(service_.stream->done.HasBeenNotified());
    order += "stopped";
  };
  StartServer();
  server_->SetAllServing(true);
  grpc::ClientContext context;
  auto reader = Open(&context);
  std::thread stopper([&] { server_->Stop(); });
  RenderWorkbookResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
  stopper.join();
  EXPECT_EQ(order, "drain,stopped");
  EXPECT_EQ(health_in_drain, "NOT_SERVING");
  server_->Stop();
  EXPECT_EQ(order, "drain,stopped");
}

TEST_F(ServerTest, Stop_CallsThatDoNotEnd_AreCancelledAtTheTimeout) {
  options_.config.set_drain_timeout_ms(50);
  StartServer();
  grpc::ClientContext context;
  auto reader = Open(&context);
  const absl::Time start = absl::Now();
  server_->Stop();
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(50));
  RenderWorkbookResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(service_.stream->done.HasBeenNotified());
}

TEST_F(ServerTest, RunUntilSignal_SigTerm_DrainsAndReturnsZero) {
  ASSERT_TRUE(kSignalsBlocked);
  bool stopped = false;
  options_.on_stopped = [&] { stopped = true; };
  StartServer();
  // Pending until RunUntilSignal takes it.
  ASSERT_EQ(kill(getpid(), SIGTERM), 0);
  EXPECT_EQ(server_->RunUntilSignal(), 0);
  EXPECT_TRUE(stopped);
  EXPECT_THAT(log_.str(), HasSubstr("\"cause\":\"SIGTERM\""));
  grpc::ClientContext context;
  EXPECT_EQ(GetProgress(&context).error_code(), grpc::UNAVAILABLE);
}

TEST_F(ServerTest, RunUntilSignal_CallsEachSecond) {
  StartServer();
  int calls = 0;
  EXPECT_EQ(server_->RunUntilSignal([&] {
    if (++calls == 2) server_->RequestStop();
  }),
            0);
  EXPECT_EQ(calls, 2);
}

TEST_F(ServerTest, RunUntilSignal_RequestStop_Returns) {
  StartServer();
  std::thread requester([&] { server_->RequestStop(); });
  EXPECT_EQ(server_->RunUntilSignal(), 0);
  requester.join();
}

TEST_F(ServerTest, Start_WithMetricsAddress_ServesMetrics) {
  options_.config.set_metrics_address("127.0.0.1:0");
  StartServer();
  EXPECT_GT(server_->metrics_port(), 0);
}

TEST_F(ServerTest, Start_MetricsOnEveryInterface_IsRefused) {
  options_.config.set_metrics_address("0.0.0.0:0");
  EXPECT_EQ(ReasonOf(Server::Start(options_).status()),
            Reason::kUnauthenticatedListener);
}

}  // namespace
}  // namespace yuheng::rpc
