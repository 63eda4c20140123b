// How large, slow and many calls may be.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/gateway/connect/envelope.h"
#include "services/gateway/routes/call_route.h"
#include "tests/support/http_client.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

using testing::HttpClient;
using testing::HttpResponse;

// About ten megabytes of JSON.
grpc::Status Large(const aggregation::v1::ListTotalsRequest&,
                   aggregation::v1::ListTotalsResponse* response) {
  for (int i = 0; i < 60'000; ++i) {
    auto* total = response->add_totals();
    total->mutable_account()->set_row(std::string(100, 'r'));
    total->set_derived_fen(i);
  }
  return grpc::Status::OK;
}

TEST(CallLimitsTest, SlowReader_GetsAllOfALargeAnswer) {
  RunningGateway running(nullptr, ShortPatience());
  running.services().list_totals = Large;
  HttpClient client(running.address());
  client.SendRequest("POST", kListTotals,
                     {{"Content-Type", "application/json"}}, "{}");
  // Longer than one write may take, and than the system keeps for it.
  absl::SleepFor(absl::Milliseconds(400));
  HttpResponse head = client.ReadHead();
  size_t size = 0;
  ASSERT_TRUE(absl::SimpleAtoi(head.Header("content-length"), &size));
  EXPECT_GT(size, size_t{8} << 20);
  size_t read = 0;
  while (read < size) {
    const size_t piece =
        client.ReadBytes(std::min(size - read, size_t{1} << 20)).size();
    ASSERT_GT(piece, 0u);
    read += piece;
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_EQ(read, size);
}

// One, and its connection is over.
void ExpectCutOff(const RunningGateway& running) {
  const absl::Time until = absl::Now() + absl::Seconds(10);
  for (const char* line : {"yuheng_gateway_readers_dropped_total 1\n",
                           "yuheng_gateway_connections 0\n"}) {
    const auto shown = [&] {
      return absl::StrContains(running.metrics(), line);
    };
    while (!shown() && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    EXPECT_TRUE(shown()) << line << running.metrics();
  }
}

// The next chunk, read no faster than a megabyte in 100 ms.
std::string ReadChunkSlowly(HttpClient* client) {
  std::string line;
  while (!absl::EndsWith(line, "\r\n")) {
    const std::string next = client->ReadBytes(1);
    if (next.empty()) return "";
    line += next;
  }
  const size_t size = std::strtoul(line.c_str(), nullptr, 16);
  std::string chunk;
  while (chunk.size() < size) {
    const std::string piece =
        client->ReadBytes(std::min(size - chunk.size(), size_t{1} << 20));
    if (piece.empty()) return "";
    chunk += piece;
    absl::SleepFor(absl::Milliseconds(100));
  }
  client->ReadBytes(2);
  return chunk;
}

TEST(CallLimitsTest, FrozenReader_IsCutOff) {
  RunningGateway running(nullptr, ShortPatience());
  running.services().list_totals = Large;
  HttpClient client(running.address());
  client.SendRequest("POST", kListTotals,
                     {{"Content-Type", "application/json"}}, "{}");
  ExpectCutOff(running);
}

TEST(CallLimitsTest, FrozenWatcher_IsCutOff_OthersGoOn) {
  RunningGateway running(nullptr, ShortPatience());
  running.services().watched_rows = 80'000;
  HttpClient frozen(running.address());
  frozen.SendRequest("POST", kWatchTotals, kStreamJson, Envelope("{}"));
  {
    HttpClient other(running.address());
    other.SendRequest("POST", kWatchTotals, kStreamJson, Envelope("{}"));
    ASSERT_EQ(other.ReadHead().status, 200);
    // All of it takes longer than one write may.
    EXPECT_GT(ReadChunkSlowly(&other).size(), size_t{8} << 20);
    EXPECT_TRUE(absl::StrContains(other.ReadChunk(), "progress"));
  }
  ExpectCutOff(running);
  EXPECT_TRUE(running.services().AwaitWatches(0));
}

TEST(CallLimitsTest, TooManyStreams_AreRefusedInTheStream) {
  RunningGateway running([](auto* config) { config->set_streams_max(1); });
  HttpClient first(running.address());
  first.SendRequest("POST", kWatchTotals, kStreamJson, Envelope("{}"));
  first.ReadHead();
  const HttpResponse second = testing::Fetch(
      running.address(), "POST", kWatchTotals, kStreamJson, Envelope("{}"));
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body[0], kEndOfStreamFlag);
  EXPECT_TRUE(absl::StrContains(second.body, "CALLS_TOO_MANY"));
}

TEST(CallLimitsTest, SlowBodies_HoldNoPlaceOfACall) {
  RunningGateway running([](auto* config) {
    config->mutable_server()->set_concurrent_calls_max(1);
    config->set_streams_max(1);
  });
  HttpClient unary(running.address()), stream(running.address());
  for (HttpClient* client : {&unary, &stream}) {
    client->SendRequest(
        "POST", client == &unary ? kListTotals : kWatchTotals,
        {{"Content-Type",
          client == &unary ? "application/json" : "application/connect+json"},
         {"Content-Length", "7"}});
    client->Send(std::string(1, '\0'));
  }
  EXPECT_EQ(running.Post(kListTotals).status, 200);
  HttpClient watch(running.address());
  watch.SendRequest("POST", kWatchTotals, kStreamJson, Envelope("{}"));
  EXPECT_EQ(watch.ReadHead().status, 200);
  EXPECT_TRUE(absl::StrContains(watch.ReadChunk(), "snapshot"));
}

TEST(CallLimitsTest, BodiesBeingRead_HaveALimitTogether) {
  RunningGateway running;
  const std::string most(kMessageBytesMax - 2, ' ');
  std::vector<std::unique_ptr<HttpClient>> holders;
  const auto send = [&] {
    auto client = std::make_unique<HttpClient>(running.address());
    client->SendRequest("POST", kListTotals,
                        {{"Content-Type", "application/json"},
                         {"Content-Length", absl::StrCat(kMessageBytesMax)}});
    client->Send(most);
    return client;
  };
  for (size_t i = 0; i < kBodiesBytesMax / kMessageBytesMax; ++i) {
    holders.push_back(send());
  }
  const auto large = [&] {
    return running.Post(kListTotals, absl::StrCat("{}", most)).status;
  };
  const absl::Time until = absl::Now() + absl::Seconds(20);
  int refused = 0;
  while (refused < 3 && absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(20));
    if (large() == 429) {
      ++refused;
      continue;
    }
    // It may have taken the place of a holder that was on its way.
    refused = 0;
    holders.push_back(send());
  }
  EXPECT_EQ(refused, 3);
  // Small ones are read all the same.
  EXPECT_EQ(running.Post(kListTotals).status, 200);
  holders.clear();
  while (large() != 200 && absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_EQ(large(), 200);
}

TEST(CallLimitsTest, RequestOfAWatch_IsSmall) {
  RunningGateway running;
  const std::string body =
      Envelope(absl::StrCat("{}", std::string(kStreamRequestBytesMax, ' ')));
  const HttpResponse response = testing::Fetch(running.address(), "POST",
                                               kWatchTotals, kStreamJson, body);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(absl::StrContains(response.body, "REQUEST_TOO_LARGE"))
      << response.body;
  EXPECT_EQ(running.services().calls(), 0);
}

TEST(CallLimitsTest, UploadAboveTheLimit_IsRefused) {
  RunningGateway running(
      [](auto* config) { config->set_document_size_bytes_max(1 << 20); });
  std::string body;
  ingestion::v1::SubmitRequest request;
  request.set_chunk(std::string(1 << 20, 'x'));
  for (int i = 0; i < 4; ++i) {
    AppendEnvelope(0, request.SerializeAsString(), &body);
  }
  const HttpResponse response = testing::Fetch(
      running.address(), "POST", kSubmit, kStreamProto, std::move(body));
  EXPECT_TRUE(absl::StrContains(response.body, "REQUEST_TOO_LARGE"))
      << response.body;
}

}  // namespace
}  // namespace yuheng::gateway
