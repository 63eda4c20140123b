#include "services/gateway/connect/call_head.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::gateway {
namespace {

constexpr char kListTotals[] =
    "/yuheng.aggregation.v1.AggregationService/ListTotals";
constexpr char kWatchTotals[] =
    "/yuheng.aggregation.v1.AggregationService/WatchTotals";
constexpr char kAccept[] =
    "/yuheng.ingestion.v1.IngestionService/AcceptSubmission";

class CallHeadTest : public ::testing::Test {
 protected:
  static const google::protobuf::ServiceDescriptor* Service(
      const google::protobuf::Descriptor* message, const char* name) {
    return message->file()->FindServiceByName(name);
  }

  // The call, or the status of the refusal as HTTP has it.
  CallHead Read(const HttpHead& head) {
    auto read = ReadCallHead(table_, head);
    if (const auto* refusal = absl::get_if<Refusal>(&read)) {
      refused_ = refusal->http_status;
      in_stream_ = refusal->stream;
      EXPECT_TRUE(rpc::ReasonOf(refusal->status).has_value());
      return {};
    }
    refused_ = 0;
    return absl::get<CallHead>(read);
  }
  int Refused(const HttpHead& head) {
    Read(head);
    return refused_;
  }
  HttpHead Get(const std::string& query) {
    target_ = absl::StrCat(kListTotals, query);
    return {.method = "GET", .target = target_};
  }

