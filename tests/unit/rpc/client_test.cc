#include "services/rpc/client.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/str_cat.h"
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

// A listener on loopback that takes connections and says nothing, as one behind
// a slow link seems to.
class SilentListener {
 public:
  SilentListener() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, any, size), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    EXPECT_EQ(getsockname(listener_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentListener() {
    for (const int accepted : accepted_) close(accepted);
    close(listener_);
  }
  int port() const { return port_; }

  // Whether another connection comes within the time.
  bool Accept(absl::Duration timeout) {
    pollfd poll_listener = {listener_, POLLIN, 0};
    if (poll(&poll_listener, 1,
             static_cast<int>(absl::ToInt64Milliseconds(timeout))) != 1) {
      return false;
    }
    accepted_.push_back(accept(listener_, nullptr, nullptr));
    return true;
  }

 private:
  const int listener_;
  int port_ = 0;
  std::vector<int> accepted_;
};

TEST(OpenChannel, PeerThatIsSlowToConnect_IsNotGivenUpAtOnce) {
  SilentListener listener;
  const auto channel = OpenChannel(absl::StrCat("127.0.0.1:", listener.port()));
  ASSERT_TRUE(channel.ok()) << channel.status();
  (*channel)->GetState(/*try_to_connect=*/true);
  ASSERT_TRUE(listener.Accept(absl::Seconds(10)));
  // Given up, it would try anew after the backoff.
  EXPECT_FALSE(listener.Accept(absl::Seconds(1)));
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
