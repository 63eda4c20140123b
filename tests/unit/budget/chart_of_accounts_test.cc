#include "services/budget/chart_of_accounts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

TEST(ChartOfAccounts, KnowsTheBuiltInCharts) {
  const auto& function = ChartFor(ChartKind::kFunction, 2023);
  EXPECT_EQ(function.Name("2060101"), "行政运行");
  EXPECT_EQ(function.Name("999"), "");
  const auto& economic = ChartFor(ChartKind::kEconomicDepartment, 2023);
  EXPECT_EQ(economic.Name("30110"), "职工基本医疗保险缴费");
  EXPECT_TRUE(economic.IsName("30213", "维修(护)费"));
  EXPECT_FALSE(economic.IsName("30213", "差旅费"));
  EXPECT_EQ(ChartFor(ChartKind::kEconomicGovernment, 2023).Name("501"),
            "机关工资福利支出");
  EXPECT_TRUE(ChartIsOf(ChartKind::kFunction, 2023));
  EXPECT_FALSE(ChartIsOf(ChartKind::kFunction, 2024));
}

TEST(ChartOfAccounts, EveryCodeButAClassHasItsParent) {
  for (ChartKind kind : {ChartKind::kFunction, ChartKind::kEconomicDepartment,
                         ChartKind::kEconomicGovernment}) {
    const ChartOfAccounts& chart = ChartFor(kind, 2023);
    for (absl::string_view code : chart.Codes()) {
      if (code.size() == 3) continue;
      EXPECT_FALSE(chart.Name(ParentCode(code)).empty()) << code;
    }
  }
}

TEST(ChartOfAccounts, FindsTheCodesOfAName) {
  const auto chart = ChartOfAccounts::Parse(
      "code,name,aliases\n20602,基础研究,\n2060201,机构运行,机构 运行|运行\n"
      "2060301,机构运行,\n");
  ASSERT_TRUE(chart.ok()) << chart.status();
  EXPECT_THAT(chart->CodesNamed("机构　运行"),
              testing::ElementsAre("2060201", "2060301"));
  EXPECT_THAT(chart->CodesNamed("运行"), testing::ElementsAre("2060201"));
  EXPECT_THAT(chart->CodesNamed("没有"), testing::IsEmpty());
  EXPECT_TRUE(chart->IsName("2060301", "机构运行"));
  EXPECT_FALSE(chart->IsName("2060301", "运行"));
}

TEST(ChartOfAccounts, SaysWhichLineIsWrong) {
  EXPECT_TRUE(ChartOfAccounts::Parse("code,name\n301,甲\n").ok());
  for (const char* csv :
       {"code;name\n", "code,name\n30,甲\n", "code,name\n30a,甲\n",
        "code,name\n301,\n", "code,name\n301,甲\n301,乙\n"}) {
    const auto parsed = ChartOfAccounts::Parse(csv);
    ASSERT_FALSE(parsed.ok()) << csv;
    EXPECT_NE(parsed.status().message().find("line "), absl::string_view::npos);
  }
}

TEST(ParentCode, WalksUp) {
  EXPECT_EQ(ParentCode("2060101"), "20601");
  EXPECT_EQ(ParentCode("20601"), "206");
  EXPECT_EQ(ParentCode("206"), "");
}

}  // namespace
}  // namespace yuheng::budget
