// Lists of detail lines that stand beside the tables they would add up to.
#include "services/ingestion/formats/detail/detail_list.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/csv/file_archive.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using testing::Grid;
using testing::RowsOf;
using testing::SheetXml;
using testing::Table3Grid;
using testing::WorkbookXml;

// What the tables print is not what the list adds up to.
Grid Tables() {
  return Table3Grid({{"206", "", "", "科学技术支出", "999", "20", "979"},
                     {"", "", "", "合计", "999", "20", "979"}});
}

Grid List() {
  return {
      {"2026年部门预算明细"},
      {"单位：万元"},
      {"功能分类科目编码", "经济分类科目编码", "资金来源", "项目名称", "金额"},
      {"2060101", "30101", "一般公共预算", "", "10"},
      {"2060101", "31003", "一般公共预算", "购设备", "20"},
      {"合计", "", "", "", "30"}};
}

SheetXml Sheet(const char* name, const Grid& grid) {
  return {.name = name, .rows = RowsOf(grid)};
}

void ExpectTables(const absl::StatusOr<budget::Document>& document,
                  absl::string_view problem, absl::string_view reference) {
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->tables.size(), 1u);
  EXPECT_EQ(At(*document, "T3:206:total"), "999");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "979");
  EXPECT_EQ(document->tables[0].rows.size(), 2u);
  bool told = false;
  for (const budget::ReadingProblem& each : document->problems) {
    if (each.id != problem) continue;
    told = true;
    EXPECT_EQ(each.location.reference, reference);
  }
  EXPECT_TRUE(told) << ProblemsOf(*document);
}

TEST(DetailList, SheetBesideTables_IsToldAndLeftOut) {
  const SheetXml cover = Sheet("封面", {{"测试局2026年部门预算"}});
  const SheetXml tables = Sheet("表3", Tables());
  const SheetXml list = Sheet("明细", List());
  for (const auto& sheets : {std::vector<SheetXml>{cover, tables, list},
                             std::vector<SheetXml>{list, tables},
                             std::vector<SheetXml>{tables, cover, list}}) {
    const auto document = Read(WorkbookXml{.sheets = sheets}.Bytes());
    ExpectTables(document, "reader.sheet_list_left_out", "明细!A2");
  }
}

TEST(DetailList, SheetBehindALongTable_IsNotReadAsPartOfIt) {
  Grid rows;
  for (int i = 0; i < 60; ++i) {
    rows.push_back({absl::StrCat(201 + i), "", "", "某类支出", "1", "1", ""});
  }
  rows.push_back({"", "", "", "合计", "60", "60", ""});
  const auto document = Read(WorkbookXml{
      .sheets = {
          Sheet("表3", Table3Grid(rows)),
          Sheet("明细", List())}}.Bytes());
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->tables.size(), 1u);
  EXPECT_EQ(document->tables[0].rows.size(), 61u);
  EXPECT_EQ(At(*document, "T3:ALL:total"), "60");
  EXPECT_NE(ProblemText(*document, "reader.sheet_list_left_out"), "");
}

// A table that nothing is filled in and a performance sheet hold no sums.
TEST(DetailList, SheetBesideOthers_IsRead) {
  const auto document = Read(WorkbookXml{
      .sheets = {Sheet("封面", {{"测试局2026年部门预算"}}),
                 Sheet("表3", Table3Grid({{"", "", "", "合计"}})),
                 Sheet("明细", List()),
                 Sheet("绩效", {{"项目支出绩效目标表"},
                                {"项目名称", "购设备", "金额", "20"}})}}
                                 .Bytes());
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
  EXPECT_EQ(document->tables.size(), 10u);
}

std::string Separated(const Grid& grid, const char* front) {
  std::string text;
  for (const auto& row : grid) {
    if (row.size() > 1) text += front;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&text, i > 0 ? "\t" : "", row[i]);
    }
    text += "\n";
  }
  return text + "\n";
}

TEST(DetailList, RowsBesideTablesInAText_AreToldAndLeftOut) {
  for (const char* front : {"\t", ""}) {
    const std::string tables = Separated(Tables(), front);
    const std::string list = Separated(List(), front);
    ExpectTables(Read(tables + list), "reader.detail_left_out", "");
    ExpectTables(Read(list + "\n\n" + tables), "reader.detail_left_out", "");
    const auto alone = Read(list);
    ASSERT_TRUE(alone.ok()) << alone.status();
    EXPECT_EQ(At(*alone, "T3:ALL:total"), "30");
  }
}

TEST(DetailList, RowsOfFiguresAboveIt_AreNoNotes) {
  const std::string list = Separated(List(), "");
  EXPECT_TRUE(Read("某表\n甲局\t2025\t年\n" + list).ok());
  ExpectRefused(Read("某表\n甲\t1\t2\n乙\t3\t4\n" + list),
                rpc::Reason::kDocumentNotABudget, "");
}

// The number of the list itself names no table.
TEST(DetailList, ListWithANumber_IsRead) {
  const auto document = Read("附表1\n" + Separated(List(), ""));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
  EXPECT_EQ(ProblemsOf(*document), "");
}

TEST(DetailList, FileBesideTables_IsToldAndLeftOut) {
  const auto csv = [](const Grid& grid) {
    return Replace(Separated(grid, ""), "\t", ",");
  };
  ExpectTables(
      Read(PackFiles({{"表3.csv", csv(Tables())}, {"明细.csv", csv(List())}}),
           "a.zip"),
      "reader.sheet_list_left_out", "'明细.csv'!A2");
}

}  // namespace
}  // namespace yuheng::ingestion
