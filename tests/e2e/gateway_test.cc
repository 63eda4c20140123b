// The page's way to the desk: HTTP and JSON, without identities.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/gateway_process.h"
#include "tests/support/http_client.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::testing {
namespace {

using aggregation::v1::WatchTotalsResponse;
using google::protobuf::util::JsonStringToMessage;

constexpr char kScope[] =
    "{\"name\":\"prefectures/652300\",\"fiscalYear\":2023,"
    "\"stage\":\"STAGE_APPROVED\"}";
const HttpHeaders kStream = {{"Content-Type", "application/connect+json"},
                             {"Connect-Protocol-Version", "1"}};

std::string Envelope(const std::string& data) {
  std::string bytes(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(data.size() >> shift));
  }
  return bytes + data;
}

// Takes envelopes apart: their flags and data.
std::vector<std::pair<int, std::string>> Envelopes(std::string bytes) {
  std::vector<std::pair<int, std::string>> all;
  while (bytes.size() >= 5) {
    size_t size = 0;
    for (int i = 1; i < 5; ++i) {
      size = size << 8 | static_cast<unsigned char>(bytes[i]);
    }
    all.emplace_back(bytes[0], bytes.substr(5, size));
    bytes.erase(0, 5 + size);
  }
  EXPECT_EQ(bytes, "");
  return all;
}

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 11, .departments = 3});
    cluster_ = StartCluster(documents_, dir_.path());
    ASSERT_NE(cluster_, nullptr);
    gateway_.emplace(*cluster_, config::v1::GatewayConfig());
    ASSERT_FALSE(gateway_->address().empty());
  }
  const std::string& address() const { return gateway_->address(); }

  // What the last message of an upload says.
  ingestion::v1::SubmitResponse Submit(const cli::SampleDocument& document,
                                       const std::string& request_id) const {
    std::string body = Envelope(absl::StrCat(
        "{\"header\":{\"parent\":\"prefectures/652300\",\"requestId\":\"",
        request_id, "\",\"fileName\":\"a.txt\",\"actor\":\"page\"}}"));
    constexpr size_t kPiece = 300'000;
    for (size_t at = 0; at < document.text.size(); at += kPiece) {
      body += Envelope(absl::StrCat(
          "{\"chunk\":\"", absl::Base64Escape(document.text.substr(at, kPiece)),
          "\"}"));
    }
    const HttpResponse response =
        Fetch(address(), "POST", "/yuheng.ingestion.v1.IngestionService/Submit",
              kStream, body);
    EXPECT_EQ(response.status, 200);
    const auto envelopes = Envelopes(response.body);
    ingestion::v1::SubmitResponse first, last;
    EXPECT_GE(envelopes.size(), 3u) << response.body;
    if (envelopes.size() < 3) return last;
    EXPECT_TRUE(JsonStringToMessage(envelopes[0].second, &first).ok());
    EXPECT_TRUE(first.has_receipt()) << envelopes[0].second;
    EXPECT_EQ(envelopes.back().first, 2);
    EXPECT_TRUE(absl::StartsWith(envelopes.back().second, "{\"metadata\":"))
        << envelopes.back().second;
    EXPECT_TRUE(
        JsonStringToMessage(envelopes[envelopes.size() - 2].second, &last)
            .ok());
    return last;
  }

  const TempDir dir_;
  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<Cluster> cluster_;
  std::optional<GatewayProcess> gateway_;
};

