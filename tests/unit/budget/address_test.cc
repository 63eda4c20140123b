#include "services/budget/address.h"

#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

TEST(CellAddress, RoundTrips) {
  for (const char* text :
       {"T1:in:gen_own", "T1:ex:206", "T1:in:ALL", "T2:2060101:carry_fiscal",
        "T3:ALL:basic", "T4:in:fiscal", "T4:ex:206:gen", "T6:30301:personnel",
        "T7:2060102|引智工作经费:e302", "T7:2060102|甲:乙|丙:total",
        "T10:car_run:gen"}) {
    const auto address = ParseCellAddress(StandardForm(), text);
    ASSERT_TRUE(address.ok()) << text << address.status();
    EXPECT_EQ(FormatAddress(*address), text);
  }
}

TEST(CellAddress, RefusesWhatNamesNoCell) {
  for (const char* text :
       {"", "T", "T11:ALL:total", "X1:in:gen", "T1:gen", "T1:in:", "T2:206",
        "T2:206:nothing", "T4:ex:206", "N2:gen:amount"}) {
    EXPECT_FALSE(ParseCellAddress(StandardForm(), text).ok()) << text;
  }
}

TEST(FindCell, FindsTheCellOfAnAddress) {
  Document document;
  Table table;
  table.kind = TableKind::kT3;
  Row row;
  row.level = RowLevel::kClass;
  row.code = "206";
  row.cells.resize(3);
  row.cells[1] = {CellState::kStated, 42, "0.000042", {7, ""}};
  table.rows.push_back(row);
  document.tables.push_back(table);
  const Form& form = StandardForm();
  const auto find = [&](const char* text) {
    return FindCell(form, document, *ParseCellAddress(form, text));
  };
  ASSERT_NE(find("T3:206:basic"), nullptr);
  EXPECT_EQ(find("T3:206:basic")->amount_fen, 42);
  EXPECT_EQ(find("T3:207:basic"), nullptr);
  EXPECT_EQ(find("T5:206:basic"), nullptr);
  const auto facts = FactsOf(document);
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].address, "T3:206:basic");
  EXPECT_EQ(facts[0].location.line, 7);
}

}  // namespace
}  // namespace yuheng::budget
