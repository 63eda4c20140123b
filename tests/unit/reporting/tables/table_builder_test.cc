#include "services/reporting/tables/table_builder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/reporting/tables/table_text.h"

namespace yuheng::reporting {
namespace {

using budget::RowLevel;
using budget::Side;
using budget::StandardForm;
using budget::TableKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

ReportTable Build(TableKind kind, std::vector<TableTotal> totals,
                  bool of_unit = false) {
  // The order of the totals is of no account.
  std::reverse(totals.begin(), totals.end());
  std::vector<ReportTable> tables = BuildTables(
      StandardForm(),
      {.fiscal_year = 2023, .of_unit = of_unit, .tables = {kind}}, totals);
  EXPECT_EQ(tables.size(), 1u);
  return std::move(tables[0]);
}

TableTotal T1Total(Side side, const std::string& row, int64_t fen) {
  return {{TableKind::kT1, side, row, ""}, fen, std::nullopt};
}

TEST(BuildTables, T1_EveryLineOfTheFormStandsInItsPlace) {
  const ReportTable table =
      Build(TableKind::kT1, {TotalAt("T1:in:cur", "513.53", "513.53"),
                             TotalAt("T1:in:gen_own", "483.53"),
                             TotalAt("T1:in:ALL", "713.33", "713.33"),
                             TotalAt("T1:ex:206", "713.33"),
                             TotalAt("T1:ex:ALL", "713.33", "713.34")});
  const auto& lines = StandardForm().Table(TableKind::kT1).lines;
  ASSERT_EQ(table.rows.size(), lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(table.rows[i].code, lines[i].key);
    EXPECT_EQ(table.rows[i].name, lines[i].label);
    EXPECT_EQ(table.rows[i].side, lines[i].side);
  }
  EXPECT_THAT(
      FilledRows(table),
      ElementsAre("cur/一、本年收入: 513.53", "gen_own/其中：一般财力: 483.53",
                  "ALL/收  入  总  计: 713.33", "206/科学技术支出: 713.33",
                  "ALL/支  出  总  计: 713.33[713.34]"));
  EXPECT_EQ(table.rows.front().level, RowLevel::kLine);
  EXPECT_EQ(table.rows.back().level, RowLevel::kTotal);
  EXPECT_FALSE(table.nil());
}

TEST(BuildTables, T1_UnlistedClassStandsBetweenTheClassesAndTheTotal) {
  const ReportTable table =
      Build(TableKind::kT1, {T1Total(Side::kExpenditure, "218", 500),
                             T1Total(Side::kExpenditure, "226", 700)});
  const size_t count = table.rows.size();
  EXPECT_EQ(table.rows[count - 4].code, "234");
  EXPECT_EQ(RowText(table.rows[count - 3]), "218/218: 0.0005");
  EXPECT_EQ(table.rows[count - 3].level, RowLevel::kClass);
  EXPECT_EQ(RowText(table.rows[count - 2]), "226/226: 0.0007");
  EXPECT_EQ(table.rows[count - 1].code, "ALL");
}

TEST(BuildTables, T1_RoundingRowStandsOnlyWhenThereIsADifference) {
  EXPECT_EQ(Build(TableKind::kT1, {}).rows.back().code, "ALL");
  EXPECT_EQ(Build(TableKind::kT1, {T1Total(Side::kExpenditure, "ROUNDING", 0)})
                .rows.back()
                .code,
            "ALL");
  const ReportTable table =
      Build(TableKind::kT1, {T1Total(Side::kExpenditure, "ROUNDING", -10'000)});
  EXPECT_EQ(RowText(table.rows.back()), "ROUNDING/舍入差额: -0.01[]");
}

TEST(BuildTables, T2_CodesAscendWithParentsBeforeChildrenAndTheTotalLast) {
  const ReportTable table = Build(
      TableKind::kT2,
      {TotalAt("T2:206:total", "10", "10"),
       TotalAt("T2:20601:total", "10", "10"), TotalAt("T2:2060102:gen", "10"),
       TotalAt("T2:2060102:total", "10", "10"),
       TotalAt("T2:205:total", "1", "1"), TotalAt("T2:ALL:total", "11", "11")});
  EXPECT_THAT(
      FilledRows(table),
      ElementsAre(
          "205/教育支出: 1, -, -, -, -, -, -, -, -, -, -, -",
          "206/科学技术支出: 10, -, -, -, -, -, -, -, -, -, -, -",
          "20601/科学技术管理事务: 10, -, -, -, -, -, -, -, -, -, -, -",
          "2060102/一般行政管理事务: 10, -, 10, -, -, -, -, -, -, -, -, -",
          "ALL/合计: 11, -, -, -, -, -, -, -, -, -, -, -"));
  EXPECT_EQ(table.rows[1].level, RowLevel::kClass);
  EXPECT_EQ(table.rows[2].level, RowLevel::kGroup);
  EXPECT_EQ(table.rows[3].level, RowLevel::kItem);
}

TEST(BuildTables, T3T5T8T9_ShareTheirShape) {
  for (const auto& [kind, prefix] :
       std::vector<std::pair<TableKind, std::string>>{{TableKind::kT3, "T3"},
                                                      {TableKind::kT5, "T5"},
                                                      {TableKind::kT8, "T8"},
                                                      {TableKind::kT9, "T9"}}) {
    const std::string& t = prefix;
    EXPECT_THAT(
        FilledRows(Build(kind, {TotalAt(t + ":2060101:basic", "4.5"),
                                TotalAt(t + ":2060101:total", "4.5", "4.5"),
                                TotalAt(t + ":ALL:basic", "4.5", "4.6"),
                                TotalAt(t + ":ALL:total", "4.5", "4.6")})),
        ElementsAre("2060101/行政运行: 4.5, 4.5, -",
                    "ALL/合计: 4.5[4.6], 4.5[4.6], -"))
        << t;
  }
}

TEST(BuildTables, T4_SidesHaveTheirOwnColumns) {
  const ReportTable table =
      Build(TableKind::kT4,
            {TotalAt("T4:in:gen", "483.53"), TotalAt("T4:ex:206:gen", "483.53"),
             TotalAt("T4:ex:206:total", "483.53", "483.53")});
  EXPECT_THAT(FilledRows(table),
              ElementsAre("gen/一般公共预算: 483.53",
                          "206/科学技术支出: 483.53, 483.53, -, -"));
}

TEST(BuildTables, T6_NamesComeFromTheEconomicChart) {
  EXPECT_THAT(FilledRows(Build(TableKind::kT6,
                               {TotalAt("T6:303:total", "19.46", "19.43"),
                                TotalAt("T6:30301:personnel", "2.2"),
                                TotalAt("T6:30301:total", "2.2", "2.2"),
                                TotalAt("T6:39988:public", "1")})),
              ElementsAre("303/对个人和家庭的补助: 19.46[19.43], -, -",
                          "30301/离休费: 2.2, 2.2, -", "39988/39988: -, -, 1"));
}

TEST(BuildTables, T7_ProjectsStandBehindTheirCode) {
  const ReportTable table =
      Build(TableKind::kT7, {TotalAt("T7:20601:e302", "10", "10"),
                             TotalAt("T7:2060102:e302", "10"),
                             TotalAt("T7:2060102|引智工作经费:e302", "6"),
                             TotalAt("T7:2060102|专家:费用:e302", "4"),
                             TotalAt("T7:ALL:e302", "10", "10")});
  const std::string rest = ", -, -, -, -, -, -, -, -";
  EXPECT_THAT(
      FilledRows(table),
      ElementsAre("20601/科学技术管理事务: -, -, 10" + rest,
                  "2060102/一般行政管理事务: -, -, 10[]" + rest,
                  "2060102/一般行政管理事务/专家:费用: -, -, 4" + rest,
                  "2060102/一般行政管理事务/引智工作经费: -, -, 6" + rest,
                  "ALL/合计: -, -, 10" + rest));
  EXPECT_EQ(table.rows[2].level, RowLevel::kProject);
}

TEST(BuildTables, T10_BlankLinesStay) {
  const ReportTable table =
      Build(TableKind::kT10, {TotalAt("T10:reception:gen", "0.48"),
                              TotalAt("T10:total:total", "0.48", "0.48")});
  EXPECT_EQ(table.rows.size(), 6u);
  EXPECT_EQ(RowText(table.rows[0]), "total/合计: 0.48, -, -, -");
  EXPECT_EQ(RowText(table.rows[1]), "abroad/因公出国（境）费: -, -, -, -");
  EXPECT_EQ(RowText(table.rows[2]), "reception/公务接待费: -, 0.48, -, -");
}

TEST(BuildTables, EmptyTable_HasItsTotalRowAndIsNil) {
  const ReportTable table = Build(TableKind::kT8, {});
  EXPECT_TRUE(table.nil());
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(RowText(table.rows[0]), "ALL/合计: -, -, -");
}

TEST(BuildTables, Leaf_CountsAsPrintedAsItIsPosted) {
  const ReportTable table = Build(
      TableKind::kT3,
      {TotalAt("T3:2060101:basic", "4"), TotalAt("T3:2060101:total", "4")});
  const ReportRow& row = table.rows[0];
  EXPECT_EQ(row.cells[1].printed_fen, row.cells[1].derived_fen);
  EXPECT_EQ(row.cells[0].printed_fen, std::nullopt);
  EXPECT_FALSE(row.cells[0].differs());
}

TEST(BuildTables, PrintedWithoutLeaves_IsADifference) {
  const ReportTable table =
      Build(TableKind::kT3, {TotalAt("T3:ALL:total", "0", "5")});
  EXPECT_THAT(FilledRows(table), ElementsAre("ALL/合计: 0[5], -, -"));
}

TEST(BuildTables, Totals_ThatFitNowhereAreLeftOut) {
  const ReportTable table = Build(
      TableKind::kT3,
      {{{TableKind::kT3, Side::kIncome, "206", "total"}, 5, std::nullopt},
       {{TableKind::kT3, Side::kNone, "206", "newer"}, 5, std::nullopt},
       {{TableKind::kT3, Side::kNone, "20-6", "total"}, 5, std::nullopt},
       {{TableKind::kT3, Side::kNone, "206|项目", "total"}, 5, std::nullopt},
       {{TableKind::kT5, Side::kNone, "206", "total"}, 5, std::nullopt},
       {{TableKind::kT3, Side::kNone, "206", "total"}, 0, std::nullopt}});
  EXPECT_THAT(FilledRows(table), IsEmpty());
  EXPECT_EQ(table.rows.size(), 1u);
}

TEST(BuildTables, NoSelection_GivesTheTenTablesInOrder) {
  const std::vector<ReportTable> tables =
      BuildTables(StandardForm(), {.fiscal_year = 2023}, {});
  ASSERT_EQ(tables.size(), 10u);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(tables[i].shape->number, i + 1);
}

TEST(BuildTables, Selection_IsInFormOrderAndEachOnce) {
  const std::vector<ReportTable> tables =
      BuildTables(StandardForm(),
                  {.fiscal_year = 2023,
                   .tables = {TableKind::kT7, TableKind::kT1, TableKind::kT7}},
                  {});
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0].shape->kind, TableKind::kT1);
  EXPECT_EQ(tables[1].shape->kind, TableKind::kT7);
}

TEST(BuildTables, Unit_TitlesSayUnit) {
  EXPECT_EQ(Build(TableKind::kT1, {}).title, "部门收支总体情况表");
  const ReportTable table = Build(TableKind::kT1, {}, /*of_unit=*/true);
  EXPECT_EQ(table.title, "单位收支总体情况表");
  EXPECT_EQ(table.title_en, "Unit income and expenditure");
}

}  // namespace
}  // namespace yuheng::reporting
