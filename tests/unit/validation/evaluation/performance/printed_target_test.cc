#include "services/validation/evaluation/performance/printed_target.h"

#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

constexpr int64_t kOne = 1'000'000;

TEST(PrintedTarget, NumberWithSignAndUnit_IsRead) {
  struct Case {
    const char* printed;
    TargetSign sign;
    int64_t micro;
    const char* unit;
  };
  for (const Case& c : {
           Case{">=20人次", TargetSign::kAtLeast, 20 * kOne, "人次"},
           Case{"≥ 500 人", TargetSign::kAtLeast, 500 * kOne, "人"},
           Case{"＝100％", TargetSign::kEqual, 100 * kOne, "%"},
           Case{"≤4.50万元", TargetSign::kAtMost, 45'000 * kOne, "元"},
           Case{"不少于２期", TargetSign::kAtLeast, 2 * kOne, "期"},
           Case{"1,200人", TargetSign::kNone, 1'200 * kOne, "人"},
           Case{"50人以上", TargetSign::kAtLeast, 50 * kOne, "人"},
           Case{"15天以内", TargetSign::kAtMost, 15 * kOne, "天"},
           Case{"≥1.5万人次", TargetSign::kAtLeast, 15'000 * kOne, "人次"},
           Case{"≥=95%", TargetSign::kAtLeast, 95 * kOne, "%"},
           Case{"12个月", TargetSign::kNone, 12 * kOne, "个月"},
           Case{">=2023人", TargetSign::kAtLeast, 2'023 * kOne, "人"},
       }) {
    const PrintedTarget target = ReadTarget(c.printed);
    EXPECT_EQ(target.sign, c.sign) << c.printed;
    EXPECT_EQ(target.micro, c.micro) << c.printed;
    EXPECT_EQ(target.unit, c.unit) << c.printed;
    EXPECT_FALSE(target.date.has_value()) << c.printed;
    EXPECT_FALSE(target.micro_to.has_value()) << c.printed;
  }
}

TEST(PrintedTarget, Range_HasBothEnds) {
  for (const char* printed :
       {"50-60人", "50～60人", "50至60人", "50人至60人"}) {
    const PrintedTarget target = ReadTarget(printed);
    EXPECT_EQ(target.micro, 50 * kOne) << printed;
    if (std::string(printed) == "50人至60人") continue;
    EXPECT_EQ(target.micro_to, 60 * kOne) << printed;
    EXPECT_EQ(target.unit, "人") << printed;
  }
}

TEST(PrintedTarget, Date_IsReadAsFarAsPrinted) {
  struct Case {
    const char* printed;
    int year;
    int month;
    int day;
  };
  for (const Case& c : {
           Case{"<=2023年10月30日", 2023, 10, 30},
           Case{"＝2023年5月", 2023, 5, 0},
           Case{"2023年12月底前", 2023, 12, 0},
           Case{"10月底前", 0, 10, 0},
           Case{"≤11月30日", 0, 11, 30},
           Case{"2023-10-30", 2023, 10, 30},
           Case{"2023.12.31前", 2023, 12, 31},
           Case{"2023年", 2023, 0, 0},
       }) {
    const PrintedTarget target = ReadTarget(c.printed);
    ASSERT_TRUE(target.date.has_value()) << c.printed;
    EXPECT_EQ(target.date->year, c.year) << c.printed;
    EXPECT_EQ(target.date->month, c.month) << c.printed;
    EXPECT_EQ(target.date->day, c.day) << c.printed;
  }
}

TEST(PrintedTarget, NumbersThatLookLikeYears_AreNoDates) {
  for (const char* printed : {"2000-3000元", "2000.5万元", "2023", "1:1"}) {
    EXPECT_FALSE(ReadTarget(printed).date.has_value()) << printed;
    EXPECT_TRUE(ReadTarget(printed).micro.has_value()) << printed;
  }
}

TEST(PrintedTarget, Phrase_IsKept) {
  EXPECT_EQ(ReadTarget("有效提升").phrase, "有效提升");
  EXPECT_FALSE(ReadTarget("有效提升").micro.has_value());
  EXPECT_TRUE(ReadTarget(" 　").empty());
  EXPECT_TRUE(ReadTarget(">=").empty());
}

TEST(PrintedTarget, Money_IsInFen) {
  EXPECT_EQ(MoneyFenOf(ReadTarget("<=125.50万元")), 125'500'000);
  EXPECT_EQ(MoneyFenOf(ReadTarget("≤45000元")), 4'500'000);
  EXPECT_FALSE(MoneyFenOf(ReadTarget("≤500元/人")).has_value());
  EXPECT_FALSE(MoneyFenOf(ReadTarget("≤5-6万元")).has_value());
  EXPECT_FALSE(MoneyFenOf(ReadTarget("≤5%")).has_value());
}

}  // namespace
}  // namespace yuheng::validation
