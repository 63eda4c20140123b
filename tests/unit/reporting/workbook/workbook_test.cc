#include "services/reporting/workbook/workbook.h"

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/forms/unzipped.h"
#include "tests/unit/reporting/tables/table_text.h"

namespace yuheng::reporting {
namespace {

using budget::StandardForm;
using budget::TableKind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

WorkbookOptions Options() {
  return {.display_name = "昌吉州科技局 <&>",
          .fiscal_year = 2023,
          .of_unit = false,
          .revision = 42,
          .created = absl::FromCivil(absl::CivilSecond(2023, 2, 1, 8, 0, 0),
                                     absl::UTCTimeZone())};
}

std::vector<TableTotal> Totals() {
  return {TotalAt("T1:in:ALL", "713.33", "713.33"),
          TotalAt("T1:ex:206", "713.33"),
          TotalAt("T1:ex:ALL", "713.33", "713.33"),
          TotalAt("T3:206:total", "713.33", "713.33"),
          TotalAt("T3:2060101:basic", "433.53"),
          TotalAt("T3:2060102:project", "279.8005"),
          TotalAt("T6:303:total", "19.46", "19.43"),
          TotalAt("T6:30301:personnel", "123456789.95"),
          TotalAt("T6:ALL:total", "0", "5")};
}

std::string Render(const WorkbookOptions& options,
                   std::vector<TableKind> kinds = {}) {
  const auto bytes = RenderWorkbook(
      options,
      BuildTables(StandardForm(),
                  {.fiscal_year = 2023, .tables = std::move(kinds)}, Totals()));
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

// One workbook for all tests: it takes a while to take apart.
class WorkbookTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    workbook_ = new forms::UnzippedWorkbook(Render(Options()));
  }
  static void TearDownTestSuite() {
    delete workbook_;
    workbook_ = nullptr;
  }
  static forms::UnzippedWorkbook* workbook_;
};
forms::UnzippedWorkbook* WorkbookTest::workbook_ = nullptr;

TEST_F(WorkbookTest, OneSheetATable) {
  EXPECT_THAT(workbook_->SheetNames(),
              ElementsAre("表1", "表2", "表3", "表4", "表5", "表6", "表7",
                          "表8", "表9", "表10"));
}

TEST_F(WorkbookTest, TitleAndHeadingsAreMergedAsPrinted) {
  const std::map<std::string, std::string> cells = workbook_->Cells(3);
  EXPECT_EQ(cells.at("A1"), "部门支出总体情况表");
  EXPECT_EQ(cells.at("A2"), "编制部门：昌吉州科技局 <&>");
  EXPECT_EQ(cells.at("F2"), "单位：万元");
  EXPECT_EQ(cells.at("A4"), "功能分类科目编码");
  EXPECT_EQ(cells.at("E3"), "支出预算");
  const std::set<std::string> merges = workbook_->Merges(3);
  for (const char* merge : {"A1:G1", "A2:E2", "F2:G2", "A3:D3", "E3:G3",
                            "A4:C4", "D4:D5", "E4:E5", "F4:F5", "G4:G5"}) {
    EXPECT_THAT(merges, Contains(merge));
  }
  const std::set<std::string> sides = workbook_->Merges(1);
  EXPECT_THAT(sides, Contains("A3:B3"));
  EXPECT_THAT(sides, Contains("C3:D3"));
  EXPECT_THAT(workbook_->Merges(10), Contains("C3:E3"));
}

TEST_F(WorkbookTest, CodesAreTextAndAmountsAreNumbers) {
  const std::map<std::string, std::string> cells = workbook_->Cells(3);
  EXPECT_EQ(cells.at("A6"), "206");
  EXPECT_EQ(cells.at("B7"), "01");
  EXPECT_EQ(cells.at("E6"), "713.33");
  EXPECT_EQ(workbook_->NumberFormat(3, "B7"), "@");
  EXPECT_EQ(workbook_->NumberFormat(3, "E6"), "#,##0.00");
  // More than two places are shown, not rounded away.
  EXPECT_EQ(cells.at("G8"), "279.8005");
  EXPECT_EQ(workbook_->NumberFormat(3, "G8"), "#,##0.00####");
  // A blank stays blank.
  EXPECT_EQ(cells.count("F6"), 0u);
}

TEST_F(WorkbookTest, LargeAmount_ReadsBackAsTheSameDecimal) {
  const std::string written = workbook_->Cells(6).at("E7");
  EXPECT_EQ(std::stod(written), 123456789.95);
}

TEST_F(WorkbookTest, DifferenceIsYellowAndExplained) {
  EXPECT_TRUE(workbook_->IsYellow(6, "D6"));
  EXPECT_FALSE(workbook_->IsYellow(6, "E7"));
  EXPECT_EQ(workbook_->Cells(6).at("D6"), "19.46");
  const std::string comments = workbook_->Entry("xl/comments1.xml");
  EXPECT_THAT(comments, HasSubstr("ref=\"D6\""));
  EXPECT_THAT(comments, HasSubstr("文件填列 19.43 万元，由明细汇总 19.46 "
                                  "万元，相差 -0.03 万元"));
  EXPECT_THAT(comments, HasSubstr("difference -0.03"));
  // Printed where nothing adds up.
  EXPECT_TRUE(workbook_->IsYellow(6, "D8"));
  EXPECT_THAT(comments, HasSubstr("相差 +5.00 万元"));
  // No other sheet has comments.
  EXPECT_EQ(workbook_->Entry("xl/comments2.xml"), "");
}

TEST_F(WorkbookTest, NilTableSaysSoBelow) {
  const auto statement = [&](int sheet) {
    std::string all;
    for (const auto& [reference, text] : workbook_->Cells(sheet)) {
      if (text.find("为空表") != std::string::npos) all += text;
    }
    return all;
  };
  EXPECT_EQ(statement(8),
            "昌吉州科技局 <&>2023年没有使用政府性基金预算拨款安排的支出，政府性"
            "基金预算支出情况表为空表。");
  EXPECT_EQ(statement(9),
            "昌吉州科技局 <&>2023年没有使用国有资本经营预算拨款安排的支出，国有"
            "资本经营预算支出情况表为空表。");
  EXPECT_EQ(statement(3), "");
}

TEST_F(WorkbookTest, PrintsOnA4LandscapeWithHeadingsOnEveryPage) {
  const std::string sheet = workbook_->SheetXml(3);
  EXPECT_THAT(sheet, HasSubstr("paperSize=\"9\""));
  EXPECT_THAT(sheet, HasSubstr("orientation=\"landscape\""));
  EXPECT_THAT(sheet, HasSubstr("fitToHeight=\"0\""));
  EXPECT_THAT(workbook_->SheetXml(1), Not(HasSubstr("fitToHeight=\"0\"")));
  EXPECT_THAT(sheet, HasSubstr("<pageSetUpPr fitToPage=\"1\"/>"));
  EXPECT_THAT(sheet, HasSubstr("topLeftCell=\"E6\""));
  EXPECT_THAT(sheet, HasSubstr("&amp;L版本号 42&amp;R第 &amp;P 页，共 "
                               "&amp;N 页"));
  EXPECT_THAT(workbook_->Entry("xl/workbook.xml"),
              HasSubstr("localSheetId=\"2\">'表3'!$1:$5<"));
}

TEST_F(WorkbookTest, PropertiesTellWhatItIs) {
  const std::string core = workbook_->Entry("docProps/core.xml");
  EXPECT_THAT(core,
              HasSubstr("昌吉州科技局 &lt;&amp;&gt;2023年部门预算公开表"));
  EXPECT_THAT(core, HasSubstr("2023-02-01T08:00:00Z"));
}

TEST(RenderWorkbook, SameInput_GivesTheSameBytes) {
  const std::string once = Render(Options(), {TableKind::kT6});
  EXPECT_EQ(once, Render(Options(), {TableKind::kT6}));
  WorkbookOptions later = Options();
  later.revision = 43;
  EXPECT_NE(once, Render(later, {TableKind::kT6}));
}

TEST(RenderWorkbook, Unit_IsNamedAsOne) {
  WorkbookOptions options = Options();
  options.of_unit = true;
  const forms::UnzippedWorkbook workbook(Render(options, {TableKind::kT3}));
  EXPECT_EQ(workbook.Cells(1).at("A2"), "编制单位：昌吉州科技局 <&>");
}

}  // namespace
}  // namespace yuheng::reporting
