#include "services/validation/evaluation/diagnosis/culprit.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/budget/document.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"
#include "tests/unit/validation/evaluation/diagnosis/sample_text.h"

namespace yuheng::validation {
namespace {

// The corrected sample with other amounts in a row: by column, in 分.
budget::Document SampleWithRow(budget::TableKind kind, const std::string& code,
                               const std::map<size_t, int64_t>& amounts_fen) {
  budget::Document document = Sample();
  budget::Row& row = RowOf(document, kind, code);
  for (const auto& [column, fen] : amounts_fen) {
    row.cells[column].state = budget::CellState::kStated;
    row.cells[column].amount_fen = fen;
  }
  return document;
}

// The sheets hold together and add up to table 3, so the text is wrong.
TEST(Culprit, AmountOfTheText_IsHeldAgainstSheetsThatHoldTogether) {
  const Checked checked =
      CheckSampleWith({{"涉及预算金额200万元", "涉及预算金额220万元"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "N11d:nonfiscal:amount");
  EXPECT_EQ(group.suggested_micro, 200'000'000);
}

TEST(Culprit, WhatAFigureMustBeAtMost_DoesNotTellItsValue) {
  const Checked checked = CheckSampleWith({{"编制数27人", "编制数21人"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "G:staff:posts");
  EXPECT_FALSE(group.suggested_micro.has_value());
  EXPECT_NE(group.reason.zh.find("不小于 23"), std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.en.find("at least 23"), std::string::npos)
      << group.reason.en;
}

// 13 rounded parts leave open what one of them is to the last place: what the
// other table prints and one digit makes of it comes first.
TEST(Culprit, PartOfARoundedSum_IsWhatASlipMakesOfIt) {
  const Checked checked = CheckDocument(SampleWithRow(
      budget::TableKind::kT6, "30217", {{0, 980'000}, {2, 980'000}}));
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T6:30217:total");
  EXPECT_EQ(group.suggested_micro, 480'000);
  // What changes with it was not copied from.
  EXPECT_EQ(group.reason.zh.find("可能抄错"), std::string::npos)
      << group.reason.zh;
}

// Pairs of rows with one amount stand in the same sum: that one was copied from
// the other tells less than two digits that changed places.
TEST(Culprit, SwappedDigits_TellMoreThanEqualNeighbours) {
  const Checked checked = CheckDocument(SampleWithRow(
      budget::TableKind::kT6, "30113", {{0, 30'950'000}, {1, 30'950'000}}));
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T6:30113:total");
  EXPECT_EQ(group.suggested_micro, 30'590'000);
}

// Two digits of the percentage, or one of the change: both are named, each with
// what it should be.
TEST(Culprit, WrongGrowth_IsNotBlamedOnTheChange) {
  const Checked checked = CheckSampleWith({{"增长17.05%", "增长15.07%"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "N11a:operating:growth");
  EXPECT_NE(
      group.reason.zh.find("增减率 15.07%，第1795行（若错，应为 17.05%）"),
      std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.zh.find("增减额 5.94，第1795行（若错，应为 5.34）"),
            std::string::npos)
      << group.reason.zh;
}

// Of the values that the percentage allows the one that a slip explains.
TEST(Culprit, PercentageThatLeavesFewValuesOpen_TellsTheOneOfASlip) {
  const Checked checked =
      CheckSampleWith({{"比上年预算增加19.8万元", "比上年预算增加19.5万元"}});
  const FindingGroup* group = GroupOf(checked, "Y-08", "N2:gen:delta");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(CulpritOf(*group), "N2:carry_fiscal:delta");
  EXPECT_EQ(group->suggested_micro, 19'800'000);
}

TEST(Culprit, FiguresOfTwoRowsInEachOthersPlace_AreOneCause) {
  budget::Document document = Sample();
  std::swap(RowOf(document, budget::TableKind::kT5, "2060101").cells[0],
            RowOf(document, budget::TableKind::kT5, "2060102").cells[0]);
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T5:2060101:total");
  EXPECT_EQ(group.suggested_micro, 423'530'000);
  EXPECT_NE(group.reason.zh.find("互相填错了位置"), std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.zh.find("（改为 10）"), std::string::npos)
      << group.reason.zh;
}

// Two subjects of a section that do not stand side by side; with both changed
// what other sections say of them agrees again.
TEST(Culprit, AmountsOfTwoSubjectsInEachOthersPlace_AreOneCause) {
  const Checked checked = CheckSampleWith(
      {{"单位资金30万元，占", "单位资金180万元，占"},
       {"非财政拨款结转结余180万元，占", "非财政拨款结转结余30万元，占"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "N2:carry_nonfiscal:amount");
  EXPECT_EQ(group.suggested_micro, 180'000'000);
}

TEST(Culprit, WordOfTheOtherDirection_IsToldAsTheWord) {
  const std::string basic = "60.78%，比上年预算";
  const Checked checked =
      CheckSampleWith({{basic + "增加93.6", basic + "减少93.6"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(group.cause.zh,
            "说明三（支出） 基本支出 比上年增减额 写为减少 93.6，疑应为增加 "
            "93.6");
  EXPECT_NE(group.reason.zh.find("“减少”应为“增加”，数字 93.6 不必改"),
            std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.en.find("\"increase\" instead of \"decrease\""),
            std::string::npos)
      << group.reason.en;
}

TEST(Culprit, WordsOfTheOtherDirectionForChangeAndGrowth_AreOneCause) {
  const std::string basic = "60.78%，比上年预算";
  const Checked checked = CheckSampleWith(
      {{basic + "增加93.6万元，增长", basic + "减少93.6万元，下降"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "N3:basic:delta");
  EXPECT_NE(group.reason.zh.find("（改为 27.54%）"), std::string::npos)
      << group.reason.zh;
}

// A minus is a sign, whatever words stand beside it.
TEST(Culprit, MinusBeforeAFigure_IsToldAsTheSign) {
  const Checked checked = CheckSampleWith({{"增长27.54%", "增长-27.54%"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  EXPECT_NE(checked.summary.groups[0].reason.zh.find("只差正负号"),
            std::string::npos)
      << checked.summary.groups[0].reason.zh;
}

struct Expected {
  std::string culprit;
  int64_t suggested_micro = 0;
};

// What the one group of the sample with that edit tells.
Expected ToldOf(const std::string& was, const std::string& becomes) {
  const Checked checked = CheckSampleWith({{was, becomes}});
  if (checked.summary.groups.size() != 1) return {};
  const FindingGroup& group = checked.summary.groups[0];
  return {CulpritOf(group), group.suggested_micro.value_or(-1)};
}

// The slip took or added a digit: the right figure has the decimals that are
// printed everywhere, not those of the wrong one.
TEST(Culprit, SuggestedValue_HasTheUsualDecimals) {
  Expected told = ToldOf("增长17.05%", "增长17.5%");
  EXPECT_EQ(told.culprit, "N11a:operating:growth");
  EXPECT_EQ(told.suggested_micro, 17'050'000);
  told = ToldOf("增长24.59%。主要", "增长2459%。主要");
  EXPECT_EQ(told.culprit, "N5a:basic:growth");
  EXPECT_EQ(told.suggested_micro, 24'590'000);
  told = ToldOf("财政拨款预算40.78万元，比", "财政拨款预算40.078万元，比");
  EXPECT_EQ(told.culprit, "N11a:operating:amount");
  EXPECT_EQ(told.suggested_micro, 40'780'000);
}

TEST(Culprit, GrowthWithoutABase_IsAHundredPercent) {
  const Checked checked = CheckSampleWith(
      {{"比上年预算增加30万元，增长100%", "比上年预算增加30万元，增长0%"}});
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "N2:unit:growth");
  EXPECT_EQ(group.suggested_micro, 100'000'000);
  // A zero that is printed was not left out.
  EXPECT_EQ(group.printed_micro, 0);
  EXPECT_NE(group.cause.zh.find("印为 0%"), std::string::npos)
      << group.cause.zh;
}

// 0.09 would do too, as the percentage has no decimals, but is told by nothing.
TEST(Culprit, ChangeWhereThereIsNone_ShouldBeZero) {
  const Expected told = ToldOf("预算数为50万元，比上年预算增加0万元",
                               "预算数为50万元，比上年预算增加0.9万元");
  EXPECT_EQ(told.culprit, "N5c:2060599:delta");
  EXPECT_EQ(told.suggested_micro, 0);
}

// That a figure is just what a sum is too large by tells as much as that
// another would do with two digits swapped.
TEST(Culprit, WhatASumIsTooLargeBy_IsNoLessLikelyThanASwap) {
  const Checked checked =
      CheckSampleWith({{"政府采购工程预算0万元", "政府采购工程预算4.5万元"}});
  const FindingGroup* group = GroupOf(checked, "N-26", "N11b:total:amount");
  ASSERT_NE(group, nullptr);
  EXPECT_FALSE(group->suggested_micro.has_value());
  EXPECT_NE(group->reason.zh.find("政府采购工程 金额 4.5"), std::string::npos)
      << group->reason.zh;
  EXPECT_NE(group->reason.zh.find("若错，应为 0）"), std::string::npos);
  EXPECT_NE(group->reason.zh.find("若错，应为 23.84）"), std::string::npos);
}

}  // namespace
}  // namespace yuheng::validation
