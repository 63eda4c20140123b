#include "services/validation/validation_service.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/budget/document_codec.h"
#include "services/rpc/status.h"
#include "services/validation/hash.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using yuheng::testing::DocumentBuilder;

class ValidationServiceTest : public ::testing::Test {
 protected:
  ValidationServiceTest()
      : validator_(
            *Validator::Create(budget::StandardForm(), BuiltInRuleFiles())),
        queue_({.name = "check", .thread_count = 1, .waiting_max = 1}),
        gate_(8),
        service_(
            {.form = &budget::StandardForm(),
             .validator = validator_.get(),
             .queue = &queue_,
             .gate = &gate_,
             .metrics = &metrics_,
             .now = [this] { return absl::FromUnixSeconds(++seconds_); }}) {
    Serve(&service_);
  }
  ~ValidationServiceTest() override { StopServer(); }

  void Serve(ValidationServiceImpl* service) {
    StopServer();
    grpc::ServerBuilder builder;
    builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    stub_ = v1::ValidationService::NewStub(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }

  void StopServer() {
    if (server_ != nullptr) server_->Shutdown();
    server_ = nullptr;
  }

  struct Outcome {
    grpc::Status status;
    std::vector<v1::ValidateResponse> responses;
    std::vector<v1::Finding> findings;  // Of all responses.
  };

  Outcome Validate(const v1::ValidateRequest& request) {
    grpc::ClientContext context;
    Outcome outcome;
    auto reader = stub_->Validate(&context, request);
    v1::ValidateResponse response;
    while (reader->Read(&response)) {
      outcome.responses.push_back(response);
      const auto& batch = response.findings().findings();
      outcome.findings.insert(outcome.findings.end(), batch.begin(),
                              batch.end());
    }
    outcome.status = reader->Finish();
    return outcome;
  }

  static v1::ValidateRequest RequestOf(const budget::Document& document) {
    v1::ValidateRequest request;
    budget::DocumentToProto(document, request.mutable_document());
    return request;
  }

  std::atomic<int> seconds_{0};
  telemetry::Metrics metrics_;
  const std::unique_ptr<Validator> validator_;
  rpc::WorkQueue queue_;
  rpc::CallGate gate_;
  ValidationServiceImpl service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ValidationService::Stub> stub_;
};

TEST_F(ValidationServiceTest, RightDocument_GivesNotesAndItsSummary) {
  const Outcome outcome = Validate(RequestOf(DocumentBuilder().Build()));
  ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  ASSERT_FALSE(outcome.responses.empty());
  EXPECT_EQ(outcome.responses.back().summary().verdict(), v1::VERDICT_NOTES);
}

TEST_F(ValidationServiceTest, BytesThatAreNoRequest_AreRefused) {
  grpc::GenericStub stub(server_->InProcessChannel(grpc::ChannelArguments()));
  grpc::Slice no_request("\xff\xff\xff");
  const grpc::ByteBuffer bytes(&no_request, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  grpc::Status status;
  absl::Notification ended;
  stub.UnaryCall(&context, "/yuheng.validation.v1.ValidationService/Validate",
                 {}, &bytes, &response, [&](grpc::Status outcome) {
                   status = std::move(outcome);
                   ended.Notify();
                 });
  ended.WaitForNotification();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(rpc::ParseStatus(status).reason_name, "FIELD_INVALID");
}

TEST_F(ValidationServiceTest, Summary_StatesWhatWasCheckedAndWithWhat) {
  v1::ValidateRequest request = RequestOf(DocumentBuilder().Build());
  const v1::VerdictSummary summary =
      Validate(request).responses.back().summary();
  EXPECT_EQ(summary.canonical_sha256(), CanonicalSha256(request.document()));
  grpc::ClientContext context;
  v1::ListRulesResponse in_force;
  ASSERT_TRUE(stub_->ListRules(&context, {}, &in_force).ok());
  EXPECT_EQ(summary.catalogue_sha256(), in_force.catalogue_sha256());
  EXPECT_EQ(summary.overlay_sha256(), in_force.overlay_sha256());
  EXPECT_EQ(summary.charts_sha256(), in_force.charts_sha256());
  EXPECT_EQ(summary.charts_sha256().size(), 64u);
  EXPECT_NE(summary.charts_sha256(), summary.catalogue_sha256());
  request.mutable_document()->set_department("别的部门");
  EXPECT_NE(Validate(request).responses.back().summary().canonical_sha256(),
            summary.canonical_sha256());
}

TEST_F(ValidationServiceTest, References_AreComparedWith) {
  v1::ValidateRequest request = RequestOf(DocumentBuilder().Build());
  *request.mutable_references()->add_units() = request.document();
  DocumentBuilder other;
  other.Set("T3:ALL:total", "1");
  budget::DocumentToProto(other.Build(),
                          request.mutable_references()->add_units());
  const Outcome outcome = Validate(request);
  ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  bool found = false;
  for (const v1::Finding& finding : outcome.findings) {
    found |=
        finding.rule() == "L-04" && finding.severity() == v1::SEVERITY_ERROR;
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(outcome.responses.back().summary().references_sha256().size(), 64);
}

TEST_F(ValidationServiceTest, ReferenceBeyondALimit_IsRefused) {
  v1::ValidateRequest request = RequestOf(DocumentBuilder().Build());
  request.mutable_references()->add_units()->add_tables();
  EXPECT_EQ(Validate(request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request = RequestOf(DocumentBuilder().Build());
  for (size_t i = 0; i <= kUnitsMax; ++i) {
    request.mutable_references()->add_units();
  }
  EXPECT_EQ(Validate(request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ValidationServiceTest, WrongDocument_StreamsFindingsThenTheSummary) {
  DocumentBuilder builder;
  builder.Set("T6:301:total", "1").Set("T1:in:ALL", "1");
  const Outcome outcome = Validate(RequestOf(builder.Build()));
  ASSERT_TRUE(outcome.status.ok());
  ASSERT_GE(outcome.responses.size(), 2u);
  for (size_t i = 0; i + 1 < outcome.responses.size(); ++i) {
    EXPECT_GT(outcome.responses[i].findings().findings_size(), 0);
  }
  const v1::VerdictSummary& summary = outcome.responses.back().summary();
  EXPECT_EQ(summary.verdict(), v1::VERDICT_ERRORS);
  EXPECT_EQ(static_cast<size_t>(summary.error_count() +
                                summary.warning_count() + summary.note_count()),
            outcome.findings.size());
  const std::string page = metrics_.Render();
  EXPECT_TRUE(absl::StrContains(
      page, "yuheng_validation_documents_total{verdict=\"errors\"} 1"))
      << page;
  EXPECT_TRUE(absl::StrContains(
      page,
      "yuheng_validation_findings_total{rule=\"A6-02\",severity=\"error\"} 1"))
      << page;
  EXPECT_TRUE(absl::StrContains(
      page, "yuheng_validation_rule_evaluations_total{rule=\"A6-02\"} 1"));
  // The clock of this test moves by one second a look, so a rule takes one.
  EXPECT_TRUE(absl::StrContains(
      page, "yuheng_validation_rule_seconds_total{rule=\"A6-02\"} 1"));
  EXPECT_TRUE(
      absl::StrContains(page, "yuheng_validation_check_seconds_count 1"));
}

TEST_F(ValidationServiceTest, DocumentBeyondItsForm_IsRefused) {
  v1::ValidateRequest request;
  request.mutable_document()->add_tables();
  const Outcome outcome = Validate(request);
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(rpc::ParseStatus(outcome.status).reason,
            rpc::Reason::kFieldInvalid);
  EXPECT_TRUE(outcome.responses.empty());
}

TEST_F(ValidationServiceTest, FullQueue_IsSaidWithARetryHint) {
  absl::Notification running;
  absl::Notification release;
  ASSERT_TRUE(queue_.TryPost([&] {
    running.Notify();
    release.WaitForNotification();
  }));
  running.WaitForNotification();
  ASSERT_TRUE(queue_.TryPost([] {}));
  const Outcome outcome = Validate(RequestOf(DocumentBuilder().Build()));
  release.Notify();
  queue_.Stop();  // The task may still be looking at `release`.
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(rpc::ParseStatus(outcome.status).retry_after.has_value());
}

TEST_F(ValidationServiceTest, CancelledCall_LeavesTheServerWorking) {
  absl::Notification running;
  absl::Notification release;
  ASSERT_TRUE(queue_.TryPost([&] {
    running.Notify();
    release.WaitForNotification();
  }));
  running.WaitForNotification();
  {
    grpc::ClientContext context;
    auto reader =
        stub_->Validate(&context, RequestOf(DocumentBuilder().Build()));
    context.TryCancel();
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  release.Notify();
  // Its place in the queue is given back.
  grpc::Status status;
  do {
    status = Validate(RequestOf(DocumentBuilder().Build())).status;
  } while (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(status.ok());
}

// More than may wait for a reader: read, all of it arrives; not read, the check
// gives up instead of keeping it.
TEST_F(ValidationServiceTest, SmallWaitingRoom_StillDeliversEverything) {
  DocumentBuilder builder;
  for (int i = 0; i < 300; ++i) builder.AddRow(5, "2069999", {"2", "1"});
  const size_t all = Validate(RequestOf(builder.Build())).findings.size();
  ASSERT_GT(all, 300u);
  ValidationServiceImpl narrow({.form = &budget::StandardForm(),
                                .validator = validator_.get(),
                                .queue = &queue_,
                                .gate = &gate_,
                                .metrics = &metrics_,
                                .now = [] { return absl::UnixEpoch(); },
                                .waiting_bytes_max = 1});
  Serve(&narrow);
  const Outcome outcome = Validate(RequestOf(builder.Build()));
  EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  EXPECT_EQ(outcome.findings.size(), all);
  StopServer();  // Before the service it serves.
}

TEST_F(ValidationServiceTest, ReaderThatDoesNotRead_IsGivenUp) {
  ValidationServiceImpl narrow({.form = &budget::StandardForm(),
                                .validator = validator_.get(),
                                .queue = &queue_,
                                .gate = &gate_,
                                .metrics = &metrics_,
                                .now = [] { return absl::UnixEpoch(); },
                                .waiting_bytes_max = 1,
                                .reader_timeout = absl::Milliseconds(1)});
  Serve(&narrow);
  {
    grpc::ClientContext context;
    auto reader =
        stub_->Validate(&context, RequestOf(DocumentBuilder().Build()));
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  queue_.Stop();
  EXPECT_TRUE(absl::StrContains(metrics_.Render(),
                                "yuheng_validation_slow_readers_total 1"));
  StopServer();  // Before the service it serves.
}

TEST_F(ValidationServiceTest, ListRules_GivesTheCatalogue) {
  grpc::ClientContext context;
  v1::ListRulesResponse response;
  ASSERT_TRUE(stub_->ListRules(&context, {}, &response).ok());
  EXPECT_EQ(static_cast<size_t>(response.rules_size()),
            validator_->Rules().size());
  EXPECT_FALSE(response.rules(0).title().zh().empty());
  bool explained = false;
  for (const v1::Rule& rule : response.rules()) {
    if (rule.id() != "L-04") continue;
    explained = !rule.explanation().zh().empty() && !rule.source().en().empty();
  }
  EXPECT_TRUE(explained);
}

}  // namespace
}  // namespace yuheng::validation
