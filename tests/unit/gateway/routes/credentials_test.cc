#include "services/gateway/routes/credentials.h"

#include <string>

#include "absl/strings/str_cat.h"
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
  EXPECT_EQ(credentials.CallerOf(With("Bearer a.b.c"))->authorization,
            "Bearer a.b.c");
  EXPECT_EQ(credentials.CallerOf({})->authorization, "");
}

TEST(CredentialsTest, WhatNoServiceCouldBeShown_IsNobody) {
  const Credentials credentials = {.required = true, .public_viewer = true};
  for (const char* authorization : {"Bearer \xe9", "Bearer\tx", "\x7f", "预"}) {
    const absl::Status status =
        credentials.CallerOf(With(authorization)).status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kUnauthenticated)
        << authorization;
  }
}

TEST(CredentialsTest, CookieOverTls_IsThisHostsAlone) {
  EXPECT_EQ(SessionCookie("x", /*secure=*/true),
            "__Host-yuheng_session=x; Path=/; HttpOnly; SameSite=Strict; "
            "Secure");
  EXPECT_EQ(SessionCookie("x", /*secure=*/false),
            "yuheng_session=x; Path=/; HttpOnly; SameSite=Strict");
  // What another host or a line in clear may have set is not looked at.
  const RequestHead head = {
      .headers = {{"Cookie", "yuheng_session=a; __Host-yuheng_session=b"}}};
  EXPECT_EQ(SessionIdOf(head, /*secure=*/true), "b");
  EXPECT_EQ(SessionIdOf(head, /*secure=*/false), "a");
  const RequestHead twice = {
      .headers = {{"Cookie", "yuheng_session=a; yuheng_session=b"}}};
  EXPECT_EQ(SessionIdOf(twice, /*secure=*/false), "");
  EXPECT_EQ(SessionIdOf(twice, /*secure=*/true), absl::nullopt);
}

TEST(CredentialsTest, CallerOfASession_IsCheckedAgainWithoutUsingIt) {
  absl::Time now = absl::FromUnixSeconds(1);
  SessionStore sessions(
      absl::Minutes(30),
      {.now = [&] { return now; },
       .random = [] { return std::string(kSessionIdBytes, 'r'); }});
  const Credentials credentials = {.sessions = &sessions, .required = true};
  const std::string id =
      sessions.Add({.token = "t", .expires = now + absl::Hours(8)});
  const RequestHead head = {
      .headers = {{"Cookie", absl::StrCat("yuheng_session=", id)}}};
  const auto caller = credentials.CallerOf(head);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->authorization, "Bearer t");
  now += absl::Minutes(29);
  EXPECT_TRUE(credentials.Check(*caller).ok());
  now += absl::Minutes(1);
  EXPECT_EQ(rpc::ReasonOf(credentials.Check(*caller)),
            rpc::Reason::kUnauthenticated);
  // Those without one have none that could end.
  EXPECT_TRUE(credentials.Check({.authorization = "Bearer x"}).ok());
}

}  // namespace
}  // namespace yuheng::gateway
