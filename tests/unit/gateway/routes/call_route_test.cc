#include "services/gateway/routes/call_route.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/gateway/connect/envelope.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/support/http_client.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

using testing::HttpClient;
using testing::HttpHeaders;
using testing::HttpResponse;

TEST(CallRouteTest, Json_GoesThereAndBack) {
  RunningGateway running;
  const HttpResponse response =
      running.Post(kListTotals, "{\"scope\":{\"name\":\"prefectures/652300\"}}",
                   {{"x-request-id", "my-id"}, {"Connect-Timeout-Ms", "5000"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("content-type"), "application/json");
  EXPECT_EQ(response.Header("cache-control"), "no-store");
  EXPECT_EQ(response.body,
            "{\"totals\":[{\"derivedFen\":\"9007199254740993\"}]}");
  const auto metadata = running.services().metadata();
  EXPECT_EQ(metadata.at("x-request-id"), "my-id");
  // Nothing else of a browser's headers goes along.
  EXPECT_EQ(metadata.count("host") + metadata.count("connection"), 0u);
}

TEST(CallRouteTest, Proto_GoesThereAndBack) {
  RunningGateway running;
  aggregation::v1::ListTotalsRequest seen;
  running.services().list_totals =
      [&](const aggregation::v1::ListTotalsRequest& request,
          aggregation::v1::ListTotalsResponse* response) {
        seen = request;
        response->set_revision(3);
        return grpc::Status::OK;
      };
  aggregation::v1::ListTotalsRequest request;
  request.set_revision(9);
  const HttpResponse response = testing::Fetch(
      running.address(), "POST", kListTotals,
      {{"Content-Type", "application/proto"}}, request.SerializeAsString());
  EXPECT_EQ(response.status, 200);
  aggregation::v1::ListTotalsResponse answer;
  ASSERT_TRUE(answer.ParseFromString(response.body));
  EXPECT_EQ(answer.revision(), 3);
  EXPECT_EQ(seen.revision(), 9);
}

TEST(CallRouteTest, Get_ReadsAndNeverChanges) {
  RunningGateway running;
  const std::string query = "?connect=v1&encoding=json&message=%7B%7D";
  EXPECT_EQ(
      testing::Fetch(running.address(), "GET", absl::StrCat(kListTotals, query))
          .status,
      200);
  EXPECT_EQ(running.services().calls(), 1);
  const HttpResponse changes =
      testing::Fetch(running.address(), "GET", absl::StrCat(kAccept, query));
  EXPECT_EQ(changes.status, 405);
  EXPECT_EQ(changes.Header("allow"), "POST");
  EXPECT_EQ(running.services().calls(), 1);
}

TEST(CallRouteTest, OtherVerb_IsToldWhichThereAre) {
  RunningGateway running;
  for (const auto& [target, allow] :
       {std::pair(kListTotals, "GET, POST"), std::pair(kWatchTotals, "POST"),
        std::pair("/session", "GET, HEAD, POST, DELETE"),
        std::pair("/", "GET, HEAD")}) {
    const HttpResponse response =
        testing::Fetch(running.address(), "PUT", target);
    EXPECT_EQ(response.status, 405) << target;
    EXPECT_EQ(response.Header("allow"), allow) << target;
  }
}

TEST(CallRouteTest, Failure_HasItsCodeTextsAndDetails) {
  RunningGateway running;
  running.services().list_totals = [](const auto&, auto*) {
    return rpc::ToGrpcStatus(rpc::WithRetryAfter(
        rpc::MakeError(rpc::Reason::kQueueFull), absl::Milliseconds(1500)));
  };
  const HttpResponse response = running.Post(kListTotals);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.Header("retry-after"), "2");
  for (const char* part : {"\"code\":\"resource_exhausted\"", "QUEUE_FULL",
                           "google.rpc.RetryInfo", "zh-CN"}) {
    EXPECT_TRUE(absl::StrContains(response.body, part)) << response.body;
  }
}

TEST(CallRouteTest, ServiceThatIsAway_IsUnavailable) {
  RunningGateway running(
      [](auto* config) { config->set_aggregation_address("127.0.0.1:1"); });
  const HttpResponse response = running.Post(kListTotals);
  EXPECT_EQ(response.status, 503);
  EXPECT_TRUE(absl::StrContains(response.body, "\"code\":\"unavailable\""));
}

TEST(CallRouteTest, Deadline_GoesAlong) {
  RunningGateway running;
  running.services().list_totals = [](const auto&, auto*) {
    absl::SleepFor(absl::Seconds(1));
    return grpc::Status::OK;
  };
  const absl::Time start = absl::Now();
  const HttpResponse response =
      running.Post(kListTotals, "{}", {{"Connect-Timeout-Ms", "100"}});
  EXPECT_EQ(response.status, 504);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(900));
}

