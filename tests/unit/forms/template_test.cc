#include "services/forms/template.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/forms/unzipped.h"

namespace yuheng::forms {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const UnzippedWorkbook& Empty() {
  static const auto* const workbook = [] {
    const auto bytes = RenderTemplate(
        budget::StandardForm(), {.department = "测试局", .fiscal_year = 2024});
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return new UnzippedWorkbook(bytes.value_or(""));
  }();
  return *workbook;
}

TEST(Template, ASheetATable_BetweenProfileAndNarrative) {
  EXPECT_THAT(
      Empty().SheetNames(),
      ElementsAre("填报说明", "部门概况", "表1", "表2", "表3", "表4", "表5",
                  "表6", "表7", "表8", "表9", "表10", "情况说明", "绩效1"));
  EXPECT_EQ(Empty().Cells(1).at("A1"), "测试局2024年部门预算公开");
  EXPECT_EQ(Empty().Cells(5).at("A1"), "表3 部门支出总体情况表");
  EXPECT_EQ(Empty().Cells(5).at("A2"), "编制部门：测试局");
}

TEST(Template, Headings_AreThoseOfThePublishedForm) {
  EXPECT_EQ(Empty().Cells(2).at("A3"), "第一部分  测试局概况");
  EXPECT_EQ(Empty().Cells(13).at("A7"),
            "一、关于测试局2024年收支预算情况的总体说明");
}

TEST(Template, PerformanceTargets_AreASheetAProject) {
  budget::Document filled;
  filled.sheets.resize(2);
  filled.sheets[1].project = "引智工作经费";
  filled.sheets[1].indicators.resize(1);
  filled.sheets[1].indicators[0].level1 = "产出指标";
  const auto bytes = RenderTemplate(
      budget::StandardForm(),
      {.department = "测试局", .fiscal_year = 2024, .filled = &filled});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const UnzippedWorkbook workbook(*bytes);
  EXPECT_EQ(workbook.SheetNames().size(), 15u);
  EXPECT_EQ(workbook.Cells(15).at("A1"), "项目支出绩效目标表");
  EXPECT_EQ(workbook.Cells(15).at("B4"), "引智工作经费");
  EXPECT_EQ(workbook.Cells(15).at("A8"), "产出指标");
  EXPECT_THAT(workbook.SheetXml(15), HasSubstr("满意度指标"));
}

TEST(Template, Sheets_AreLocked) {
  for (int sheet = 1; sheet <= 14; ++sheet) {
    EXPECT_THAT(Empty().SheetXml(sheet), HasSubstr("<sheetProtection"));
  }
  EXPECT_THAT(Empty().Entry("xl/styles.xml"), HasSubstr("locked=\"0\""));
}

TEST(Template, Codes_AreChosenOrTwoDigits) {
  const std::string xml = Empty().SheetXml(5);
  EXPECT_THAT(xml, HasSubstr("type=\"list\""));
  EXPECT_THAT(xml, HasSubstr("201,202,"));
  EXPECT_THAT(xml, HasSubstr("type=\"textLength\""));
  EXPECT_THAT(xml, HasSubstr("type=\"decimal\""));
  EXPECT_THAT(Empty().SheetXml(8), HasSubstr("301,302,303,"));
}

TEST(Template, Sums_AreFormulas) {
  // 合计 of the first open row, and of the classes.
  const std::string table3 = Empty().SheetXml(5);
  EXPECT_THAT(table3, HasSubstr("<f>SUM(F6,G6)</f>"));
  EXPECT_THAT(table3, HasSubstr("<f>SUMPRODUCT((LEN(A6:A45)=3)*(LEN(B6:B45)=0),"
                                "F6:F45)</f>"));
  // 1.一般公共预算拨款 is of the two lines below it.
  EXPECT_THAT(Empty().SheetXml(3), HasSubstr("<f>SUM(B7,B8)</f>"));
}

TEST(Template, SameInput_SameBytes) {
  const TemplateOptions options{.department = "测试局", .fiscal_year = 2024};
  EXPECT_EQ(*RenderTemplate(budget::StandardForm(), options),
            *RenderTemplate(budget::StandardForm(), options));
}

}  // namespace
}  // namespace yuheng::forms
