#include "services/forms/template.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/forms/unzipped.h"

namespace yuheng::forms {
namespace {

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

TEST(Template, ASheetATable_BehindTheAdvice) {
  EXPECT_EQ(Empty().SheetNames().size(), 11u);
  EXPECT_EQ(Empty().SheetNames().at(3), "表3");
  EXPECT_EQ(Empty().Cells(1).at("A1"), "测试局2024年部门预算公开");
  EXPECT_EQ(Empty().Cells(4).at("A1"), "表3 部门支出总体情况表");
  EXPECT_EQ(Empty().Cells(4).at("A2"), "编制部门：测试局");
}

TEST(Template, Sheets_AreLocked) {
  for (int sheet = 1; sheet <= 11; ++sheet) {
    EXPECT_THAT(Empty().SheetXml(sheet), HasSubstr("<sheetProtection"));
  }
  EXPECT_THAT(Empty().Entry("xl/styles.xml"), HasSubstr("locked=\"0\""));
}

TEST(Template, Codes_AreChosenOrTwoDigits) {
  const std::string xml = Empty().SheetXml(4);
  EXPECT_THAT(xml, HasSubstr("type=\"list\""));
  EXPECT_THAT(xml, HasSubstr("201,202,"));
  EXPECT_THAT(xml, HasSubstr("type=\"textLength\""));
  EXPECT_THAT(xml, HasSubstr("type=\"decimal\""));
  EXPECT_THAT(Empty().SheetXml(7), HasSubstr("301,302,303,"));
}

TEST(Template, Sums_AreFormulas) {
  // 合计 of the first open row, and of the classes.
  const std::string table3 = Empty().SheetXml(4);
  EXPECT_THAT(table3, HasSubstr("<f>SUM(F6,G6)</f>"));
  EXPECT_THAT(table3, HasSubstr("<f>SUMPRODUCT((LEN(A6:A45)=3)*(LEN(B6:B45)=0),"
                                "F6:F45)</f>"));
  // 1.一般公共预算拨款 is of the two lines below it.
  EXPECT_THAT(Empty().SheetXml(2), HasSubstr("<f>SUM(B7,B8)</f>"));
}

TEST(Template, SameInput_SameBytes) {
  const TemplateOptions options{.department = "测试局", .fiscal_year = 2024};
  EXPECT_EQ(*RenderTemplate(budget::StandardForm(), options),
            *RenderTemplate(budget::StandardForm(), options));
}

}  // namespace
}  // namespace yuheng::forms
