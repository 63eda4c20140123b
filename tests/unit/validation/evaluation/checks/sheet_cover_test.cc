#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

std::string Listing(const std::string& rule, const DocumentBuilder& builder) {
  std::string text;
  for (const Finding& finding : FindingsOf(rule, builder.Build())) {
    text += (text.empty() ? "" : ", ") + finding.places[0].address;
    if (finding.status == FindingStatus::kInsufficient) text += "?";
  }
  return text;
}

TEST(SheetCover, NameWithRemarkOrQuotes_IsTheSameProject) {
  DocumentBuilder builder;
  builder.SheetAt(0).project = "“校舍维修”（续建）";
  builder.SheetAt(2).project = "2023年引智工作经费项目";
  EXPECT_EQ(Listing("P-06", builder), "");
}

TEST(SheetCover, OtherNameSameAmount_IsTheSheetOfThatAmount) {
  DocumentBuilder builder;
  builder.SheetAt(1).project = "师资提升";
  EXPECT_EQ(Listing("P-06", builder), "");
}

TEST(SheetCover, AmountOfOtherMoney_DoesNotStandForAListedProject) {
  DocumentBuilder builder;
  builder.SheetAt(1).project = "师资提升";
  builder.SetSheet(1, "7", "", "7");
  EXPECT_EQ(Listing("P-06", builder), "T7:2050202|教师培训:total");
}

TEST(SheetCover, SeveralSheetsForOneCode_AddUp) {
  DocumentBuilder builder;
  builder.SetSheet(3, "12", "3", "9");
  builder.document().sheets.push_back(builder.SheetAt(3));
  builder.SetSheet(6, "6", "", "6");
  builder.SheetAt(6).project = "校园安保";
  EXPECT_EQ(Listing("P-06", builder), "");
  EXPECT_EQ(Listing("P-07", builder), "");
  EXPECT_EQ(Listing("P-08", builder), "");
}

TEST(SheetCover, OneSheetOverSeveralCodes_CoversThem) {
  DocumentBuilder builder;
  builder.SetSheet(4, "56", "56", "");
  builder.document().sheets.pop_back();
  EXPECT_EQ(Listing("P-06", builder), "");
}

TEST(SheetCover, SheetLargerThanItsProject_PaysForTheRestOfTheCode) {
  DocumentBuilder builder;
  builder.SetSheet(0, "31", "16", "15");
  builder.IndicatorAt(0, 4).target = "<=31万元";
  builder.document().sheets.erase(builder.document().sheets.begin() + 3);
  EXPECT_EQ(Listing("P-06", builder), "");
  EXPECT_EQ(Listing("P-07", builder), "");
}

TEST(SheetCover, WrongFigureInASheet_IsNoMissingSheet) {
  // Parts and costs say 46.
  DocumentBuilder builder;
  builder.SetSheet(4, "64", "46", "");
  EXPECT_EQ(Listing("P-06", builder), "");
  EXPECT_EQ(Listing("P-07", builder), "P5:total");
  // Only the costs do.
  builder.SetSheet(4, "460", "460", "");
  EXPECT_EQ(Listing("P-06", builder), "");
  EXPECT_EQ(Listing("P-08", builder), "P5:fiscal");
  // Nothing does: the sheet is named.
  builder.IndicatorAt(4, 4).target = "<=460万元";
  builder.IndicatorAt(4, 4).name = "总额";
  builder.SetSheet(4, "60", "60", "");
  EXPECT_EQ(Listing("P-06", builder), "P5:total");
}

TEST(SheetCover, NoSheetsAtAll_IsInsufficientOnce) {
  DocumentBuilder builder;
  builder.document().sheets.clear();
  EXPECT_EQ(Listing("P-06", builder), "doc?");
  EXPECT_EQ(Listing("P-07", builder), "T3:ALL:project?");
  EXPECT_EQ(Listing("P-08", builder), "doc?");
}

TEST(SheetCover, CodeTheTablesDisagreeAbout_IsLeftOpen) {
  DocumentBuilder builder;
  builder.Set("T3:2120801:project", "64");
  EXPECT_EQ(Listing("P-06", builder), "T3:2120801:project?");
  EXPECT_EQ(Listing("P-08", builder), "T3:2120801:project?");
}

TEST(SheetCover, ListedProjectIsStillCompared_WhenItsCodeIsOpen) {
  DocumentBuilder builder;
  builder.Set("T7:2050202|教师培训:total", "9");
  EXPECT_EQ(Listing("P-06", builder),
            "T3:2050202:project?, T7:2050202|教师培训:total");
}

TEST(SheetCover, MissingRow_LeavesTheSourcesOpen) {
  DocumentBuilder builder;
  builder.RemoveRow("T3:2230105").RemoveRow("T3:22301").RemoveRow("T3:223");
  EXPECT_EQ(Listing("P-08", builder), "T3:ALL:project?");
}

TEST(SheetCover, CarryOver_MayBeProjectOrBasic) {
  // 5 of carry-over: 13 to 18 of the 18 are paid by other money.
  for (const auto& [fiscal, other] :
       std::vector<std::pair<std::string, std::string>>{
           {"", "18"}, {"2", "16"}, {"5", "13"}}) {
    DocumentBuilder builder;
    builder.SetSheet(3, "18", fiscal, other);
    EXPECT_EQ(Listing("P-08", builder), "") << fiscal;
  }
  DocumentBuilder builder;
  builder.SetSheet(3, "18", "7", "11");
  EXPECT_EQ(Listing("P-08", builder), "P1:fiscal, P4:other");
}

TEST(SheetCover, Rounding_IsNoFinding) {
  DocumentBuilder builder;
  builder.SetSheet(0, "13.01", "13.01", "");
  EXPECT_EQ(Listing("P-06", builder), "");
  EXPECT_EQ(Listing("P-08", builder), "");
  for (const Finding& finding : FindingsOf("P-07", builder.Build())) {
    EXPECT_EQ(finding.status, FindingStatus::kRounding);
  }
}

}  // namespace
}  // namespace yuheng::validation