TEST(CallRouteTest, BadRequest_NeverReachesAService) {
  RunningGateway running;
  EXPECT_EQ(running.Post(kListTotals, "{\"scopes\":{}}").status, 400);
  EXPECT_EQ(running.Post(kListTotals, "").status, 400);
  EXPECT_EQ(
      running.Post("/yuheng.aggregation.v1.AggregationService/Post").status,
      404);
  EXPECT_EQ(
      running.Post("/yuheng.operations.v1.BackupService/CreateBackup").status,
      404);
  EXPECT_EQ(
      running.Post(kListTotals, "{}", {{"Origin", "https://evil.example"}})
          .status,
      403);
  EXPECT_EQ(
      running.Post(kAccept, "{}", {{"Sec-Fetch-Site", "cross-site"}}).status,
      403);
  EXPECT_EQ(
      running.Post(kAccept, "{}", {{"Cookie", "yuheng_session=x"}}).status,
      403);
  EXPECT_EQ(testing::Fetch(running.address(), "OPTIONS", kListTotals,
                           {{"Origin", "https://evil.example"}})
                .status,
            403);
  EXPECT_EQ(running.services().calls(), 0);
  // Nor is another site told that it may.
  EXPECT_EQ(
      running.Post(kListTotals, "{}", {{"Origin", "https://evil.example"}})
          .Header("access-control-allow-origin"),
      "");
}

TEST(CallRouteTest, OtherHost_IsMisdirected) {
  RunningGateway running;
  HttpClient client(running.address());
  client.Send(absl::StrCat("POST ", kListTotals,
                           " HTTP/1.1\r\nHost: evil.example\r\nContent-Type: "
                           "application/json\r\nContent-Length: 2\r\n\r\n{}"));
  EXPECT_EQ(client.Read().status, 421);
  EXPECT_EQ(running.services().calls(), 0);
}

TEST(CallRouteTest, Stream_ComesInEnvelopesUntilItsReaderGoes) {
  RunningGateway running;
  {
    HttpClient client(running.address());
    client.SendRequest("POST", kWatchEntries, kStreamJson, Envelope("{}"));
    const HttpResponse head = client.ReadHead();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.Header("content-type"), "application/connect+json");
    const std::string first = client.ReadChunk();
    EXPECT_EQ(first.substr(5), "{\"entry\":{\"seq\":\"1\"}}");
    const std::string next = client.ReadChunk();
    EXPECT_TRUE(absl::StrContains(next, "progress")) << next;
    EXPECT_TRUE(running.services().AwaitWatches(1));
  }
  EXPECT_TRUE(running.services().AwaitWatches(0));
}

TEST(CallRouteTest, SameView_IsWatchedOnce) {
  RunningGateway running;
  {
    HttpClient one(running.address()), other(running.address());
    for (HttpClient* client : {&one, &other}) {
      client->SendRequest("POST", kWatchTotals,
                          client == &one ? kStreamJson : kStreamProto,
                          Envelope(client == &one ? "{}" : ""));
      EXPECT_EQ(client->ReadHead().status, 200);
    }
    EXPECT_TRUE(absl::StrContains(one.ReadChunk(), "\"derivedFen\":\"1\""));
    aggregation::v1::WatchTotalsResponse response;
    ASSERT_TRUE(response.ParseFromString(other.ReadChunk().substr(5)));
    EXPECT_EQ(response.snapshot().revision(), 7);
    // Both hear what comes.
    EXPECT_TRUE(absl::StrContains(one.ReadChunk(), "progress"));
    EXPECT_FALSE(other.ReadChunk().empty());
    EXPECT_EQ(running.services().watches_begun(), 1);
  }
  EXPECT_TRUE(running.services().AwaitWatches(0));
}

TEST(CallRouteTest, WatchWithADeadline_EndsWithIt) {
  RunningGateway running;
  HttpHeaders headers = kStreamJson;
  headers.push_back({"Connect-Timeout-Ms", "200"});
  for (const char* path : {kWatchTotals, kWatchEntries}) {
    const HttpResponse response = testing::Fetch(running.address(), "POST",
                                                 path, headers, Envelope("{}"));
    EXPECT_TRUE(absl::StrContains(response.body, "deadline_exceeded")) << path;
  }
}

