#include "services/cli/lost_calls.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

// A service that answers each call with what it is told to.
class Answering : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status GetSubmission(grpc::ServerContext* /*context*/,
                             const ingestion::v1::GetSubmissionRequest*,
                             ingestion::v1::Submission*) override {
    return answer;
  }
  grpc::Status ListSubmissions(
      grpc::ServerContext* context,
      const ingestion::v1::ListSubmissionsRequest*,
      ingestion::v1::ListSubmissionsResponse*) override {
    while (!context->IsCancelled()) absl::SleepFor(absl::Milliseconds(1));
    return answer;
  }

  grpc::Status answer;
};

class LostCallsTest : public ::testing::Test {
 protected:
  LostCallsTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
    rpc::ClientInterceptors interceptors;
    interceptors.push_back(TellLostCalls("ingestion", address_));
    stub_ = ingestion::v1::IngestionService::NewStub(
        *rpc::OpenChannel(address_, {}, std::move(interceptors)));
  }

  grpc::Status Get(grpc::Status answer) {
    service_.answer = std::move(answer);
    grpc::ClientContext context;
    ingestion::v1::Submission submission;
    return stub_->GetSubmission(&context, {}, &submission);
  }

  Answering service_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> stub_;
};

TEST_F(LostCallsTest, ALostOne_NamesServiceAndAddressInBothLanguages) {
  server_->Shutdown();
  const grpc::Status status = Get(grpc::Status::OK);
  EXPECT_EQ(status.error_code(), grpc::UNAVAILABLE);
  const rpc::ErrorDetails details = rpc::ParseStatus(status);
  EXPECT_EQ(details.reason, rpc::Reason::kUnavailablePeer);
  EXPECT_TRUE(absl::StrContains(
      details.zh, absl::StrCat("ingestion（", address_, "）没有答复")))
      << details.zh;
  EXPECT_TRUE(absl::StrContains(
      details.en, absl::StrCat("ingestion at ", address_, " gave no answer")))
      << details.en;
}

TEST_F(LostCallsTest, ALateOne_SaysSo) {
  grpc::ClientContext context;
  rpc::SetDeadline(&context, absl::Milliseconds(50));
  ingestion::v1::ListSubmissionsResponse response;
  const grpc::Status status = stub_->ListSubmissions(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::DEADLINE_EXCEEDED);
  const rpc::ErrorDetails details = rpc::ParseStatus(status);
  EXPECT_EQ(details.reason, rpc::Reason::kDeadline);
  EXPECT_TRUE(absl::StrContains(details.zh, "在限定时间内没有答复"))
      << details.zh;
}

TEST_F(LostCallsTest, WhatTheServiceSays_StaysAsItIs) {
  EXPECT_TRUE(Get(grpc::Status::OK).ok());
  const rpc::ErrorDetails full = rpc::ParseStatus(
      Get(rpc::MakeStatus(rpc::Reason::kUnavailablePeer, "审核", "checks")));
  EXPECT_EQ(full.zh, "审核");
  const grpc::Status other =
      Get(grpc::Status(grpc::UNIMPLEMENTED, "no such method"));
  EXPECT_EQ(other.error_code(), grpc::UNIMPLEMENTED);
  EXPECT_EQ(other.error_message(), "no such method");
}

}  // namespace
}  // namespace yuheng::cli
