// Headings, not places, say what the columns of a table are.
#include "services/ingestion/formats/column_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/support/form_grid.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using budget::TableKind;
using testing::FormGrid;
using testing::FormGridOf;
using testing::Grid;
using testing::WorkbookOf;

// A table of that title, in 万元, its headings first.
Grid Titled(const char* title, const Grid& rows) {
  Grid grid = {{title}, {"单位：万元"}};
  grid.insert(grid.end(), rows.begin(), rows.end());
  return grid;
}

absl::StatusOr<Document> ReadGrid(const Grid& grid) {
  return Read(WorkbookOf("a", grid));
}

const budget::ReadingProblem* FindProblem(const Document& document,
                                          absl::string_view id) {
  for (const budget::ReadingProblem& problem : document.problems) {
    if (problem.id == id) return &problem;
  }
  return nullptr;
}

void ExpectNoProblems(const Document& document) {
  for (const budget::ReadingProblem& problem : document.problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

// The facts of one table, in whatever order its rows stand.
std::vector<std::string> FactsIn(const Document& document, TableKind kind) {
  const std::string prefix = absl::StrCat("T", static_cast<int>(kind), ":");
  std::vector<std::string> facts;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (absl::StartsWith(fact.address, prefix)) {
      facts.push_back(absl::StrCat(fact.address, "=", fact.value_micro));
    }
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

TEST(ColumnOrder, TotalLast_IsReadByItsHeading) {
  const auto document = ReadGrid(
      Titled("部门支出总体情况表",
             {{"科目编码", "", "", "科目名称", "项目支出", "基本支出", "合 计"},
              {"类", "款", "项"},
              {"206", "", "", "科学技术支出", "10", "20", "30"},
              {"206", "01", "", "科学技术管理事务", "10", "20", "30"},
              {"206", "01", "01", "行政运行", "", "20", "20"},
              {"206", "01", "02", "一般行政管理事务", "10", "", "10"},
              {"合计", "", "", "", "10", "20", "30"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:2060101:project"), "blank");
  EXPECT_EQ(At(*document, "T3:2060102:project"), "10");
  EXPECT_EQ(At(*document, "T3:ALL:basic"), "20");
  // The place is the printed one.
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "a!G5");
  EXPECT_EQ(ReferenceAt(*document, "T3:ALL:project"), "a!E9");
}

TEST(ColumnOrder, ColumnsBeside_AreLeftOut) {
  const auto document = ReadGrid(
      Titled("部门支出总体情况表",
             {{"序号", "单位编码", "功能科目编码", "功能科目\n名称", "支出预算",
               "", "", "备注"},
              {"", "", "", "", "其中：项目支出（万元）", "基本 支出", "合计"},
              {"栏次", "", "1", "2", "3", "4", "5", "6"},
              {"1", "101001", "206", "科学技术支出", "10", "20", "30"},
              {"2", "101001", "20601", "科学技术管理事务", "10", "20", "30"},
              {"3", "101001", "2060101", "行政运行", "", "20", "20", "人员"},
              {"4", "101001", "2060102", "一般行政管理事务", "10", "", "10"},
              {"合  计", "", "", "", "10", "20", "30"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(document->tables.at(0).rows.size(), 5u);
  EXPECT_EQ(At(*document, "T3:20601:total"), "30");
  EXPECT_EQ(At(*document, "T3:2060101:basic"), "20");
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
  EXPECT_EQ(ReferenceAt(*document, "T3:ALL:total"), "a!G10");
}

TEST(ColumnOrder, ColumnsLeftOut_AreBlank) {
  const auto document = ReadGrid(
      Titled("部门收入总体情况表",
             {{"科目编码", "科目名称", "单位资金", "一般公共预算拨款", "合计"},
              {"206", "科学技术支出", "3", "7", "10"},
              {"20601", "科学技术管理事务", "3", "7", "10"},
              {"2060101", "行政运行", "3", "7", "10"},
              {"合计", "", "3", "7", "10"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(At(*document, "T2:206:total"), "10");
  EXPECT_EQ(At(*document, "T2:20601:gen"), "7");
  EXPECT_EQ(At(*document, "T2:ALL:unit"), "3");
  EXPECT_EQ(At(*document, "T2:206:fund"), "blank");
  EXPECT_EQ(At(*document, "T2:206:fiscal"), "blank");
}

TEST(ColumnOrder, CodesBelowOneHeading_AreOneCode) {
  const auto document = ReadGrid(Titled(
      "一般公共预算支出情况表",
      {{"序号", "科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"},
       {"1", "206", "", "", "科学技术支出", "30", "20", "10"},
       {"2", "206", "1", "", "科学技术管理事务", "30", "20", "10"},
       {"3", "206", "1", "1", "行政运行", "30", "20", "10"},
       {"", "", "", "", "合计", "30", "20", "10"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(At(*document, "T5:2060101:basic"), "20");
  EXPECT_EQ(At(*document, "T5:ALL:project"), "10");
}

TEST(ColumnOrder, HeadingsOfEveryPage_AreNoRows) {
  const Grid headings = {
      {"科目编码", "科目名称", "项目支出", "基本支出", "合计"}};
  Grid rows = headings;
  rows.push_back({"206", "科学技术支出", "10", "20", "30"});
  rows.push_back(headings[0]);
  rows.push_back({"合计", "", "10", "20", "30"});
  const auto document = ReadGrid(Titled("部门支出总体情况表", rows));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(document->tables.at(0).rows.size(), 2u);
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
}

TEST(ColumnOrder, SidesMayChange) {
  const auto document = ReadGrid(
      Titled("部门收支总体情况表",
             {{"支出", "", "", "收入", "", ""},
              {"项目", "行次", "预算数", "项目", "行次", "预算数"},
              {"201 一般公共服务支出", "1", "", "一、本年收入", "40", "30"},
              {"206 科学技术支出", "2", "30", "1.一般公共预算拨款", "41", "30"},
              {"支出总计", "3", "30", "收入总计", "42", "30"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(At(*document, "T1:in:cur"), "30");
  EXPECT_EQ(At(*document, "T1:in:gen"), "30");
  EXPECT_EQ(At(*document, "T1:ex:201"), "blank");
  EXPECT_EQ(At(*document, "T1:ex:206"), "30");
  EXPECT_EQ(At(*document, "T1:ex:ALL"), "30");
  EXPECT_EQ(ReferenceAt(*document, "T1:in:cur"), "a!F5");
}

TEST(ColumnOrder, LabelWithoutAHeading_IsTheOnlyTexts) {
  const auto document =
      ReadGrid(Titled("财政拨款“三公”经费支出情况表",
                      {{"", "政府性基金", "一般公共预算", "合计"},
                       {"合计", "", "4.78", "4.78"},
                       {"公务接待费", "", "0.48", "0.48"},
                       {"公务用车购置及运行费", "", "4.3", "4.3"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T10:total:total"), "4.78");
  EXPECT_EQ(At(*document, "T10:reception:gen"), "0.48");
  EXPECT_EQ(At(*document, "T10:reception:fund"), "blank");
}

TEST(ColumnOrder, UnknownHeadingInItsPlace_IsTheForms) {
  const auto document = ReadGrid(Titled(
      "部门支出总体情况表",
      {{"科目编码", "科目名称", "备注", "合计", "人员和运转", "项目支出"},
       {"206", "科学技术支出", "", "30", "20", "10"},
       {"合计", "", "", "30", "20", "10"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  ExpectNoProblems(*document);
  EXPECT_EQ(At(*document, "T3:206:basic"), "20");
}

TEST(ColumnOrder, UnknownHeadings_AreToldAndNothingIsGuessed) {
  const auto document = ReadGrid(
      Titled("部门支出总体情况表",
             {{"科目编码", "科目名称", "人员和运转", "项目支出", "合计"},
              {"206", "科学技术支出", "20", "10", "30"},
              {"合计", "", "20", "10", "30"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->tables.empty());
  const auto* problem = FindProblem(*document, "reader.columns_unclear");
  ASSERT_NE(problem, nullptr);
  EXPECT_EQ(problem->table, TableKind::kT3);
  EXPECT_EQ(problem->location.reference, "a!C3");
  EXPECT_TRUE(absl::StrContains(problem->message.zh, "人员和运转"));
  EXPECT_TRUE(absl::StrContains(problem->message.zh, "找不到基本支出"));
}

TEST(ColumnOrder, HeadingThatStandsTwice_IsTold) {
  const auto document =
      ReadGrid(Titled("部门支出总体情况表",
                      {{"科目编码", "科目名称", "合计", "基本支出", "合计"},
                       {"206", "科学技术支出", "20", "10", "30"},
                       {"合计", "", "20", "10", "30"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->tables.empty());
  EXPECT_NE(FindProblem(*document, "reader.columns_unclear"), nullptr);
}

TEST(ColumnOrder, RowsThatLackCells_AreToldAndNotRead) {
  // Merged cells are one in a text: what stands behind it moved left.
  const std::string head =
      "表3\n部门支出总体情况表\n单位：万元\n"
      "\t类\t款\t项\t功能分类科目名称\t合计\t项目支出\t基本支出\n";
  const std::string row = "\t206\t\t\t科学技术支出\t30\t20\t10\n";
  for (const char* end : {"", "\t206\t01\t\t科学技术管理事务\t30\t30\t\n"}) {
    for (const char* total :
         {"\t合计\t30\t20\t10\n", "\t合计\t\t30\t20\t10\n"}) {
      const auto document = Read(head + row + end + total);
      ASSERT_TRUE(document.ok()) << document.status();
      EXPECT_EQ(At(*document, "T3:206:project"), "20");
      EXPECT_EQ(At(*document, "T3:ALL:total"), "none");
      EXPECT_NE(FindProblem(*document, "reader.lines_unread"), nullptr);
    }
  }
}

TEST(ColumnOrder, FurtherAmounts_AreToldAndNotRead) {
  const auto document = ReadGrid(Titled(
      "部门支出总体情况表",
      {{"科目编码", "科目名称", "上年执行数", "合计", "基本支出", "项目支出"},
       {"206", "科学技术支出", "99", "30", "20", "10"},
       {"合计", "", "99", "30", "20", "10"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "10");
  ASSERT_EQ(document->problems.size(), 1u);
  const auto* problem = FindProblem(*document, "reader.columns_beside");
  ASSERT_NE(problem, nullptr);
  EXPECT_EQ(problem->location.reference, "a!C3");
  EXPECT_TRUE(absl::StrContains(problem->message.zh, "上年执行数"));
}

// A table as a spreadsheet saves it as text.
std::string TextOf(const budget::TableShape& shape, const Grid& rows) {
  std::string text =
      absl::StrCat("表", shape.number, "\n\n", shape.title, "\n\n单位：万元\n");
  for (const auto& row : rows) {
    absl::StrAppend(&text, "\t", absl::StrJoin(row, "\t"), "\n");
  }
  return text;
}

// The columns of a form in another order: those of a side among themselves,
// and the sides.
std::vector<size_t> Shuffled(const budget::TableShape& shape, size_t width,
                             std::mt19937* random) {
  std::vector<size_t> order(width);
  for (size_t i = 0; i < width; ++i) order[i] = i;
  const size_t left =
      shape.two_sided() ? 1 + shape.income_columns.size() : width;
  std::shuffle(order.begin(), order.begin() + left, *random);
  std::shuffle(order.begin() + left, order.end(), *random);
  if (shape.two_sided()) {
    // A side begins with its labels.
    for (size_t begin : {size_t{0}, left}) {
      std::iter_swap(order.begin() + begin,
                     std::find(order.begin(), order.end(), begin));
    }
    if ((*random)() % 2 == 0) {
      std::rotate(order.begin(), order.begin() + left, order.end());
    }
  }
  return order;
}

TEST(ColumnOrder, EveryTable_InAnyOrder) {
  const budget::Form& form = budget::StandardForm();
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  std::mt19937 random(7);
  for (const budget::Table& table : published->tables) {
    if (table.rows.size() < 2) continue;
    const budget::TableShape& shape = form.Table(table.kind);
    const FormGrid grid = FormGridOf(form, table);
    for (int round = 0; round < 20; ++round) {
      const std::vector<size_t> order =
          Shuffled(shape, grid.rows[0].size(), &random);
      Grid rows;
      for (size_t r = 0; r < grid.rows.size(); ++r) {
        auto& row = rows.emplace_back();
        row.push_back(r == 0                       ? "序号"
                      : r < grid.heading_row_count ? ""
                                                   : absl::StrCat(r));
        for (const size_t column : order) row.push_back(grid.rows[r][column]);
        row.push_back(r == 0 ? "备注" : "");
      }
      const auto document = round % 2 == 0
                                ? Read(TextOf(shape, rows))
                                : ReadGrid(Titled(shape.title.c_str(), rows));
      ASSERT_TRUE(document.ok()) << document.status();
      ExpectNoProblems(*document);
      EXPECT_EQ(FactsIn(*document, table.kind), FactsIn(*published, table.kind))
          << shape.title << " " << absl::StrJoin(order, ",");
    }
  }
}

}  // namespace
}  // namespace yuheng::ingestion
