#include "services/rpc/status.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace yuheng::rpc {
namespace {

TEST(ToGrpcStatus, EveryReason_RoundTrips) {
  for (const ReasonInfo& info : AllReasons()) {
    SCOPED_TRACE(std::string(info.name));
    const grpc::Status wire = MakeStatus(info.reason, "", "", {{"key", "v"}});
    EXPECT_EQ(static_cast<int>(wire.error_code()), static_cast<int>(info.code));
    const ErrorDetails details = ParseStatus(wire);
    EXPECT_EQ(details.reason, info.reason);
    EXPECT_EQ(details.zh, info.zh);
    EXPECT_EQ(details.en, info.en);
    EXPECT_EQ(details.metadata.at("key"), "v");
    const absl::Status back = FromGrpcStatus(wire);
    EXPECT_EQ(back.code(), info.code);
    EXPECT_EQ(ReasonOf(back), info.reason);
  }
}

TEST(ToGrpcStatus, AllDetails_AreGoogleRpcMessages) {
  ErrorDetails details;
  details.zh = "字段";
  details.en = "field";
  details.field_violations = {{"name", "empty"}, {"year", "0"}};
  details.retry_after = absl::Milliseconds(1500);
  const grpc::Status wire =
      ToGrpcStatus(MakeError(Reason::kFieldInvalid, details));

  google::rpc::Status proto;
  ASSERT_TRUE(proto.ParseFromString(wire.error_details()));
  EXPECT_EQ(proto.code(), grpc::INVALID_ARGUMENT);
  ASSERT_EQ(proto.details_size(), 5);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(proto.details(0).UnpackTo(&info));
  EXPECT_EQ(info.domain(), "yuheng");
  EXPECT_EQ(info.reason(), "FIELD_INVALID");
  google::rpc::LocalizedMessage zh;
  ASSERT_TRUE(proto.details(1).UnpackTo(&zh));
  EXPECT_EQ(zh.locale(), "zh-CN");

  const ErrorDetails parsed = ParseStatus(wire);
  EXPECT_EQ(parsed.field_violations, details.field_violations);
  EXPECT_EQ(parsed.retry_after, details.retry_after);
}

TEST(ToGrpcStatus, WithoutReason_KeepsCodeAndMessage) {
  const grpc::Status wire = ToGrpcStatus(absl::AbortedError("again"));
  EXPECT_EQ(wire.error_code(), grpc::ABORTED);
  EXPECT_EQ(wire.error_message(), "again");
  EXPECT_TRUE(wire.error_details().empty());
  EXPECT_EQ(ParseStatus(wire).zh, "again");
}

TEST(ToGrpcStatus, TooManyDetails_FitAndKeepTheReason) {
  ErrorDetails details;
  std::string text = "x";
  for (int i = 0; i < 2000; ++i) text += "字";
  details.zh = text;
  details.en = text;
  for (int i = 0; i < 1000; ++i) details.field_violations.push_back({"f", "v"});
  details.metadata["big"] = std::string(100'000, 'm');
  const grpc::Status wire =
      ToGrpcStatus(MakeError(Reason::kFieldInvalid, details));
  EXPECT_LE(wire.error_details().size(), kErrorDetailsSizeBytesMax);
  EXPECT_LE(wire.error_message().size(), kErrorTextSizeBytesMax);
  // Cut between characters: "x" and whole characters of three bytes.
  EXPECT_EQ((wire.error_message().size() - 1) % 3, 0);
  const ErrorDetails parsed = ParseStatus(wire);
  EXPECT_EQ(parsed.reason, Reason::kFieldInvalid);
  EXPECT_TRUE(parsed.field_violations.empty());
  EXPECT_TRUE(parsed.metadata.empty());
}

TEST(ParseStatus, ForeignDetails_AreIgnored) {
  const grpc::Status garbage(grpc::INTERNAL, "boom", "\xFF\xFFnot a message");
  EXPECT_FALSE(ParseStatus(garbage).reason.has_value());
  EXPECT_EQ(ParseStatus(garbage).en, "boom");

  google::rpc::ErrorInfo info;
  info.set_domain("googleapis.com");
  info.set_reason("NOT_FOUND");
  google::rpc::Status proto;
  proto.add_details()->PackFrom(info);
  EXPECT_FALSE(
      ParseStatus(grpc::Status(grpc::NOT_FOUND, "x", proto.SerializeAsString()))
          .reason.has_value());
}

TEST(FromGrpcStatus, ReasonOfANewerPeer_KeepsItsName) {
  google::rpc::ErrorInfo info;
  info.set_domain("yuheng");
  info.set_reason("SOMETHING_NEWER");
  google::rpc::Status proto;
  proto.add_details()->PackFrom(info);
  const absl::Status status = FromGrpcStatus(
      grpc::Status(grpc::ABORTED, "x", proto.SerializeAsString()));
  EXPECT_FALSE(ReasonOf(status).has_value());
  EXPECT_EQ(DetailsOf(status).reason_name, "SOMETHING_NEWER");
  EXPECT_EQ(ParseStatus(ToGrpcStatus(status)).reason_name, "SOMETHING_NEWER");
}

}  // namespace
}  // namespace yuheng::rpc
