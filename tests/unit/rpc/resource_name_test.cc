#include "services/rpc/resource_name.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::rpc {
namespace {

using ::testing::HasSubstr;

TEST(ParseResourceName, EveryKind_RoundTrips) {
  const struct {
    const char* name;
    ResourceName parsed;
  } kCases[] = {
      {"prefectures/652300",
       {.kind = ResourceKind::kPrefecture, .division = "652300"}},
      {"prefectures/652300/groups/昌吉市/教育系统",
       {.kind = ResourceKind::kGroup,
        .division = "652300",
        .group = "昌吉市/教育系统"}},
      {"prefectures/652300/groups/departments/104",
       {.kind = ResourceKind::kGroup,
        .division = "652300",
        .group = "departments/104"}},
      {"prefectures/652300/departments/104",
       {.kind = ResourceKind::kDepartment,
        .division = "652300",
        .department = "104"}},
      {"prefectures/652300/departments/104/units/104001",
       {.kind = ResourceKind::kUnit,
        .division = "652300",
        .department = "104",
        .unit = "104001"}},
      {"prefectures/652300/departments/104/submissions/s-7f3a",
       {.kind = ResourceKind::kSubmission,
        .division = "652300",
        .department = "104",
        .submission = "s-7f3a"}},
      {"prefectures/652300/departments/104/submissions/s-7f3a/waivers/09af",
       {.kind = ResourceKind::kWaiver,
        .division = "652300",
        .department = "104",
        .submission = "s-7f3a",
        .waiver = "09af"}},
      {"prefectures/652300/departments/104/ledger/entries/"
       "9223372036854775807",
       {.kind = ResourceKind::kEntry,
        .division = "652300",
        .department = "104",
        .seq = 9223372036854775807}},
  };
  for (const auto& c : kCases) {
    const auto parsed = ParseResourceName(c.name);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, c.parsed);
    EXPECT_EQ(parsed->ToString(), c.name);
  }
}

TEST(ParseResourceName, Malformed_IsInvalidArgument) {
  const std::string department = "prefectures/652300/departments/104";
  for (const std::string& name :
       {std::string(),
        std::string("prefectures"),
        std::string("prefectures/"),
        std::string("prefectures/65230"),
        std::string("prefectures/65230a"),
        std::string("prefectures/652300/"),
        std::string("/prefectures/652300"),
        std::string("prefectures/652300/departments"),
        std::string("prefectures/652300/departments/"),
        std::string("prefectures/652300/departments/../x"),
        std::string("prefectures/652300/bureaus/104"),
        std::string("prefectures/652300/groups"),
        std::string("prefectures/652300/groups/"),
        std::string("prefectures/652300/groups/a/"),
        std::string("prefectures/652300/groups//a"),
        std::string("prefectures/652300/groups/a//b"),
        department + "/",
        department + "/units",
        department + "/units/",
        department + "/units/a b",
        department + "/units/1/2",
        department + "/submissions/",
        department + "/submissions/-x",
        department + "/submissions/s-1/waivers",
        department + "/submissions/s-1/waivers/",
        department + "/units/104001/waivers/09af",
        department + "/ledger",
        department + "/ledger/entries",
        department + "/ledger/entries/0",
        department + "/ledger/entries/-1",
        department + "/ledger/entries/007",
        department + "/ledger/entries/+7",
        department + "/ledger/entries/9223372036854775808",
        department + "/submissions/" + std::string(65, 'a'),
        std::string(1000, 'p')}) {
    const auto parsed = ParseResourceName(name);
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST(ParseResourceName, OtherKindThanWanted_SaysWhatWasWanted) {
  const auto parsed = ParseResourceName(
      "prefectures/652300", {ResourceKind::kDepartment, ResourceKind::kUnit});
  ASSERT_FALSE(parsed.ok());
  EXPECT_THAT(std::string(parsed.status().message()),
              HasSubstr("prefectures/{division}/departments/{department} or "
                        "prefectures/{division}/departments/{department}/units/"
                        "{unit}"));
  EXPECT_TRUE(
      ParseResourceName("prefectures/652300", ResourceKind::kPrefecture).ok());
}

}  // namespace
}  // namespace yuheng::rpc
