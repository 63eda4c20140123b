#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

std::string Statuses(const std::string& rule, const DocumentBuilder& builder) {
  std::string text;
  for (const Finding& finding : FindingsOf(rule, builder.Build())) {
    constexpr const char* kNames[] = {"",         "inconsistent", "boundary",
                                      "rounding", "insufficient", "info"};
    text += (text.empty() ? "" : ", ") + finding.places[0].address + " " +
            kNames[static_cast<int>(finding.status)];
  }
  return text;
}

TEST(SheetMoney, TotalOfTwoParts_MayBeRounded) {
  DocumentBuilder builder;
  builder.SetSheet(3, "18.01", "3", "15");
  EXPECT_EQ(Statuses("P-01", builder), "P4:total rounding");
  builder.SetSheet(3, "18.02", "3", "15");
  EXPECT_EQ(Statuses("P-01", builder), "P4:total inconsistent");
}

// A document that no reader made may claim what stands in sheets: that is no
// row of theirs.
TEST(SheetMoney, ClaimAboutASheet_IsNoSheet) {
  DocumentBuilder builder;
  builder.SetSheet(0, "18.02", "3", "15");
  for (const char* address : {"P:P2:total", "P:x:total"}) {
    budget::Document document = builder.Build();
    document.claims.push_back({.address = address, .value_micro = 5});
    const auto findings = FindingsOf("P-01", document);
    ASSERT_EQ(findings.size(), 1u) << address;
    EXPECT_EQ(findings[0].places[0].address, "P1:total");
  }
}

TEST(SheetMoney, TotalOfOnePart_IsTheSameQuantity) {
  DocumentBuilder builder;
  builder.SetSheet(0, "13.01", "13", "");
  EXPECT_EQ(Statuses("P-01", builder), "P1:total boundary");
}

TEST(SheetMoney, BlankTotalAndUnreadPart_AreTold) {
  DocumentBuilder builder;
  builder.SetSheet(0, "", "13", "");
  EXPECT_EQ(Statuses("P-01", builder), "P1:total inconsistent");
  DocumentBuilder unread;
  unread.SetSheet(0, "13", "一十三", "");
  EXPECT_EQ(Statuses("P-01", unread), "P1:fiscal insufficient");
}

TEST(SheetMoney, CostsThatAreNoPartition_AreLeftAlone) {
  for (const char* target : {"≤500元/人", "有效控制", "≤5%", ""}) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 4).target = target;
    EXPECT_EQ(Statuses("P-04", builder), "") << target;
  }
  for (const char* name : {"人均培训成本", "每期培训班费用", "培训单价"}) {
    DocumentBuilder builder;
    builder.IndicatorAt(0, 4).name = name;
    builder.IndicatorAt(0, 4).target = "<=500元";
    EXPECT_EQ(Statuses("P-04", builder), "") << name;
  }
}

TEST(SheetMoney, HighStandardFarmland_IsNoUnitPrice) {
  DocumentBuilder builder;
  builder.IndicatorAt(0, 4).name = "高标准农田管护支出";
  builder.IndicatorAt(0, 4).target = "<=500元";
  EXPECT_EQ(Statuses("P-04", builder), "P1:ind5:target inconsistent");
}

TEST(SheetMoney, TotalCostBesideItsParts_IsNotAdded) {
  DocumentBuilder builder;
  budget::Indicator part = builder.IndicatorAt(0, 4);
  part.target = "<=6万元";
  builder.SheetAt(0).indicators.push_back(part);
  part.target = "<=70000元";
  builder.SheetAt(0).indicators.push_back(part);
  EXPECT_EQ(Statuses("P-04", builder), "");
  builder.SheetAt(0).indicators.erase(builder.SheetAt(0).indicators.begin() +
                                      4);
  EXPECT_EQ(Statuses("P-04", builder), "");
  builder.IndicatorAt(0, 6).target = "<=6.5万元";
  EXPECT_EQ(Statuses("P-04", builder), "P1:ind7:target inconsistent");
}

TEST(SheetMoney, SheetThatContradictsItself_StandsFirst) {
  DocumentBuilder builder;
  builder.SetSheet(2, "80", "8", "");
  const auto findings = FindingsOf("P-07", builder.Build());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].places[0].address, "P3:total");
  EXPECT_EQ(findings[0].places[1].address, "T3:ALL:project");
  EXPECT_NE(findings[0].message.zh.find("13 + 7 + 80 + 18 + 46 + 10 = 174"),
            std::string::npos)
      << findings[0].message.zh;
}

TEST(SheetMoney, WeightsOfAHundred_AreRight) {
  DocumentBuilder builder;
  for (size_t k = 0; k < 6; ++k) {
    builder.IndicatorAt(k, 4).weight_micro = 30'000'000;
  }
  EXPECT_EQ(Statuses("P-02", builder), "");
  EXPECT_EQ(Statuses("P-03", builder), "");
}

TEST(SheetMoney, OneSheetOfAHundredAmongNineties_IsWrong) {
  DocumentBuilder builder;
  builder.IndicatorAt(1, 4).weight_micro = 30'000'000;
  EXPECT_EQ(Statuses("P-02", builder), "P2:ind5:weight inconsistent");
}

TEST(SheetMoney, UnreadWeight_IsInsufficient) {
  DocumentBuilder builder;
  builder.IndicatorAt(1, 4).weight = "二十";
  builder.IndicatorAt(1, 4).weight_micro.reset();
  EXPECT_EQ(Statuses("P-02", builder), "P2:ind5:weight insufficient");
}

}  // namespace
}  // namespace yuheng::validation
