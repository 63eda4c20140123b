#include "services/gateway/connect/codec.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/gateway/connect/json_check.h"
#include "services/rpc/reason.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::gateway {
namespace {

using aggregation::v1::ListContributionsRequest;
using aggregation::v1::ListTotalsResponse;
using ingestion::v1::ReturnSubmissionRequest;

std::string Refused(const std::string& json) {
  const auto decoded =
      Decode(Codec::kJson, *ListContributionsRequest::descriptor(), json);
  EXPECT_FALSE(decoded.ok()) << json;
  if (decoded.ok()) return "";
  EXPECT_EQ(rpc::ReasonOf(decoded.status()), rpc::Reason::kFieldInvalid);
  return std::string(decoded.status().message());
}

std::string Nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += "[";
  for (int i = 0; i < depth; ++i) text += "]";
  return absl::StrCat("{\"account\":", text, "}");
}

TEST(CodecTest, Json_BecomesTheMessage) {
  const auto bytes = Decode(
      Codec::kJson, *ListContributionsRequest::descriptor(),
      " {\"scope\": {\"name\":\"prefectures/652300\", \"fiscalYear\":2023,"
      "\"stage\":\"STAGE_APPROVED\"}, \"page_size\": 10,\n"
      "\"revision\":\"9007199254740993\"} ");
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ListContributionsRequest request;
  ASSERT_TRUE(request.ParseFromString(*bytes));
  EXPECT_EQ(request.scope().name(), "prefectures/652300");
  EXPECT_EQ(request.scope().fiscal_year(), 2023);
  EXPECT_EQ(request.page_size(), 10);
  // More than a JSON number holds.
  EXPECT_EQ(request.revision(), 9007199254740993);
}

TEST(CodecTest, Money_IsExactBothWays) {
  ListTotalsResponse response;
  response.add_totals()->set_derived_fen(9007199254740993);
  const auto json = Encode(Codec::kJson, *ListTotalsResponse::descriptor(),
                           response.SerializeAsString());
  ASSERT_TRUE(json.ok());
  EXPECT_TRUE(absl::StrContains(*json, "\"9007199254740993\"")) << *json;
  const auto back =
      Decode(Codec::kJson, *ListTotalsResponse::descriptor(), *json);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, response.SerializeAsString());
}

TEST(CodecTest, Proto_IsPassedOnUnread) {
  const std::string bytes("\xff\x00 no message", 13);
  EXPECT_EQ(
      *Decode(Codec::kProto, *ListContributionsRequest::descriptor(), bytes),
      bytes);
  EXPECT_EQ(*Encode(Codec::kProto, *ListTotalsResponse::descriptor(), bytes),
            bytes);
}

TEST(CodecTest, AnswerThatIsNoMessage_IsInternal) {
  EXPECT_TRUE(absl::IsInternal(
      Encode(Codec::kJson, *ListTotalsResponse::descriptor(), "\xff")
          .status()));
}

TEST(CodecTest, TextThatIsNoJson_IsRefused) {
  for (const char* json : {"",
                           " ",
                           "[]",
                           "1",
                           "null",
                           "{",
                           "{\"scope\"}",
                           "{\"scope\":}",
                           "{scope:{}}",
                           "{'scope':{}}",
                           "{\"scope\":{},}",
                           "{} {}",
                           "{}x",
                           "{\"pageSize\":01}",
                           "{\"pageSize\":1.}",
                           "{\"pageSize\":+1}",
                           "{\"pageSize\":1e}",
                           "{\"pageSize\":NaN}",
                           "{\"pageToken\":\"a\nb\"}",
                           "{\"pageToken\":\"\\x\"}",
                           "{\"pageToken\":\"\\u12g4\"}",
                           "{\"pageToken\":\"",
                           "{\"pageToken\":\"\\",
                           "{\"pageToken\":\"\\u1",
                           "{\"account\":[1,]}",
                           "{\"account\":[1 2]}",
                           "{\"account\":[}",
                           "/**/{}"}) {
    Refused(json);
  }
}

TEST(CodecTest, KeyThatIsNoField_IsNamed) {
  EXPECT_TRUE(absl::StrContains(Refused("{\"scop\":{}}"), "scop"));
  EXPECT_TRUE(absl::StrContains(Refused("{\"scope\":{\"nam\":\"x\"}}"), "nam"));
}

TEST(CodecTest, KeyThatComesTwice_IsRefusedUnderEitherName) {
  EXPECT_TRUE(absl::StrContains(Refused("{\"pageSize\":1,\"page_size\":2}"),
                                "page_size"));
  Refused("{\"scope\":{},\"scope\":{}}");
  Refused("{\"scope\":{\"stage\":1,\"stage\":2}}");
}

TEST(CodecTest, ValueOfAnotherType_IsRefused) {
  Refused("{\"scope\":{\"fiscalYear\":\"MMXXIII\"}}");
  Refused("{\"revision\":\"9223372036854775808\"}");
  Refused("{\"scope\":[]}");
}

TEST(CodecTest, Nesting_HasALimit) {
  EXPECT_TRUE(absl::StrContains(Refused(Nested(100'000)), "deep"));
  EXPECT_FALSE(absl::StrContains(Refused(Nested(kJsonDepthMax - 1)), "deep"));
  EXPECT_TRUE(absl::StrContains(Refused(Nested(kJsonDepthMax)), "deep"));
}

TEST(CodecTest, TimesAreTexts) {
  const auto bytes =
      Decode(Codec::kJson, *ReturnSubmissionRequest::descriptor(),
             "{\"correctionEndTime\":\"2023-02-01T08:00:00Z\",\"reason\":"
             "\"\\u8868\"}");
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ReturnSubmissionRequest request;
  ASSERT_TRUE(request.ParseFromString(*bytes));
  EXPECT_EQ(request.correction_end_time().seconds(), 1675238400);
  EXPECT_EQ(request.reason(), "表");
}

TEST(CodecTest, EveryCode_HasANameAndAStatus) {
  for (int code = 1; code <= 16; ++code) {
    const auto status = static_cast<absl::StatusCode>(code);
    EXPECT_FALSE(CodeName(status).empty()) << code;
    EXPECT_GE(HttpStatusOf(status), 400) << code;
  }
  EXPECT_EQ(CodeName(absl::StatusCode::kCancelled), "canceled");
  EXPECT_EQ(HttpStatusOf(absl::StatusCode::kOk), 200);
  EXPECT_EQ(HttpStatusOf(absl::StatusCode::kUnauthenticated), 401);
}

}  // namespace
}  // namespace yuheng::gateway
