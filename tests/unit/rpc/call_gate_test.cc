#include "services/rpc/call_gate.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

TEST(CallGate, TryEnter_AtTheLimit_IsRefusedUntilOneLeaves) {
  const grpc::CallbackServerContext context;
  telemetry::Metrics metrics;
  CallGate gate(2, &metrics);
  auto first = gate.TryEnterUnread(context);
  auto second = gate.TryEnterUnread(context);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_FALSE(gate.TryEnterUnread(context).ok());
  EXPECT_EQ(gate.running(), 2);
  { CallGate::Pass left = *std::move(first); }
  EXPECT_TRUE(gate.TryEnterUnread(context).ok());
  EXPECT_EQ(gate.running(), 1);
  EXPECT_THAT(metrics.Render(),
              ::testing::HasSubstr("yuheng_rpc_calls_refused_total 1"));
}

TEST(CallGate, Pass_Moved_ReturnsOnce) {
  const grpc::CallbackServerContext context;
  CallGate gate(2);
  auto first = gate.TryEnterUnread(context);
  auto second = gate.TryEnterUnread(context);
  {
    CallGate::Pass moved = *std::move(first);
    moved = *std::move(second);
    EXPECT_EQ(gate.running(), 1);
  }
  EXPECT_EQ(gate.running(), 0);
}

TEST(CallGate, Refusal_HasReasonAndRetryHint) {
  const grpc::CallbackServerContext context;
  CallGate gate(1);
  const auto pass = gate.TryEnterUnread(context);
  const absl::Status refusal = gate.TryEnterUnread(context).status();
  EXPECT_TRUE(absl::IsResourceExhausted(refusal));
  const ErrorDetails details = DetailsOf(refusal);
  EXPECT_EQ(details.reason, Reason::kCallsTooMany);
  EXPECT_EQ(details.retry_after, kCallsTooManyRetryAfter);
}

TEST(CallGate, LimitNotConfigured_IsTheDefault) {
  EXPECT_EQ(CallGate(0).concurrent_calls_max(), kConcurrentCallsMaxDefault);
}

}  // namespace
}  // namespace yuheng::rpc