  const MethodTable table_{{Service(aggregation::v1::PostRequest::descriptor(),
                                    "AggregationService"),
                            Service(ingestion::v1::SubmitRequest::descriptor(),
                                    "IngestionService")}};
  std::string target_;
  int refused_ = 0;
  absl::optional<Codec> in_stream_;
};

TEST_F(CallHeadTest, Post_HasItsCodecAndTimeout) {
  const CallHead json = Read({.method = "POST",
                              .target = kListTotals,
                              .content_type = "Application/JSON; charset=utf-8",
                              .protocol_version = "1",
                              .timeout_ms = "1500"});
  ASSERT_EQ(refused_, 0);
  EXPECT_EQ(json.method->descriptor->name(), "ListTotals");
  EXPECT_EQ(json.codec, Codec::kJson);
  EXPECT_EQ(json.timeout, absl::Milliseconds(1500));
  EXPECT_FALSE(json.message.has_value());
  const CallHead proto = Read({.method = "POST",
                               .target = kWatchTotals,
                               .content_type = "application/connect+proto"});
  ASSERT_EQ(refused_, 0);
  EXPECT_EQ(proto.codec, Codec::kProto);
  EXPECT_FALSE(proto.timeout.has_value());
}

TEST_F(CallHeadTest, UnknownMethod_Is404) {
  for (const char* path :
       {"/", "", "/yuheng.aggregation.v1.AggregationService/Nothing",
        "/yuheng.aggregation.v1.AggregationService/Post", "//",
        "/yuheng.aggregation.v1.AggregationService/ListTotals/",
        "/grpc.health.v1.Health/Check"}) {
    EXPECT_EQ(Refused({.method = "POST",
                       .target = path,
                       .content_type = "application/json"}),
              404)
        << path;
  }
}

TEST_F(CallHeadTest, OtherVerb_Is405) {
  for (const char* verb : {"PUT", "DELETE", "OPTIONS", "HEAD", "get", ""}) {
    EXPECT_EQ(Refused({.method = verb,
                       .target = kListTotals,
                       .content_type = "application/json"}),
              405)
        << verb;
  }
}

TEST_F(CallHeadTest, GetOfWhatChangesSomething_Is405) {
  const std::string query = "?connect=v1&encoding=json&message=%7B%7D";
  const std::string accept = absl::StrCat(kAccept, query);
  const std::string watch = absl::StrCat(kWatchTotals, query);
  EXPECT_EQ(Refused({.method = "GET", .target = accept}), 405);
  EXPECT_EQ(Refused({.method = "GET", .target = watch}), 405);
  EXPECT_EQ(Refused(Get(query)), 0);
}

TEST_F(CallHeadTest, ContentTypeThatDoesNotSuit_Is415) {
  for (const char* type : {"", "text/plain", "application/jsonx",
                           "application/connect+json", "application/grpc"}) {
    EXPECT_EQ(
        Refused(
            {.method = "POST", .target = kListTotals, .content_type = type}),
        415)
        << type;
  }
  EXPECT_EQ(Refused({.method = "POST",
                     .target = kWatchTotals,
                     .content_type = "application/json"}),
            415);
}

TEST_F(CallHeadTest, CompressedMessage_Is501) {
  EXPECT_EQ(Refused({.method = "POST",
                     .target = kListTotals,
                     .content_type = "application/json",
                     .content_encoding = "gzip"}),
            501);
  EXPECT_EQ(Refused(Get("?encoding=json&message=&compression=gzip")), 501);
  EXPECT_EQ(Refused({.method = "POST",
                     .target = kListTotals,
                     .content_type = "application/json",
                     .content_encoding = "identity"}),
            0);
}

TEST_F(CallHeadTest, OfAStream_IsRefusedInTheStream) {
  const HttpHead watch = {.method = "POST",
                          .target = kWatchTotals,
                          .content_type = "application/connect+json"};
  HttpHead compressed = watch, other_version = watch, no_time = watch;
  compressed.stream_encoding = "gzip";
  other_version.protocol_version = "2";
  no_time.timeout_ms = "0";
  for (const HttpHead& head : {compressed, other_version, no_time}) {
    EXPECT_NE(Refused(head), 0);
    EXPECT_EQ(in_stream_, Codec::kJson);
  }
  // Who does not know streams would take 200 for well.
  HttpHead other_type = watch;
  other_type.content_type = "application/json";
  EXPECT_EQ(Refused(other_type), 415);
  EXPECT_FALSE(in_stream_.has_value());
}

TEST_F(CallHeadTest, TimeoutThatIsNone_Is400) {
  for (const char* timeout :
       {"0", "-1", "1.5", "abc", "12345678901", " 5", "+5", "00"}) {
    EXPECT_EQ(Refused({.method = "POST",
                       .target = kListTotals,
                       .content_type = "application/json",
                       .timeout_ms = timeout}),
              400)
        << timeout;
  }
}

TEST_F(CallHeadTest, OtherVersion_Is400) {
  EXPECT_EQ(Refused({.method = "POST",
                     .target = kListTotals,
                     .content_type = "application/json",
                     .protocol_version = "2"}),
            400);
}

TEST_F(CallHeadTest, Get_HasItsMessage) {
  CallHead call = Read(
      Get("?connect=v1&encoding=json&message=%7B%22scope%22%3A+%7B%7D%7D"));
  ASSERT_EQ(refused_, 0);
  EXPECT_EQ(call.codec, Codec::kJson);
  EXPECT_EQ(call.message, "{\"scope\": {}}");
  // With and without padding.
  for (const char* message : {"_-8", "_-8%3D", "_-8="}) {
    call =
        Read(Get(absl::StrCat("?base64=1&encoding=proto&message=", message)));
    ASSERT_EQ(refused_, 0);
    EXPECT_EQ(call.codec, Codec::kProto);
    EXPECT_EQ(call.message, "\xff\xef");
  }
  call = Read(Get("?encoding=json&message="));
  EXPECT_EQ(call.message, "");
}

TEST_F(CallHeadTest, QueryWithOtherKeys_IsTaken) {
  const CallHead call =
      Read(Get("?encoding=json&message=%7B%7D&base64=0&compression=identity"
               "&&more=1"));
  ASSERT_EQ(refused_, 0);
  EXPECT_EQ(call.message, "{}");
}

TEST_F(CallHeadTest, OtherEncoding_Is415) {
  for (const char* query :
       {"", "?", "?connect=v1", "?message=%7B%7D", "?encoding=xml&message="}) {
    EXPECT_EQ(Refused(Get(query)), 415) << query;
  }
}

TEST_F(CallHeadTest, QueryThatIsWrong_Is400) {
  for (const char* query :
       {"?encoding=json", "?encoding=json&message=%7",
        "?encoding=json&message=%zz", "?encoding=json&encoding=json&message=",
        "?encoding=json&message=&connect=v2",
        "?encoding=json&message=!&base64=1"}) {
    EXPECT_EQ(Refused(Get(query)), 400) << query;
  }
}

}  // namespace
}  // namespace yuheng::gateway
