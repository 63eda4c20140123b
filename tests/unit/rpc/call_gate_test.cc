#include "services/rpc/call_gate.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {
namespace {

TEST(CallGate, TryEnter_AtTheLimit_IsRefusedUntilOneLeaves) {
  telemetry::Metrics metrics;
  CallGate gate(2, &metrics);
  auto first = gate.TryEnter();
  auto second = gate.TryEnter();
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(gate.TryEnter());
  EXPECT_EQ(gate.running(), 2);
  first.reset();
  EXPECT_TRUE(gate.TryEnter());
  EXPECT_EQ(gate.running(), 1);
  EXPECT_THAT(metrics.Render(),
              ::testing::HasSubstr("yuheng_rpc_calls_refused_total 1"));
}

TEST(CallGate, Pass_Moved_ReturnsOnce) {
  CallGate gate(2);
  auto first = gate.TryEnter();
  auto second = gate.TryEnter();
  {
    CallGate::Pass moved = *std::move(first);
    moved = *std::move(second);
    EXPECT_EQ(gate.running(), 1);
  }
  first.reset();
  second.reset();
  EXPECT_EQ(gate.running(), 0);
}

TEST(CallGate, Refusal_HasReasonAndRetryHint) {
  CallGate gate(1);
  const grpc::Status refusal = gate.Refusal();
  EXPECT_EQ(refusal.error_code(), grpc::RESOURCE_EXHAUSTED);
  const ErrorDetails details = ParseStatus(refusal);
  EXPECT_EQ(details.reason, Reason::kCallsTooMany);
  EXPECT_EQ(details.retry_after, kCallsTooManyRetryAfter);
}

TEST(CallGate, LimitNotConfigured_IsTheDefault) {
  EXPECT_EQ(CallGate(0).concurrent_calls_max(), kConcurrentCallsMaxDefault);
}

}  // namespace
}  // namespace yuheng::rpc
