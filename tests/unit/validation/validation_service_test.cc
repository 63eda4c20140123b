#include "services/validation/validation_service.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/create_channel.h"
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
        service_({.form = &budget::StandardForm(),
                  .validator = validator_.get(),
                  .queue = &queue_,
                  .gate = &gate_,
                  .metrics = &metrics_,
                  .now = [] { return absl::UnixEpoch(); }}) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::ValidationService::NewStub(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }
  ~ValidationServiceTest() override { server_->Shutdown(); }

  struct Outcome {
    grpc::Status status;
    std::vector<v1::ValidateResponse> responses;
  };

  Outcome Validate(const v1::ValidateRequest& request) {
    grpc::ClientContext context;
    Outcome outcome;
    auto reader = stub_->Validate(&context, request);
    v1::ValidateResponse response;
    while (reader->Read(&response)) outcome.responses.push_back(response);
    outcome.status = reader->Finish();
    return outcome;
  }

  static v1::ValidateRequest RequestOf(const budget::Document& document) {
    v1::ValidateRequest request;
    budget::DocumentToProto(document, request.mutable_document());
    return request;
  }

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

TEST_F(ValidationServiceTest, Summary_StatesWhatWasCheckedAndWithWhat) {
  v1::ValidateRequest request = RequestOf(DocumentBuilder().Build());
  const v1::VerdictSummary summary =
      Validate(request).responses.at(0).summary();
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

TEST_F(ValidationServiceTest, WrongDocument_StreamsFindingsThenTheSummary) {
  DocumentBuilder builder;
  builder.Set("T6:301:total", "1").Set("T1:in:ALL", "1");
  const Outcome outcome = Validate(RequestOf(builder.Build()));
  ASSERT_TRUE(outcome.status.ok());
  ASSERT_GT(outcome.responses.size(), 2u);
  for (size_t i = 0; i + 1 < outcome.responses.size(); ++i) {
    EXPECT_TRUE(outcome.responses[i].has_finding());
  }
  const v1::VerdictSummary& summary = outcome.responses.back().summary();
  EXPECT_EQ(summary.verdict(), v1::VERDICT_ERRORS);
  EXPECT_EQ(static_cast<size_t>(summary.error_count() +
                                summary.warning_count() + summary.note_count()),
            outcome.responses.size() - 1);
  const std::string page = metrics_.Render();
  EXPECT_TRUE(absl::StrContains(
      page, "yuheng_validation_documents_total{verdict=\"errors\"} 1"))
      << page;
  EXPECT_TRUE(absl::StrContains(
      page, "yuheng_validation_findings_total{rule=\"A6-02\"} 1"));
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

TEST_F(ValidationServiceTest, ListRules_GivesTheCatalogue) {
  grpc::ClientContext context;
  v1::ListRulesResponse response;
  ASSERT_TRUE(stub_->ListRules(&context, {}, &response).ok());
  EXPECT_EQ(static_cast<size_t>(response.rules_size()),
            validator_->Rules().size());
  EXPECT_FALSE(response.rules(0).title().zh().empty());
}

}  // namespace
}  // namespace yuheng::validation
