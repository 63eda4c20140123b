#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

TEST(SheetTargets, LoweredTarget_IsANote) {
  struct Case {
    const char* target;
    const char* prior;
    bool lowered;
  };
  for (const Case& c : {
           Case{">=95%", "100%", true},
           Case{">=95%", "95%", false},
           Case{">=20人次", "12人次", false},
           Case{"<=15天", "10天", true},
           Case{"<=15天", "20天", false},
           Case{"=15天", "20天", false},
           Case{">=12期", "18人", false},
           Case{">=12期", "", false},
           Case{">=500人", "600人次", false},
       }) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 0).target = c.target;
    builder.IndicatorAt(0, 0).prior = c.prior;
    EXPECT_EQ(FindingsOf("P-12", builder.Build()).size(), c.lowered ? 1u : 0u)
        << c.target << " " << c.prior;
  }
}

TEST(SheetTargets, Costs_MayFall) {
  DocumentBuilder builder;
  builder.IndicatorAt(0, 4).prior = "20万元";
  EXPECT_TRUE(FindingsOf("P-12", builder.Build()).empty());
}

TEST(SheetTargets, HabitsOfWriting_AreOneNoteADocument) {
  DocumentBuilder builder;
  for (size_t k = 0; k < 6; ++k) builder.IndicatorAt(k, 2).target = ">=100%";
  const auto findings = FindingsOf("P-11", builder.Build());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kNote);
  EXPECT_EQ(findings[0].places.size(), 6u);
}

TEST(SheetTargets, FormWithoutSigns_IsAHabitOfTheForm) {
  DocumentBuilder builder;
  for (size_t k = 0; k < 6; ++k) {
    for (budget::Indicator& indicator : builder.SheetAt(k).indicators) {
      indicator.target.erase(0, indicator.target.find_first_not_of("<>="));
    }
  }
  EXPECT_TRUE(FindingsOf("P-11", builder.Build()).empty());
  DocumentBuilder one;
  one.IndicatorAt(0, 0).target = "12次";
  EXPECT_EQ(FindingsOf("P-11", one.Build()).size(), 1u);
}

TEST(SheetTargets, GrowthAboveAHundredPercent_IsPossible) {
  DocumentBuilder builder;
  builder.IndicatorAt(0, 2).name = "办件量增长率";
  builder.IndicatorAt(0, 2).target = ">=120%";
  EXPECT_TRUE(FindingsOf("P-11", builder.Build()).empty());
}

TEST(SheetTargets, WhatTakesTime_IsNotAskedToTakeMore) {
  const auto findings = [](const char* name, const char* target) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 2).name = name;
    builder.IndicatorAt(0, 2).target = target;
    return FindingsOf("P-11", builder.Build()).size();
  };
  EXPECT_EQ(findings("许可事项办理天数", ">=15天"), 1u);
  EXPECT_EQ(findings("许可事项办理天数", "<=15天"), 0u);
  EXPECT_EQ(findings("全年开放天数", ">=300天"), 0u);
  EXPECT_EQ(findings("事项办理及时率", ">=95%"), 0u);
}

TEST(SheetTargets, DeadlinesOfTheYear_AreRight) {
  for (const char* target : {"<=2023年10月30日", "=2023年5月", "12月底前",
                             "2023年12月31日前", "2023-06-30"}) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 3).target = target;
    EXPECT_TRUE(FindingsOf("P-15", builder.Build()).empty()) << target;
  }
  for (const char* target :
       {"<=2022年10月30日", "2024年5月", "13月底前", "2023年2月30日"}) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 3).target = target;
    EXPECT_EQ(FindingsOf("P-15", builder.Build()).size(), 1u) << target;
  }
}

TEST(SheetTargets, UnitOfTheSheet_MayBeASubordinate) {
  struct Case {
    const char* unit;
    size_t failures;
  };
  for (const Case& c :
       {Case{"云上州教育局本级", 0}, Case{"云上州第一中学", 0},
        Case{"云上州教育局信息中心", 0}, Case{"我局", 0}, Case{"本单位", 0},
        Case{"云上州水利局", 1}, Case{"本溪市", 1}}) {
    DocumentBuilder builder;
    builder.AddClaim("G:units:count", "2");
    builder.document().claims.push_back(
        {.address = "G:units:words",
         .printed = "云上州第一中学、云上州第二中学"});
    builder.SheetAt(0).unit = c.unit;
    EXPECT_EQ(FindingsOf("P-09", builder.Build()).size(), c.failures) << c.unit;
  }
  DocumentBuilder short_name;
  short_name.document().department = "昌吉州发改委";
  short_name.AddClaim("G:units:count", "0");
  for (budget::PerformanceSheet& sheet : short_name.document().sheets) {
    sheet.unit = "昌吉回族自治州发展和改革委员会本级";
  }
  EXPECT_TRUE(FindingsOf("P-09", short_name.Build()).empty());
  DocumentBuilder unknown;
  unknown.SheetAt(0).unit = "云上州水利局";
  const auto findings = FindingsOf("P-09", unknown.Build());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
}

}  // namespace
}  // namespace yuheng::validation
