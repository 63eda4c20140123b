#include "services/rpc/reason.h"

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "gtest/gtest.h"

namespace yuheng::rpc {
namespace {

TEST(ReasonTable, EveryRow_IsComplete) {
  std::set<absl::string_view> names;
  int index = 0;
  for (const ReasonInfo& info : AllReasons()) {
    SCOPED_TRACE(std::string(info.name));
    EXPECT_EQ(static_cast<int>(info.reason), index++);
    EXPECT_EQ(&InfoOf(info.reason), &info);
    EXPECT_TRUE(names.insert(info.name).second);
    EXPECT_EQ(ReasonByName(info.name), info.reason);
    EXPECT_NE(info.code, absl::StatusCode::kOk);
    EXPECT_FALSE(info.zh.empty());
    EXPECT_FALSE(info.en.empty());
    // Chinese stands in the Chinese column, and English in the other.
    bool zh_has_han = false;
    for (unsigned char c : info.zh) zh_has_han |= c >= 0xE4;
    EXPECT_TRUE(zh_has_han);
    for (char c : info.en) EXPECT_TRUE(absl::ascii_isascii(c));
    for (char c : info.name) EXPECT_TRUE(absl::ascii_isupper(c) || c == '_');
  }
  EXPECT_EQ(index, static_cast<int>(Reason::kIntakeLimitReached) + 1);
}

TEST(ReasonByName, UnknownName_IsEmpty) {
  EXPECT_FALSE(ReasonByName("SOMETHING_NEWER").has_value());
}

TEST(MakeError, WithTextsAndMetadata_CarriesThem) {
  const absl::Status status =
      MakeError(Reason::kEntryUnbalanced, "差 0.01 万元", "differ by 0.01",
                {{"difference", "100"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "differ by 0.01");
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, Reason::kEntryUnbalanced);
  EXPECT_EQ(details.zh, "差 0.01 万元");
  EXPECT_EQ(details.en, "differ by 0.01");
  EXPECT_EQ(details.metadata.at("difference"), "100");
  EXPECT_FALSE(details.retry_after.has_value());
}

TEST(MakeError, WithoutTexts_UsesTheTables) {
  const ErrorDetails details = DetailsOf(MakeError(Reason::kQueueFull));
  EXPECT_EQ(details.zh, InfoOf(Reason::kQueueFull).zh);
  EXPECT_EQ(details.en, InfoOf(Reason::kQueueFull).en);
}

TEST(MakeFieldError, SeveralFields_KeepTheirOrder) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 12; ++i) {
    violations.push_back({"items[" + std::to_string(11 - i) + "]/x", "bad"});
  }
  const ErrorDetails details = DetailsOf(MakeFieldError(violations));
  EXPECT_EQ(details.field_violations, violations);
  EXPECT_EQ(details.en, "items[11]/x: bad");
}

TEST(WithReason, StatusWithOne_KeepsTheDeepest) {
  const absl::Status inner = MakeError(Reason::kLedgerDamaged);
  EXPECT_EQ(ReasonOf(WithReason(inner, Reason::kStorageFailed)),
            Reason::kLedgerDamaged);
}

TEST(WithReason, PlainStatus_GetsCodeAndTexts) {
  const absl::Status status =
      WithReason(absl::UnknownError("disk says no"), Reason::kStorageFailed,
                 "磁盘", "disk");
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(), "disk says no");
  EXPECT_EQ(DetailsOf(status).zh, "磁盘");
}

TEST(WithReason, Ok_StaysOk) {
  EXPECT_TRUE(WithReason(absl::OkStatus(), Reason::kNotFound).ok());
}

TEST(WithRetryAfter, KeepsTheRest) {
  const ErrorDetails details = DetailsOf(
      WithRetryAfter(MakeError(Reason::kQueueFull), absl::Milliseconds(250)));
  EXPECT_EQ(details.retry_after, absl::Milliseconds(250));
  EXPECT_EQ(details.reason, Reason::kQueueFull);
}

TEST(DetailsOf, ForeignStatus_FallsBackToItsMessage) {
  const ErrorDetails details = DetailsOf(absl::InternalError("boom"));
  EXPECT_FALSE(details.reason.has_value());
  EXPECT_EQ(details.zh, "boom");
  EXPECT_EQ(details.en, "boom");
}

}  // namespace
}  // namespace yuheng::rpc
