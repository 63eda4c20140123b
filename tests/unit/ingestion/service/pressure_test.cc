// Callers that would keep what others need, over a real loopback server.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/access/authenticator.h"
#include "services/access/token.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

template <typename Reached>
[[nodiscard]] bool Await(Reached reached) {
  const absl::Time end = absl::Now() + kPatience;
  while (!reached()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

void Bound(grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
}

// One that holds everything in memory for at most four documents.
class PressureTest : public IngestionServiceTest {
 protected:
  static constexpr int64_t kDocumentBytes = int64_t{1} << 20;

  void SetUp() override {
    document_size_bytes_max_ = kDocumentBytes;
    upload_bytes_max_ = 4 * kDocumentBytes;
    IngestionServiceTest::SetUp();
  }

  static std::string Document(size_t size_bytes = 900'000) {
    return FakeBytes(kScience, 2023, 0, std::string(size_bytes, 'x'));
  }
};

// The same, where everybody is asked who calls.
class IdentityPressureTest : public PressureTest {
 protected:
  std::unique_ptr<rpc::CallGate> MakeGate() override {
    const std::string jwks = absl::StrCat(dir_.path(), "/jwks.json");
    const std::string revoked = absl::StrCat(dir_.path(), "/revoked");
    std::ofstream(jwks) << *access::JwksOf(key_);
    std::ofstream(revoked) << "# nobody\n";
    config::v1::AccessConfig config;
    config.set_jwks_file(jwks);
    config.set_revoked_file(revoked);
    auto authenticator = access::Authenticator::Open(
        config,
        {.now = absl::Now, .on_unreadable = [](const absl::Status&) {}});
    return std::make_unique<rpc::CallGate>(
        64, nullptr,
        rpc::CallGate::Access{.authenticator = *std::move(authenticator)});
  }
  void CallAs(const std::string& subject, grpc::ClientContext* context) const {
    Bound(context);
    const access::Token token = {.identity = {.subject = subject,
                                              .roles = {access::v1::ROLE_CLERK},
                                              .departments = {"206"}},
                                 .id = subject,
                                 .issued = absl::Now() - absl::Minutes(1),
                                 .expires = absl::Now() + absl::Hours(1)};
    context->AddMetadata("authorization",
                         absl::StrCat("Bearer ", *SignToken(token, key_)));
  }
  static std::vector<v1::SubmitRequest> RequestsOf(const std::string& id) {
    v1::SubmitHeader header = Header(id);
    header.set_parent(kDepartment);
    return Requests(header, Document());
  }

  const testing::TempDir dir_;
  const access::Key key_ =
      access::SigningKeyFromText(*access::NewSigningKey()).value();
};

TEST_F(IdentityPressureTest, OneThatHoldsAllItMay_LeavesRoomForTheOthers) {
  constexpr int kCount = 5;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::thread> threads;
  std::atomic<int> refused{0};
  for (int i = 0; i < kCount; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    CallAs("wang", contexts.back().get());
    threads.emplace_back([&, i, context = contexts.back().get()] {
      const auto stream = stub_->Submit(context);
      for (const auto& request : RequestsOf(absl::StrCat("request-", i))) {
        if (!stream->Write(request)) break;
      }
      // And stands still.
      v1::SubmitResponse response;
      EXPECT_FALSE(stream->Read(&response));
      const rpc::ErrorDetails details = rpc::ParseStatus(stream->Finish());
      if (details.reason != Reason::kQueueFull) return;
      EXPECT_TRUE(details.retry_after.has_value());
      ++refused;
    });
  }
  EXPECT_TRUE(Await([&] { return refused == kCount - 1; }));
  grpc::ClientContext context;
  CallAs("li", &context);
  const auto stream = stub_->Submit(&context);
  for (const auto& request : RequestsOf("request-of-li")) {
    if (!stream->Write(request)) break;
  }
  stream->WritesDone();
  v1::SubmitResponse response;
  while (stream->Read(&response)) {
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  for (auto& each : contexts) each->TryCancel();
  for (std::thread& thread : threads) thread.join();
}

TEST_F(IdentityPressureTest, ReadingOfAStoredDocument_IsTheCallers) {
  absl::Mutex mu;
  std::vector<std::string> asked_by;
  StopServer();
  desk_.parts.reader = [&](const ReadingRequest& request) {
    absl::MutexLock lock(&mu);
    asked_by.push_back(request.turn.asked_by);
    EXPECT_FALSE(request.turn.waits);
    return ReadFake(request);
  };
  Start();
  v1::SubmitHeader header = Header("request-1");
  header.set_parent(kDepartment);
  {
    grpc::ClientContext context;
    CallAs("wang", &context);
    const auto stream = stub_->Submit(&context);
    for (const auto& request : Requests(header, Document(10))) {
      ASSERT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
    v1::SubmitResponse response;
    while (stream->Read(&response)) {
    }
    ASSERT_TRUE(stream->Finish().ok());
  }
  v1::GetDocumentRequest request;
  request.set_name(absl::StrCat(kDepartment, "/submissions/",
                                desk_.store->index().List({}, {}, 1)[0].id));
  budget::v1::Document document;
  grpc::ClientContext context;
  CallAs("li", &context);
  ASSERT_TRUE(stub_->GetDocument(&context, request, &document).ok());
  EXPECT_EQ(asked_by, (std::vector<std::string>{"caller wang", "caller li"}));
}

// Of more than gRPC takes for a reader who does not read.
class LargeDownloadTest : public IngestionServiceTest {
 protected:
  static constexpr int64_t kDocumentBytes = int64_t{32} << 20;

  void SetUp() override {
    document_size_bytes_max_ = kDocumentBytes;
    upload_bytes_max_ = 4 * kDocumentBytes;
    IngestionServiceTest::SetUp();
  }
};

TEST_F(LargeDownloadTest, DownloadThatNobodyReads_IsEnded) {
  ASSERT_TRUE(Send(Requests(Header("request-1"),
                            FakeBytes(kScience, 2023, 0,
                                      std::string(kDocumentBytes - 100, 'x'))))
                  .status.ok());
  const auto entries = desk_.store->index().List({}, {}, 1);
  v1::ReadSourceRequest request;
  request.set_name(absl::StrCat(kDepartment, "/submissions/", entries[0].id));
  upload_bytes_max_ = kDocumentBytes;
  idle_time_max_ = absl::Milliseconds(200);
  Restart();
  grpc::ClientContext standing;
  Bound(&standing);
  const auto unread = stub_->ReadSource(&standing, request);
  unread->WaitForInitialMetadata();
  // It holds all there is, for a while.
  const auto read = [&] {
    grpc::ClientContext context;
    Bound(&context);
    const auto stream = stub_->ReadSource(&context, request);
    v1::ReadSourceResponse piece;
    while (stream->Read(&piece)) {
    }
    return stream->Finish();
  };
  grpc::Status status = read();
  EXPECT_EQ(rpc::ParseStatus(status).reason, Reason::kQueueFull);
  EXPECT_TRUE(Await([&] { return (status = read()).ok(); }))
      << status.error_message();
  v1::ReadSourceResponse piece;
  while (unread->Read(&piece)) {
  }
  EXPECT_EQ(unread->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(PressureTest, AnswersThatNobodyReads_AreBounded_AndTheWorkGoesOn) {
  validation::v1::Finding large =
      Planted("A6-02", validation::v1::SEVERITY_WARNING);
  large.mutable_message()->set_zh(std::string(20'000, 'x'));
  desk_.checker.planted.assign(500, large);
  grpc::ClientContext context;
  Bound(&context);
  const auto stream = stub_->Submit(&context);
  for (const auto& request : Requests(Header("request-1"), Document(10))) {
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  const SubmissionIndex& index = desk_.store->index();
  EXPECT_TRUE(Await([&] {
    return !index.List({}, {}, 1).empty() && index.OpenCount() == 0;
  }));
  v1::SubmitResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(rpc::ParseStatus(stream->Finish()).reason, Reason::kReaderTooSlow);
}

}  // namespace
}  // namespace yuheng::ingestion
