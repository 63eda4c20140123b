#include "services/rpc/client.h"

#include <vector>

#include "gtest/gtest.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {
namespace {

// Answers from a list; waits by moving its own clock.
class CallWithRetryTest : public ::testing::Test {
 protected:
  grpc::Status Call(Idempotency idempotency, const RetryPolicy& policy,
                    const std::vector<grpc::Status>& answers) {
    return CallWithRetry(
        policy, idempotency,
        [&](grpc::ClientContext&) { return answers.at(calls_++); },
        {.sleep =
             [&](absl::Duration wait) {
               waits_.push_back(wait);
               now_ += wait;
             },
         .random = [] { return 0.5; },
         .now = [&] { return now_; }});
  }

  int calls_ = 0;
  std::vector<absl::Duration> waits_;
  absl::Time now_ = absl::FromUnixSeconds(1'675'238'400);
};

const grpc::Status kUnavailable(grpc::UNAVAILABLE, "down");

TEST_F(CallWithRetryTest, Idempotent_Unavailable_BacksOffUntilItWorks) {
  const grpc::Status status =
      Call(Idempotency::kIdempotent,
           {.backoff_initial = absl::Milliseconds(100),
            .backoff_max = absl::Milliseconds(200)},
           {kUnavailable, kUnavailable, kUnavailable, grpc::Status::OK});
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(waits_, (std::vector<absl::Duration>{absl::Milliseconds(50),
                                                 absl::Milliseconds(100),
                                                 absl::Milliseconds(100)}));
}

TEST_F(CallWithRetryTest, NotIdempotent_IsTriedOnce) {
  EXPECT_EQ(Call(Idempotency::kNotIdempotent, {}, {kUnavailable}).error_code(),
            grpc::UNAVAILABLE);
  EXPECT_EQ(calls_, 1);
  EXPECT_TRUE(waits_.empty());
}

TEST_F(CallWithRetryTest, RetryInfo_IsHonoured) {
  const grpc::Status full = ToGrpcStatus(
      WithRetryAfter(MakeError(Reason::kQueueFull), absl::Seconds(3)));
  EXPECT_TRUE(
      Call(Idempotency::kIdempotent, {}, {full, grpc::Status::OK}).ok());
  EXPECT_EQ(waits_, std::vector<absl::Duration>{absl::Seconds(3)});
}

TEST_F(CallWithRetryTest, RefusalWithoutHint_IsFinal) {
  EXPECT_EQ(
      Call(Idempotency::kIdempotent, {}, {MakeStatus(Reason::kEtagMismatch)})
          .error_code(),
      grpc::ABORTED);
  EXPECT_EQ(calls_, 1);
}

TEST_F(CallWithRetryTest, AttemptsUsedUp_ReturnsTheLast) {
  EXPECT_EQ(Call(Idempotency::kIdempotent, {.attempts_max = 2},
                 {kUnavailable, grpc::Status(grpc::UNAVAILABLE, "still")})
                .error_message(),
            "still");
}

TEST_F(CallWithRetryTest, WaitBeyondTheTotal_DoesNotBegin) {
  const grpc::Status full = ToGrpcStatus(
      WithRetryAfter(MakeError(Reason::kQueueFull), absl::Seconds(61)));
  EXPECT_EQ(
      Call(Idempotency::kIdempotent, {.total_max = absl::Seconds(60)}, {full})
          .error_code(),
      grpc::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(waits_.empty());
}

TEST(OpenChannel, OtherMachine_IsRefused) {
  EXPECT_EQ(ReasonOf(OpenChannel("10.1.2.3:7001").status()),
            Reason::kUnauthenticatedListener);
}

TEST(WaitReady, NobodyListens_NamesTheAddress) {
  // Port 1 is privileged and unused.
  auto channel = OpenChannel("127.0.0.1:1");
  ASSERT_TRUE(channel.ok());
  const absl::Status status =
      WaitReady(**channel, "127.0.0.1:1", absl::Milliseconds(100));
  EXPECT_EQ(ReasonOf(status), Reason::kUnavailablePeer);
  EXPECT_NE(DetailsOf(status).en.find("127.0.0.1:1"), std::string::npos);
}

}  // namespace
}  // namespace yuheng::rpc
