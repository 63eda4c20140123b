#include "services/gateway/routes/credentials.h"

#include <string>

#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

RequestHead With(const std::string& authorization) {
  return {.method = "POST",
          .target = "/",
          .headers = {{"Authorization", authorization}}};
}

TEST(CredentialsTest, ProgramsOwnToken_GoesUpstream) {
  const Credentials credentials = {.required = true, .public_viewer = true};
  EXPECT_EQ(credentials.AuthorizationFor(With("Bearer a.b.c")).value(),
            "Bearer a.b.c");
  EXPECT_EQ(credentials.AuthorizationFor({}).value(), "");
}

TEST(CredentialsTest, WhatNoServiceCouldBeShown_IsNobody) {
  const Credentials credentials = {.required = true, .public_viewer = true};
  for (const char* authorization : {"Bearer \xe9", "Bearer\tx", "\x7f", "预"}) {
    const absl::Status status =
        credentials.AuthorizationFor(With(authorization)).status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kUnauthenticated)
        << authorization;
  }
}

}  // namespace
}  // namespace yuheng::gateway
