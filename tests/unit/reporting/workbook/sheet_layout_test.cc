#include "services/reporting/workbook/sheet_layout.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/reporting/tables/table_text.h"

namespace yuheng::reporting {
namespace {

using budget::StandardForm;
using budget::TableKind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

forms::Sheet LayOut(TableKind kind, std::vector<TableTotal> totals = {}) {
  return LayOutSheet(BuildTables(
      StandardForm(), {.fiscal_year = 2023, .tables = {kind}}, totals)[0]);
}

// "row,column[-row,column] text"
std::vector<std::string> HeadingTexts(const forms::Sheet& layout) {
  std::vector<std::string> texts;
  for (const forms::HeadingRange& heading : layout.headings) {
    std::string text =
        absl::StrCat(heading.first_row, ",", heading.first_column);
    if (heading.last_row != heading.first_row ||
        heading.last_column != heading.first_column) {
      absl::StrAppend(&text, "-", heading.last_row, ",", heading.last_column);
    }
    texts.push_back(absl::StrCat(text, " ", heading.text));
  }
  return texts;
}

// Texts and figures of a body row, joined by |.
std::string BodyText(const forms::Sheet& layout, size_t row) {
  std::vector<std::string> texts;
  for (const forms::SheetCell& cell : layout.body.at(row)) {
    texts.push_back(cell.amount_fen ? forms::ShownAmount(*cell.amount_fen)
                                    : cell.text);
  }
  return absl::StrJoin(texts, "|");
}

TEST(LayOutSheet, EveryCellOfTheHeadingRowsIsCoveredOnce) {
  for (int kind = 1; kind <= budget::kTableCount; ++kind) {
    const forms::Sheet layout = LayOut(static_cast<TableKind>(kind));
    std::vector<std::vector<int>> covered(
        layout.heading_row_count,
        std::vector<int>(layout.column_widths.size()));
    for (const forms::HeadingRange& heading : layout.headings) {
      for (int row = heading.first_row; row <= heading.last_row; ++row) {
        for (int i = heading.first_column; i <= heading.last_column; ++i) {
          ++covered.at(row).at(i);
        }
      }
    }
    for (const auto& row : covered) {
      for (int times : row) EXPECT_EQ(times, 1) << "T" << kind;
    }
    for (const auto& row : layout.body) {
      EXPECT_EQ(row.size(), layout.column_widths.size()) << "T" << kind;
    }
  }
}

TEST(LayOutSheet, T3_HasThreeHeadingRowsAsPrinted) {
  const forms::Sheet layout = LayOut(TableKind::kT3);
  EXPECT_EQ(layout.heading_row_count, 3);
  EXPECT_THAT(HeadingTexts(layout),
              UnorderedElementsAre("0,0-0,3 项     目", "0,4-0,6 支出预算",
                                   "1,0-1,2 功能分类科目编码",
                                   "1,3-2,3 功能分类科目名称", "2,0 类",
                                   "2,1 款", "2,2 项", "1,4-2,4 合计",
                                   "1,5-2,5 基本支出", "1,6-2,6 项目支出"));
}

TEST(LayOutSheet, T2_GroupStandsAboveItsColumnsOnly) {
  const std::vector<std::string> headings =
      HeadingTexts(LayOut(TableKind::kT2));
  EXPECT_THAT(headings, Contains("0,5-0,11 财政拨款（补助）"));
  EXPECT_THAT(headings, Contains("1,6 一般公共预算"));
  EXPECT_THAT(headings, Contains("0,4-1,4 总计"));
  EXPECT_THAT(headings, Contains("0,12-1,12 财政专户（教育收费）"));
}

TEST(LayOutSheet, T6_HasNoItemColumn) {
  EXPECT_THAT(HeadingTexts(LayOut(TableKind::kT6)),
              Contains("1,0-1,1 经济分类科目编码"));
}

TEST(LayOutSheet, T1_SidesStandBesideEachOtherAndTotalsInOneRow) {
  const forms::Sheet layout =
      LayOut(TableKind::kT1,
             {TotalAt("T1:in:gen_own", "2"),
              TotalAt("T1:in:ALL", "1234.5"),
              TotalAt("T1:ex:206", "1234.5"),
              TotalAt("T1:ex:ALL", "1234.5"),
              {{TableKind::kT1, budget::Side::kExpenditure, "ROUNDING", ""},
               10'000,
               std::nullopt}});
  EXPECT_EQ(BodyText(layout, 0), "一、本年收入||201 一般公共服务支出|");
  EXPECT_EQ(BodyText(layout, 2), "其中：一般财力|2.00|203 国防支出|");
  EXPECT_EQ(layout.body[0][0].indent, 0);
  EXPECT_EQ(layout.body[1][0].indent, 1);
  EXPECT_EQ(layout.body[2][0].indent, 2);
  const size_t last = layout.body.size() - 1;
  EXPECT_EQ(BodyText(layout, last - 1),
            "收  入  总  计|1,234.50|支  出  总  计|1,234.50");
  EXPECT_EQ(BodyText(layout, last), "||舍入差额|0.01");
  // The shorter side is filled up with blanks.
  EXPECT_EQ(BodyText(layout, last - 2), "||234 抗疫特别国债安排的支出|");
}

TEST(LayOutSheet, Codes_StandSplitInTheirColumns) {
  const forms::Sheet layout = LayOut(
      TableKind::kT3,
      {TotalAt("T3:206:total", "5"), TotalAt("T3:20601:total", "5"),
       TotalAt("T3:2060102:project", "5"), TotalAt("T3:ALL:total", "5")});
  EXPECT_EQ(BodyText(layout, 0), "206|||科学技术支出|5.00||");
  EXPECT_EQ(BodyText(layout, 1), "206|01||科学技术管理事务|5.00||");
  EXPECT_EQ(BodyText(layout, 2), "206|01|02|一般行政管理事务|||5.00");
  EXPECT_EQ(BodyText(layout, 3), "|||合计|5.00||");
  EXPECT_TRUE(layout.body[0][3].bold);
  EXPECT_FALSE(layout.body[2][3].bold);
}

TEST(LayOutSheet, T7_ItemRowIsLeftOutWhereProjectsStandBelowIt) {
  const forms::Sheet layout =
      LayOut(TableKind::kT7, {TotalAt("T7:2060102:e302", "10"),
                              TotalAt("T7:2060102|引智工作经费:e302", "10"),
                              TotalAt("T7:2060103:e302", "3", "3"),
                              TotalAt("T7:2060103|外事:e302", "3"),
                              TotalAt("T7:2060104:e302", "4"),
                              TotalAt("T7:ALL:e302", "17", "17")});
  const std::string rest = "||||||||";
  ASSERT_EQ(layout.body.size(), 5u);
  EXPECT_EQ(BodyText(layout, 0),
            "206|01|02|一般行政管理事务|引智工作经费|||10.00" + rest);
  // One that a document prints stays; so does one without projects.
  EXPECT_EQ(BodyText(layout, 1), "206|01|03|2060103||||3.00" + rest);
  EXPECT_EQ(BodyText(layout, 2), "206|01|03|2060103|外事|||3.00" + rest);
  EXPECT_EQ(BodyText(layout, 4), "||||合计|||17.00" + rest);
}

TEST(LayOutSheet, NilTable_KeepsEmptyLinesAboveItsTotal) {
  const forms::Sheet layout = LayOut(TableKind::kT8);
  EXPECT_GT(layout.body.size(), 5u);
  EXPECT_EQ(BodyText(layout, 0), "||||||");
  EXPECT_EQ(BodyText(layout, layout.body.size() - 1), "|||合计|||");
}

}  // namespace
}  // namespace yuheng::reporting