TEST_F(GatewayTest, DocumentSentByThePage_IsInTheTotalsItWatches) {
  HttpClient watch(address());
  watch.SendRequest(
      "POST", "/yuheng.aggregation.v1.AggregationService/WatchTotals", kStream,
      Envelope(absl::StrCat("{\"scope\":", kScope, "}")));
  ASSERT_EQ(watch.ReadHead().status, 200);

  for (size_t i = 0; i < documents_.size(); ++i) {
    const auto last = Submit(documents_[i], absl::StrCat("gateway-test-", i));
    EXPECT_EQ(last.submission().state(), ingestion::v1::SUBMISSION_STATE_POSTED)
        << last.DebugString();
  }

  // What a reader of the answer sees, and of the stream.
  TotalsMap read, watched;
  const HttpResponse totals = Fetch(
      address(), "GET",
      absl::StrCat(
          "/yuheng.aggregation.v1.AggregationService/ListTotals?"
          "connect=v1&encoding=json&base64=1&message=",
          absl::WebSafeBase64Escape(absl::StrCat("{\"scope\":", kScope, "}"))));
  ASSERT_EQ(totals.status, 200) << totals.body;
  aggregation::v1::ListTotalsResponse response;
  ASSERT_TRUE(JsonStringToMessage(totals.body, &response).ok());
  for (const auto& total : response.totals()) Apply(total, &read);
  ExpectEqualTotals(SumsOf(documents_), read);

  for (int64_t revision = 0; revision < response.revision();) {
    const std::string chunk = watch.ReadChunk();
    ASSERT_FALSE(chunk.empty());
    for (const auto& [flags, data] : Envelopes(chunk)) {
      ASSERT_EQ(flags, 0) << data;
      WatchTotalsResponse told;
      ASSERT_TRUE(JsonStringToMessage(data, &told).ok()) << data;
      for (const auto& total : told.snapshot().totals()) {
        Apply(total, &watched);
      }
      for (const auto& total : told.delta().totals()) Apply(total, &watched);
      if (told.has_delta()) revision = told.delta().revision();
    }
  }
  ExpectEqualTotals(read, watched);
}

TEST_F(GatewayTest, PageIsServed_AndNobodyIsAskedWhoTheyAre) {
  const HttpResponse page = Fetch(address(), "GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(absl::StrContains(page.body, "<html"));
  const HttpResponse session = Fetch(address(), "GET", "/session");
  EXPECT_EQ(session.body,
            "{\"signedIn\":false,\"required\":false,\"subject\":\"\","
            "\"displayName\":\"\",\"roles\":[],\"departments\":[],"
            "\"units\":[],\"division\":\"652300\"}");
  EXPECT_EQ(Fetch(address(), "POST", "/session",
                  {{"Content-Type", "application/json"}},
                  "{\"account\":\"a\",\"password\":\"b\"}")
                .status,
            404);
}

TEST_F(GatewayTest, EveryServiceAnswers) {
  const HttpHeaders json = {{"Content-Type", "application/json"}};
  const std::pair<const char*, std::string> calls[] = {
      {"/yuheng.validation.v1.ValidationService/ListRules", "{}"},
      {"/yuheng.reporting.v1.ReportingService/GetProgress",
       "{\"parent\":\"prefectures/652300\",\"fiscalYear\":2023,"
       "\"stage\":\"STAGE_APPROVED\"}"},
      {"/yuheng.ingestion.v1.IngestionService/ListSubmissions",
       "{\"parent\":\"prefectures/652300\"}"}};
  for (const auto& [path, body] : calls) {
    const HttpResponse response = Fetch(address(), "POST", path, json, body);
    EXPECT_EQ(response.status, 200) << path << response.body;
  }
  // What is wrong is said as the service says it.
  const HttpResponse wrong = Fetch(
      address(), "POST", "/yuheng.ingestion.v1.IngestionService/GetSubmission",
      json, "{\"name\":\"nonsense\"}");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(absl::StrContains(wrong.body, "FIELD_INVALID")) << wrong.body;
}

TEST_F(GatewayTest, Sigterm_EndsStreamsAndTheProcess) {
  HttpClient watch(address());
  watch.SendRequest(
      "POST", "/yuheng.ingestion.v1.IngestionService/WatchSubmissions", kStream,
      Envelope("{\"parent\":\"prefectures/652300\",\"fiscalYear\":2023,"
               "\"stage\":\"STAGE_APPROVED\"}"));
  ASSERT_EQ(watch.ReadHead().status, 200);
  EXPECT_TRUE(absl::StrContains(watch.ReadChunk(), "snapshot"));
  EXPECT_EQ(gateway_->Terminate(), 0) << gateway_->log();
  std::string last;
  for (std::string chunk = watch.ReadChunk(); !chunk.empty();
       chunk = watch.ReadChunk()) {
    last = chunk;
  }
  EXPECT_TRUE(absl::StrContains(last, "unavailable")) << last;
}

}  // namespace
}  // namespace yuheng::testing
