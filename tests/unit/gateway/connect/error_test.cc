#include "services/gateway/connect/error.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

TEST(ErrorTest, Json_HasCodeMessageAndDetails) {
  const Error error = ErrorOf(
      rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kQueueFull, "满", "full"),
                          absl::Milliseconds(1500)));
  const std::string json = ErrorJson(error);
  EXPECT_TRUE(absl::StartsWith(
      json,
      "{\"code\":\"resource_exhausted\",\"message\":\"full\","
      "\"details\":[{\"type\":\"google.rpc.ErrorInfo\",\"value\":\""))
      << json;
  EXPECT_TRUE(absl::StrContains(json, "\"reason\":\"QUEUE_FULL\"")) << json;
  EXPECT_TRUE(absl::StrContains(json, "\"retryDelay\":\"1.500s\"")) << json;
  EXPECT_FALSE(absl::StrContains(json, "=\"")) << json;
  EXPECT_EQ(RetryAfterOf(error), absl::Milliseconds(1500));
}

TEST(ErrorTest, WithoutDetails_ThereAreNone) {
  const Error error{.code = absl::StatusCode::kNotFound,
                    .message = "a \"b\"\n"};
  EXPECT_EQ(ErrorJson(error),
            "{\"code\":\"not_found\",\"message\":\"a \\\"b\\\"\\n\"}");
  EXPECT_FALSE(RetryAfterOf(error).has_value());
}

TEST(ErrorTest, DetailsThatAreNone_AreLeftOut) {
  EXPECT_EQ(ErrorJson({.code = absl::StatusCode::kInternal,
                       .message = "m",
                       .details = "\xff\xff"}),
            "{\"code\":\"internal\",\"message\":\"m\"}");
}

TEST(ErrorTest, EndOfStream_HasTheErrorAndTheMetadata) {
  EXPECT_EQ(EndOfStreamJson({}), "{}");
  EXPECT_EQ(EndOfStreamJson({.metadata = {{"x-request-id", "a\"b"}}}),
            "{\"metadata\":{\"x-request-id\":[\"a\\\"b\"]}}");
  EXPECT_EQ(EndOfStreamJson({.error = Error{.code = absl::StatusCode::kAborted,
                                            .message = "m"},
                             .metadata = {{"a", "1"}, {"b", "2"}}}),
            "{\"error\":{\"code\":\"aborted\",\"message\":\"m\"},"
            "\"metadata\":{\"a\":[\"1\"],\"b\":[\"2\"]}}");
}

}  // namespace
}  // namespace yuheng::gateway
