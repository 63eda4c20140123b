#include "services/gateway/routes/page_route.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/support/http_client.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

using testing::Fetch;
using testing::HttpResponse;

TEST(PageRouteTest, Index_IsAskedForEachTime) {
  const RunningGateway running;
  const HttpResponse page = Fetch(running.address(), "GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, "<!doctype html><title>page</title>");
  EXPECT_EQ(page.Header("cache-control"), "no-cache");
  EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
  const HttpResponse same =
      Fetch(running.address(), "GET", "/",
            {{"If-None-Match", absl::StrCat("\"x\", ", page.Header("etag"))}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(
      Fetch(running.address(), "GET", "/", {{"If-None-Match", "\"x\""}}).status,
      200);
}

TEST(PageRouteTest, HashedFile_IsKeptForEver) {
  const RunningGateway running;
  const HttpResponse plain =
      Fetch(running.address(), "GET", "/assets/app-1a2b.js");
  EXPECT_EQ(plain.status, 200);
  EXPECT_TRUE(absl::StrContains(plain.Header("cache-control"), "immutable"));
  EXPECT_EQ(plain.Header("content-encoding"), "");
}

TEST(PageRouteTest, Coding_IsWhatIsWantedMostThenTheSmallest) {
  const RunningGateway running;
  const auto coding_of = [&](const std::string& accepted) {
    const HttpResponse response =
        Fetch(running.address(), "GET", "/assets/app-1a2b.js?v=1",
              {{"Accept-Encoding", accepted}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.Header("vary"), "Accept-Encoding");
    const std::string coding = response.Header("content-encoding");
    EXPECT_EQ(response.body == "as gzip", coding == "gzip") << accepted;
    EXPECT_EQ(response.body == "as brotli", coding == "br") << accepted;
    return coding;
  };
  for (const char* accepted :
       {"gzip, deflate, br", "BR ; Q=0.5 , gzip;q=0.5", "*", "br;q=1.0",
        "identity, br", "gzip;q=0, *;q=0.1", "br, gzip, identity;q=0"}) {
    EXPECT_EQ(coding_of(accepted), "br") << accepted;
  }
  for (const char* accepted :
       {"gzip", "gzip, br;q=0.9", "br;q=0, gzip;q=0.001", "br;q=0, *",
        "br;q=2, gzip", "br;level=1, gzip", "brotli, xbr, gzip, bz"}) {
    EXPECT_EQ(coding_of(accepted), "gzip") << accepted;
  }
  for (const char* accepted :
       {"", "deflate, zstd", "gzip;q=0", "gzip;q=0, br;q=0.000", "*;q=0",
        "br;q=0.5, identity", "br;q=, gzip;q=x", "br;q=nan", "identity;q=0"}) {
    EXPECT_EQ(coding_of(accepted), "") << accepted;
  }
}

TEST(PageRouteTest, WhatIsNotPacked_GoesAsItIs) {
  const RunningGateway running;
  const HttpResponse page =
      Fetch(running.address(), "GET", "/", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(page.Header("content-encoding"), "");
  EXPECT_EQ(page.body, "<!doctype html><title>page</title>");
}

TEST(PageRouteTest, NothingElseIsThere) {
  const RunningGateway running;
  for (const char* path :
       {"/..", "/../etc/passwd", "/assets/../../etc/passwd",
        "/%2e%2e/etc/passwd", "//etc/passwd", "/assets", "/assets/",
        "/index.html/", "/index.html%00", "/assets/app-1a2b.js/..",
        "/.git/config", "/sessions", "/assets/app-1a2b.js.br",
        "/assets/app-1a2b.js.gz"}) {
    EXPECT_EQ(Fetch(running.address(), "GET", path).status, 404) << path;
  }
  EXPECT_EQ(Fetch(running.address(), "PUT", "/", {}, "x").status, 405);
}

TEST(PageRouteTest, EveryAnswer_SaysWhatABrowserMayDoWithIt) {
  const RunningGateway running;
  for (const char* path : {"/", "/nothing", "/session", kListTotals}) {
    const HttpResponse response = Fetch(running.address(), "GET", path);
    const std::string policy = response.Header("content-security-policy");
    EXPECT_TRUE(absl::StrContains(policy, "default-src 'none'")) << path;
    EXPECT_TRUE(absl::StrContains(policy, "script-src 'self';")) << path;
    EXPECT_TRUE(absl::StrContains(policy, "frame-ancestors 'none'")) << path;
    EXPECT_EQ(response.Header("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(response.Header("referrer-policy"), "no-referrer") << path;
    EXPECT_EQ(response.Header("server"), "") << path;
    // In clear: a browser would not listen.
    EXPECT_EQ(response.Header("strict-transport-security"), "") << path;
  }
}

TEST(PageRouteTest, BuiltPage_HasAnIndex) {
  const Page page = BuiltPage();
  ASSERT_NE(page.Find("/"), nullptr);
  EXPECT_TRUE(absl::StrContains(*page.Find("/")->bytes, "<html"));
}

}  // namespace
}  // namespace yuheng::gateway
