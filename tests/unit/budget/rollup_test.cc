#include "services/budget/rollup.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

CellAddress At(const char* text) {
  return *ParseCellAddress(StandardForm(), text);
}

std::vector<std::string> RollUp(const char* leaf) {
  std::vector<std::string> texts;
  for (const CellAddress& a : RollUpOf(StandardForm(), At(leaf))) {
    texts.push_back(FormatAddress(a));
  }
  return texts;
}

TEST(IsLeaf, IsTheLowestRowAndColumnOfEachTable) {
  const Form& form = StandardForm();
  for (const char* leaf :
       {"T1:in:gen_own", "T1:in:special", "T1:in:carry_unit", "T1:ex:206",
        "T1:ex:225", "T1:ex:ROUNDING", "T2:2060101:gen_up", "T3:2060101:basic",
        "T4:in:gen", "T4:ex:206:gen", "T5:2060101:project", "T6:30101:public",
        "T7:2060102|甲:e399", "T8:2120801:basic", "T9:2230101:basic",
        "T10:abroad:gen", "T10:car_run:soe"}) {
    EXPECT_TRUE(IsLeaf(form, At(leaf))) << leaf;
  }
  for (const char* parent :
       {"T1:in:gen", "T1:in:ALL", "T1:ex:ALL", "T2:2060101:fiscal",
        "T2:20601:gen", "T2:ALL:gen", "T3:206:basic", "T4:in:fiscal",
        "T4:ex:206:total", "T6:301:personnel", "T7:2060102|甲:total",
        "T7:20601:e302", "T10:car:gen", "T10:total:gen"}) {
    EXPECT_FALSE(IsLeaf(form, At(parent))) << parent;
  }
}

TEST(RollUpOf, GoesUpRowsAndColumns) {
  EXPECT_THAT(RollUp("T1:in:gen_own"),
              UnorderedElementsAre("T1:in:gen_own", "T1:in:gen", "T1:in:cur",
                                   "T1:in:ALL"));
  EXPECT_THAT(RollUp("T1:ex:225"),
              UnorderedElementsAre("T1:ex:225", "T1:ex:ALL"));
  EXPECT_THAT(RollUp("T2:2060101:gen"),
              UnorderedElementsAre(
                  "T2:2060101:gen", "T2:2060101:fiscal", "T2:2060101:total",
                  "T2:20601:gen", "T2:20601:fiscal", "T2:20601:total",
                  "T2:206:gen", "T2:206:fiscal", "T2:206:total", "T2:ALL:gen",
                  "T2:ALL:fiscal", "T2:ALL:total"));
  EXPECT_THAT(
      RollUp("T7:2060102|甲:e302"),
      UnorderedElementsAre("T7:2060102|甲:e302", "T7:2060102|甲:total",
                           "T7:2060102:e302", "T7:2060102:total",
                           "T7:20601:e302", "T7:20601:total", "T7:206:e302",
                           "T7:206:total", "T7:ALL:e302", "T7:ALL:total"));
  EXPECT_THAT(RollUp("T10:car_buy:gen"),
              UnorderedElementsAre("T10:car_buy:gen", "T10:car_buy:total",
                                   "T10:car:gen", "T10:car:total",
                                   "T10:total:gen", "T10:total:total"));
  EXPECT_THAT(RollUp("T1:ex:ROUNDING"), ElementsAre("T1:ex:ROUNDING"));
}

TEST(PrintedBefore, OrdersAsTheTablesPrint) {
  const std::vector<std::string> printed = {
      "T1:in:cur",           "T1:in:gen",        "T1:in:ALL",
      "T1:ex:201",           "T1:ex:206",        "T1:ex:225",
      "T1:ex:ALL",           "T1:ex:ROUNDING",   "T2:206:total",
      "T2:20601:total",      "T2:2060101:total", "T2:2060101:gen",
      "T2:207:total",        "T2:ALL:total",     "T7:2060102:total",
      "T7:2060102|甲:total", "T10:total:total",  "T10:abroad:total"};
  std::vector<CellAddress> shuffled;
  for (auto it = printed.rbegin(); it != printed.rend(); ++it) {
    shuffled.push_back(At(it->c_str()));
  }
  std::sort(shuffled.begin(), shuffled.end(),
            [](const CellAddress& a, const CellAddress& b) {
              return PrintedBefore(StandardForm(), a, b);
            });
  std::vector<std::string> sorted;
  for (const CellAddress& a : shuffled) sorted.push_back(FormatAddress(a));
  EXPECT_EQ(sorted, printed);
}

TEST(LedgerLinesOf, KeepsLeavesAndPrintedApart) {
  Document document;
  Table table;
  table.kind = TableKind::kT3;
  table.precision_fen = 10'000;
  const auto add = [&](RowLevel level, const char* code, int64_t basic) {
    Row row;
    row.level = level;
    row.code = code;
    row.cells.resize(3);
    row.cells[0] = {CellState::kStated, basic, "", {}};
    row.cells[1] = {CellState::kStated, basic, "", {}};
    table.rows.push_back(row);
  };
  add(RowLevel::kClass, "206", 500);
  add(RowLevel::kItem, "2060101", 300);
  add(RowLevel::kItem, "2060101", 200);
  document.tables.push_back(table);
  const LedgerLines lines = LedgerLinesOf(StandardForm(), document);
  ASSERT_EQ(lines.leaves.size(), 1u);
  EXPECT_EQ(FormatAddress(lines.leaves[0].account), "T3:2060101:basic");
  EXPECT_EQ(lines.leaves[0].amount_fen, 500);
  EXPECT_EQ(lines.printed.size(), 3u);
  EXPECT_EQ(lines.precision_fen, 10'000);
}

}  // namespace
}  // namespace yuheng::budget
