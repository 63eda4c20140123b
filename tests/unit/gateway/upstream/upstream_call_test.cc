#include "services/gateway/upstream/upstream_call.h"

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

TEST(UpstreamCallTest, MetadataIsWhatGrpcSends) {
  EXPECT_TRUE(MayBeMetadata(""));
  EXPECT_TRUE(MayBeMetadata("Bearer a.b-c_d~ !"));
  for (const char* value : {"\xe9", "a\tb", "\x7f", "a\nb", "预算"}) {
    EXPECT_FALSE(MayBeMetadata(value)) << value;
  }
  EXPECT_FALSE(MayBeMetadata(absl::string_view("\0", 1)));
}

TEST(UpstreamCallTest, WhatMayNotBeMetadata_IsLeftOut) {
  FakeServices services;
  Upstream upstream(grpc::CreateChannel(services.address(),
                                        grpc::InsecureChannelCredentials()));
  const auto call =
      UpstreamCall::Start(&upstream,
                          {.path = kListTotals,
                           .authorization = "Bearer \xe9",
                           .request_id = "a\tb",
                           .deadline = absl::Now() + absl::Seconds(10)},
                          [] {});
  call->Write("");
  call->WritesDone();
  const absl::Time until = absl::Now() + absl::Seconds(10);
  while (!call->status().has_value() && absl::Now() < until) {
    call->Take();
    absl::SleepFor(absl::Milliseconds(5));
  }
  ASSERT_TRUE(call->status().has_value());
  EXPECT_TRUE(call->status()->ok()) << call->status()->error_message();
  const auto metadata = services.metadata();
  EXPECT_EQ(metadata.count("authorization"), 0u);
  EXPECT_EQ(metadata.count("x-request-id"), 0u);
  call->Abandon();
}

}  // namespace
}  // namespace yuheng::gateway
