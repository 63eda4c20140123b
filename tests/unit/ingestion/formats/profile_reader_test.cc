#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/claims_of.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ProfileReader, NoUnits_IsCountedAsZero) {
  EXPECT_THAT(
      ProfileClaims(
          "二、机构设置及人员情况\n"
          "某局无下属预算单位，下设2个科室，分别是：办公室（组织人事科）、"
          "综合科。\n"
          "某局编制数２７人，实有人数45人，其中：在职23人，减少2人；退休"
          "22人，较上年无变化；离休0人，增加0人。\n"),
      ElementsAre("G:units:count=0", "G:offices:count=2",
                  "G:offices:words~办公室（组织人事科）、综合科",
                  "G:staff:posts=27", "G:staff:actual=45", "G:staff:in_post=23",
                  "G:staff/in_post:delta=-2", "G:staff:retired=22",
                  "G:staff/retired:delta=0", "G:staff:retired_cadre=0",
                  "G:staff/retired_cadre:delta=0"));
}

TEST(ProfileReader, UnitsAndOffices_HaveTheirOwnLists) {
  EXPECT_THAT(
      ProfileClaims(
          "二、机构设置情况\n"
          "某局下属预算单位3家，分别是：某局本级、甲中心、乙站；下设七个"
          "处室，分别为办公室、综合处。\n"),
      ElementsAre("G:units:count=3", "G:units:words~某局本级、甲中心、乙站",
                  "G:offices:count=7", "G:offices:words~办公室、综合处"));
}

TEST(ProfileReader, NumberWithoutUnit_IsCounted) {
  EXPECT_THAT(ProfileClaims("二、机构设置及人员情况\n"
                            "编制人数27，实有人数25（在职20、退休5）。\n"),
              ElementsAre("G:staff:posts=27", "G:staff:actual=25",
                          "G:staff:in_post=20", "G:staff:retired=5"));
}

TEST(ProfileReader, NoSection_GivesNothing) {
  EXPECT_THAT(ProfileClaims("一、主要职能\n编制27人的规划。\n"), IsEmpty());
}

}  // namespace
}  // namespace yuheng::ingestion