TEST(CallRouteTest, RefusedStream_IsToldInTheStream) {
  RunningGateway running;
  const std::pair<HttpHeaders, const char*> refused[] = {
      {{{"Connect-Protocol-Version", "2"}}, "invalid_argument"},
      {{{"Connect-Timeout-Ms", "x"}}, "invalid_argument"},
      {{{"Connect-Content-Encoding", "gzip"}}, "unimplemented"},
      {{{"Origin", "https://evil.example"}}, "permission_denied"}};
  for (const auto& [more, code] : refused) {
    HttpHeaders headers = kStreamJson;
    headers.insert(headers.end(), more.begin(), more.end());
    const HttpResponse response = testing::Fetch(
        running.address(), "POST", kWatchTotals, headers, Envelope("{}"));
    EXPECT_EQ(response.status, 200) << code;
    EXPECT_EQ(response.Header("content-type"), "application/connect+json");
    ASSERT_FALSE(response.body.empty()) << code;
    EXPECT_EQ(response.body[0], kEndOfStreamFlag) << code;
    EXPECT_TRUE(absl::StrContains(response.body, code)) << response.body;
  }
  EXPECT_EQ(running.services().calls(), 0);
}

TEST(CallRouteTest, StreamRequest_IsOneWholeEnvelope) {
  RunningGateway running;
  for (const std::string& body :
       {std::string(), Envelope("{}") + Envelope("{}"),
        Envelope("{}").substr(0, 6), std::string("\2\0\0\0\2{}", 7)}) {
    const HttpResponse response = testing::Fetch(
        running.address(), "POST", kWatchTotals, kStreamJson, body);
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(absl::StrContains(response.body, "invalid_argument"));
  }
  EXPECT_EQ(running.services().calls(), 0);
}

TEST(CallRouteTest, Upload_SendsEachEnvelope) {
  RunningGateway running;
  std::string body;
  ingestion::v1::SubmitRequest request;
  request.mutable_header()->set_file_name("a.txt");
  AppendEnvelope(0, request.SerializeAsString(), &body);
  for (int i = 0; i < 12; ++i) {
    request.set_chunk(std::string(1 << 20, 'x'));
    AppendEnvelope(0, request.SerializeAsString(), &body);
  }
  const HttpResponse response = testing::Fetch(
      running.address(), "POST", kSubmit, kStreamProto, std::move(body));
  EXPECT_EQ(response.status, 200);
  EnvelopeReader reader(1 << 20);
  reader.Append(response.body);
  const auto first = reader.Next();
  ASSERT_TRUE(first.ok() && first->has_value());
  ingestion::v1::SubmitResponse answer;
  ASSERT_TRUE(answer.ParseFromString(**first));
  EXPECT_EQ(answer.submission().name(), "a.txt");
  EXPECT_EQ(answer.submission().size_bytes(), 12 << 20);
  EXPECT_TRUE(absl::EndsWith(response.body, "{}"));
}

TEST(CallRouteTest, UploadInJson_HasItsBytesInBase64) {
  RunningGateway running;
  const std::string body =
      absl::StrCat(Envelope("{\"header\":{\"fileName\":\"b\"}}"),
                   Envelope(absl::StrCat(
                       "{\"chunk\":\"",
                       absl::Base64Escape(std::string(1 << 20, 'x')), "\"}")));
  const HttpResponse response =
      testing::Fetch(running.address(), "POST", kSubmit, kStreamJson, body);
  EXPECT_TRUE(absl::StrContains(response.body, "\"sizeBytes\":\"1048576\""))
      << response.body;
}

TEST(CallRouteTest, UploadThatIsRefused_SaysWhyBeforeItsEnd) {
  RunningGateway running;
  HttpClient client(running.address());
  client.SendRequest("POST", kSubmit,
                     {{"Content-Type", "application/connect+json"},
                      {"Content-Length", "1000000"}});
  client.Send(Envelope("{\"header\":{\"fileName\":\"refuse\"}}"));
  client.Send(Envelope("{\"chunk\":\"eA==\"}"));
  const absl::Time start = absl::Now();
  while (running.services().calls() == 0 &&
         absl::Now() - start < absl::Seconds(10)) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  // More of it comes; not all.
  for (int i = 0; i < 10; ++i) {
    client.Send(Envelope("{\"chunk\":\"eA==\"}"));
    absl::SleepFor(absl::Milliseconds(10));
  }
  const HttpResponse response = client.Read();
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(absl::StrContains(response.body, "DOCUMENT_BINARY"))
      << response.body;
}

}  // namespace
}  // namespace yuheng::gateway
