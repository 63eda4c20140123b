#include "services/gateway/http/connection.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/http_client.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

using testing::HttpClient;
using testing::HttpResponse;

HttpResponse Answer(const RunningGateway& running, const std::string& bytes) {
  HttpClient client(running.address());
  client.Send(bytes);
  return client.Read();
}

TEST(ConnectionTest, RequestsThatComeTogether_AreAnsweredInOrder) {
  const RunningGateway running;
  HttpClient client(running.address());
  client.Send(
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_EQ(client.Read().status, 404);
  const HttpResponse head = client.Read(/*to_head=*/true);
  EXPECT_EQ(head.status, 200);
  const HttpResponse last = client.Read();
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(head.Header("content-length"), absl::StrCat(last.body.size()));
  EXPECT_EQ(last.Header("connection"), "close");
  EXPECT_TRUE(client.Closes());
}

TEST(ConnectionTest, RequestMayComeByteByByte) {
  const RunningGateway running;
  HttpClient client(running.address());
  for (const char c :
       std::string("POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                   "application/json\r\nContent-Length: 2\r\n\r\n{}")) {
    ASSERT_TRUE(client.Send(std::string(1, c)));
  }
  // Nobody signs in here: an answer to all of it.
  EXPECT_EQ(client.Read().status, 404);
}

TEST(ConnectionTest, WhatIsNoRequest_Is400AndTheEnd) {
  const RunningGateway running;
  for (const std::string bytes :
       {"\r\n\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
        "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /a\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
        "Content-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"
        "0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nab",
        "\x16\x03\x01\x02 TLS where none is spoken\r\n\r\n"}) {
    HttpClient client(running.address());
    client.Send(bytes);
    const HttpResponse response = client.Read();
    EXPECT_EQ(response.status, 400) << bytes;
    EXPECT_EQ(response.Header("connection"), "close") << bytes;
    EXPECT_TRUE(client.Closes()) << bytes;
  }
}

TEST(ConnectionTest, OtherVersions_Are505) {
  const RunningGateway running;
  EXPECT_EQ(Answer(running, "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").status,
            505);
}

TEST(ConnectionTest, FloodOfHeaders_Is431) {
  const RunningGateway running;
  std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < kHeadersMax + 1; ++i) {
    absl::StrAppend(&many, "x-", i, ": y\r\n");
  }
  EXPECT_EQ(Answer(running, many + "\r\n").status, 431);
  const std::string large =
      absl::StrCat("GET / HTTP/1.1\r\nHost: localhost\r\nx: ",
                   std::string(kHeadBytesMax, 'y'), "\r\n\r\n");
  EXPECT_EQ(Answer(running, large).status, 431);
  const std::string endless = absl::StrCat(
      "GET /", std::string(10 * kHeadBytesMax, 'y'), " HTTP/1.1\r\n");
  EXPECT_EQ(Answer(running, endless).status, 431);
}

TEST(ConnectionTest, SlowHead_Is408) {
  const RunningGateway running(nullptr, ShortPatience());
  HttpClient client(running.address());
  client.Send("GET / HTTP/1.1\r\nHost: loc");
  EXPECT_EQ(client.Read().status, 408);
  EXPECT_TRUE(client.Closes());
}

TEST(ConnectionTest, SlowBody_IsToldAndTheEnd) {
  const RunningGateway running(nullptr, ShortPatience());
  HttpClient client(running.address());
  client.SendRequest(
      "POST", kListTotals,
      {{"Content-Type", "application/json"}, {"Content-Length", "100"}});
  client.Send("{");
  const HttpResponse response = client.Read();
  EXPECT_EQ(response.status, 504);
  EXPECT_TRUE(absl::StrContains(response.body, "DEADLINE"));
  EXPECT_TRUE(client.Closes());
}

TEST(ConnectionTest, IdleConnection_Ends) {
  const RunningGateway running(nullptr, ShortPatience());
  HttpClient silent(running.address());
  EXPECT_TRUE(silent.Closes());
  HttpClient client(running.address());
  client.SendRequest("GET", "/");
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_TRUE(client.Closes());
}

TEST(ConnectionTest, OversizedBody_Is413HoweverItIsSent) {
  const RunningGateway running;
  const std::string body(2 << 20, ' ');
  const HttpResponse known = running.Post(kListTotals, body);
  EXPECT_EQ(known.status, 413);
  EXPECT_TRUE(absl::StrContains(known.body, "REQUEST_TOO_LARGE"));
  HttpClient client(running.address());
  client.SendRequest(
      "POST", kListTotals,
      {{"Content-Type", "application/json"}, {"Transfer-Encoding", "chunked"}});
  const std::string chunk =
      absl::StrCat("10000\r\n", std::string(0x10000, ' '), "\r\n");
  for (int i = 0; i < 32 && client.Send(chunk); ++i) {
  }
  EXPECT_EQ(client.Read().status, 413);
}

TEST(ConnectionTest, ChunkedBody_IsTaken) {
  const RunningGateway running;
  HttpClient client(running.address());
  client.SendRequest(
      "POST", kListTotals,
      {{"Content-Type", "application/json"}, {"Transfer-Encoding", "chunked"}});
  client.Send("1\r\n{\r\n1;x=y\r\n}\r\n0\r\nTrailer: z\r\n\r\n");
  EXPECT_EQ(client.Read().status, 200);
}

TEST(ConnectionTest, WhoSendsNoMore_IsAnsweredWhatCameWhole) {
  RunningGateway running;
  running.services().list_totals = [](const auto&, auto*) {
    // It is known by then.
    absl::SleepFor(absl::Milliseconds(200));
    return grpc::Status::OK;
  };
  HttpClient client(running.address());
  for (int i = 0; i < 2; ++i) {
    client.SendRequest("POST", kListTotals,
                       {{"Content-Type", "application/json"}}, "{}");
  }
  client.EndSending();
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_TRUE(client.Closes());
  // Half a request is none.
  HttpClient half(running.address());
  half.SendRequest(
      "POST", kListTotals,
      {{"Content-Type", "application/json"}, {"Content-Length", "3"}});
  half.Send("{}");
  half.EndSending();
  EXPECT_TRUE(half.Closes());
  EXPECT_EQ(running.services().calls(), 2);
  // A watch has no end, so its reader's is it.
  HttpClient watch(running.address());
  watch.SendRequest("POST", kWatchTotals, kStreamJson, Envelope("{}"));
  EXPECT_EQ(watch.ReadHead().status, 200);
  EXPECT_TRUE(running.services().AwaitWatches(1));
  watch.EndSending();
  EXPECT_TRUE(running.services().AwaitWatches(0));
}

TEST(ConnectionTest, SenderThatAsks_IsToldToGoOn) {
  const RunningGateway running;
  HttpClient client(running.address());
  client.SendRequest("POST", kListTotals,
                     {{"Content-Type", "application/json"},
                      {"Content-Length", "2"},
                      {"Expect", "100-continue"}});
  EXPECT_EQ(client.ReadHead().status, 100);
  client.Send("{}");
  EXPECT_EQ(client.Read().status, 200);
  // Not one that is refused.
  HttpClient refused(running.address());
  refused.SendRequest("POST", kListTotals,
                      {{"Content-Type", "text/plain"},
                       {"Content-Length", "2"},
                       {"Expect", "100-continue"}});
  EXPECT_EQ(refused.Read().status, 415);
}

TEST(ConnectionTest, TooManyConnections_AreClosed) {
  const RunningGateway running(
      [](auto* config) { config->set_connections_max(2); });
  HttpClient first(running.address());
  first.SendRequest("GET", "/");
  EXPECT_EQ(first.Read().status, 200);
  {
    HttpClient second(running.address());
    second.SendRequest("GET", "/");
    EXPECT_EQ(second.Read().status, 200);
    HttpClient third(running.address());
    EXPECT_TRUE(third.Closes());
  }
  EXPECT_TRUE(absl::StrContains(running.metrics(),
                                "yuheng_gateway_connections_refused_total 1"));
}

TEST(ConnectionTest, Stopping_EndsIdleOnesAtOnceAndStreamsWithAReason) {
  RunningGateway running;
  HttpClient idle(running.address());
  idle.SendRequest("GET", "/");
  idle.Read();
  HttpClient watch(running.address());
  watch.SendRequest("POST", kWatchTotals,
                    {{"Content-Type", "application/connect+json"}},
                    std::string("\0\0\0\0\2{}", 7));
  EXPECT_EQ(watch.ReadHead().status, 200);
  watch.ReadChunk();
  const absl::Time start = absl::Now();
  running.gateway().Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  EXPECT_TRUE(idle.Closes());
  std::string rest;
  for (std::string chunk = watch.ReadChunk(); !chunk.empty();
       chunk = watch.ReadChunk()) {
    rest = chunk;
  }
  EXPECT_TRUE(absl::StrContains(rest, "\"code\":\"unavailable\"")) << rest;
}

}  // namespace
}  // namespace yuheng::gateway
