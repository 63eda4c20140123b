// What stands in a table and is no row, and how rows that were not understood
// are told.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// Whether `line`, alone in front of the table `next`, is told as unread.
bool HasUnreadLine(const char* line, const char* next,
                   budget::TableKind table) {
  const std::string mark = absl::StrCat("\n", next, "\n");
  const auto document =
      Read(Replace(Sample(), mark, absl::StrCat("\n", line, mark)));
  return document.ok() && document->problems.size() == 1 &&
         document->problems[0].id == "reader.lines_unread" &&
         document->problems[0].table == table;
}

TEST(UnreadRows, RowsThatAreNotUnderstood_AreReported) {
  const std::string text = Table3(
      "206\t\t\t科学技术支出\t30\t20\t10\n"
      "20601 管理事务 30 20 10\n"
      "2060101 行政运行 12.5 12.5\n"
      "注：金额 30 万元。\n"
      "\t\t\t合计\t30\t20\t10\n");
  const auto document = Read(text);
  ASSERT_TRUE(document.ok());
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(document->problems[0].id, "reader.lines_unread");
  EXPECT_EQ(document->problems[0].table, budget::TableKind::kT3);
  EXPECT_EQ(document->problems[0].location.line, 21);
  const std::string& zh = document->problems[0].message.zh;
  EXPECT_TRUE(absl::StrContains(
      zh, "有 2 行没有读入：“20601 管理事务 30 20 10”、“2060101 行政运行"))
      << zh;
  // What it is does not depend on where it stands.
  const auto below = Read("\n\n" + text);
  ASSERT_TRUE(below.ok());
  ASSERT_EQ(below->problems.size(), 1u);
  EXPECT_EQ(below->problems[0].location.line, 23);
  EXPECT_EQ(below->problems[0].message, document->problems[0].message);
}

// Every unread row is told by its place, or by how many follow it without
// another row between them, or is counted at the end.
TEST(UnreadRows, RowsThatAreNotUnderstood_AreAllTold) {
  std::string rows;
  for (int run = 0; run < 25; ++run) {
    absl::StrAppend(&rows, "206\t\t\t科学技术支出\t30\t20\t10\n");
    for (int row = 0; row <= run % 4; ++row) {
      absl::StrAppend(&rows, "20601 管理事务", run, " 30 20 1", row, "\n\n");
    }
  }
  const auto document = Read(Table3(rows));
  ASSERT_TRUE(document.ok());
  std::vector<budget::ReadingProblem> unread;
  for (const budget::ReadingProblem& problem : document->problems) {
    if (absl::StartsWith(problem.id, "reader.lines_unread")) {
      unread.push_back(problem);
    }
  }
  ASSERT_EQ(unread.size(), 21u);
  for (int run = 0; run < 20; ++run) {
    EXPECT_TRUE(absl::StrContains(unread[run].message.zh,
                                  absl::StrCat("有 ", run % 4 + 1, " 行")));
    EXPECT_TRUE(absl::StrContains(unread[run].message.zh,
                                  absl::StrCat("管理事务", run, " 30 20 10")));
  }
  EXPECT_TRUE(absl::StrContains(unread[2].message.en,
                                "30 20 10\" … \"20601 管理事务2 30 20 12\""))
      << unread[2].message.en;
  // Runs of 1, 2, 3, 4 and 1 are left.
  EXPECT_EQ(unread[20].id, "reader.lines_unread_more");
  EXPECT_TRUE(absl::StrContains(unread[20].message.zh, "11 行"));
}

TEST(UnreadRows, NotesAndFooters_AreNoRows) {
  for (const char* line :
       {"第 12 页 共 30 页", "2023 年 2 月 10 日", "填报日期: 2023 年 2 月",
        "联系电话 0994 2345678", "第 3.1 节", "注: 本表数据为 2023 年预算数",
        "备注:2023 年预算数包含上年结转 19.8 万元", "12", "- 12 -",
        "电话 0994 2345678", "版本 1.2", "其中 483.53 万元 其他 12 万元"}) {
    const auto document =
        Read(Table3(absl::StrCat("206\t\t\t科学技术支出\t30\t20\t10\n"
                                 "\t\t\t合计\t30\t20\t10\n",
                                 line, "\n")));
    ASSERT_TRUE(document.ok());
    EXPECT_TRUE(document->problems.empty()) << line;
    const auto sample =
        Read(Replace(Sample(), "\n表4\n", absl::StrCat("\n", line, "\n表4\n")));
    ASSERT_TRUE(sample.ok());
    EXPECT_TRUE(sample->problems.empty()) << line;
    EXPECT_EQ(sample->tables.size(), 10u) << line;
  }
}

TEST(UnreadRows, NotesInCells_AreNoRows) {
  const std::string rows = "206\t\t\t科学技术支出\t30\t20\t10\n";
  const std::string total = "\t\t\t合计\t30\t20\t10\n";
  for (const char* line :
       {"第 12 页\t共 30 页", "填报日期：\t2023 年 2 月\t\t",
        "单位负责人：张三\t\t制表人：李四", "注：\t本表为 2023 年预算数",
        "注：本表为 2023 年预算数\t\t\t\t\t\t", "联系电话\t0994\t2345678"}) {
    for (const std::string& text : {absl::StrCat(rows, total, line, "\n"),
                                    absl::StrCat(rows, line, "\n", total)}) {
      const auto document = Read(Table3(text));
      ASSERT_TRUE(document.ok());
      EXPECT_TRUE(document->problems.empty()) << line;
      EXPECT_EQ(document->tables.at(0).rows.size(), 2u) << line;
    }
  }
  // With what may be amounts they are told.
  for (const char* line :
       {"说明\t\t\t\t1.5\t1.5\t", "第三产业发展\t\t\t\t100\t100\t",
        "第三产业发展\t100", "日常公用经费\t100", "注册登记费\t5\t5",
        "备注\t\t\t\t12\t\t", "填报人\t30"}) {
    const auto document = Read(Table3(absl::StrCat(rows, line, "\n", total)));
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(document->problems.size(), 1u) << line;
  }
}

TEST(UnreadRows, TablesOfContents_AreNoRows) {
  const std::string part = "\n第三部分  2023年部门预算情况说明\n";
  for (const char* contents :
       {"目录\t12\n第一部分 单位概况\t1\n附件\t22\n",
        "目  录\n部门概况\t1\n名词解释\t125\n", "封面\t1\n附件\t22\n",
        "目录 12\n单位概况 ...... 1\n名词解释 25\n",
        "第一部分 单位概况\t1\n第四部分 名词解释\t25\n"}) {
    const auto behind =
        Read(Replace(Sample(), part, absl::StrCat("\n", contents, part)));
    const auto before = Read(absl::StrCat(
        contents, "表1 部门收支总体情况表\t3\n表10 “三公”经费支出情况表\t15\n",
        "附件\t122\n", Sample()));
    for (const auto& document : {behind, before}) {
      ASSERT_TRUE(document.ok());
      EXPECT_TRUE(document->problems.empty())
          << contents << document->problems[0].message.zh;
      EXPECT_EQ(document->tables.size(), 10u) << contents;
    }
  }
  // A row behind them is one.
  const auto document =
      Read(Table3("206\t\t\t科学技术支出\t30\t20\t10\n目录\t12\n名词解释\t25\n"
                  "\t\t\t合计\t30\t20\t10\n第三产业发展\t100\n"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.at(0).rows.size(), 2u);
  EXPECT_EQ(document->problems.size(), 1u);
}

TEST(UnreadRows, RowsBetweenSingleBlanks_AreReported) {
  for (const char* line :
       {"211 节能环保支出 10", "302 日常公用经费 10 5", "206科学技术支出 30 20",
        "30 日常公用经费 10 5", "206 07 02 科普活动 4.8 4.8",
        "科普活动 4.8 4.8", "科普活动 4.8", "第三产业发展 100",
        "日常运行 100 100", "编制规划经费 20 20", "合 计 733"}) {
    EXPECT_TRUE(HasUnreadLine(line, "表4", budget::TableKind::kT3)) << line;
  }
  for (const char* line :
       {"211节能环保支出 10", "一般公共预算 12", "支 出 总 计 483"}) {
    EXPECT_TRUE(HasUnreadLine(line, "表5", budget::TableKind::kT4)) << line;
  }
}

TEST(UnreadRows, TableOfWhichNothingIsUnderstood_IsReported) {
  const auto document = Read(
      "部门收入总体情况表\n单位：万元\n"
      "206 科学技术支出 30 20 10\n20601 管理事务 30 20 10\n" +
      Table3(PrintRow({"", "", "", "合计", "30", "20", "10"})));
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_TRUE(HasProblem(*document, "reader.lines_unread", 3));
  EXPECT_EQ(document->problems[0].table, budget::TableKind::kT2);
}

// A document of nothing but table 3 between `mark` and not TABs.
std::string WithMarks(const std::string& mark) {
  std::string rows;
  for (const std::vector<std::string>& row :
       {std::vector<std::string>{"206", "", "", "科学技术支出", "30", "20",
                                 "10"},
        {"206", "01", "", "科学技术管理事务", "30", "20", "10"},
        {"206", "01", "01", "行政运行", "20", "20", ""},
        {"", "", "", "合计", "30", "20", "10"}}) {
    absl::StrAppend(&rows, absl::StrJoin(row, mark), "\n\n");
  }
  return "第二部分 2023年部门预算公开表\n" + Table3(rows);
}

TEST(UnreadRows, CellsBetweenOtherMarks_AreToldOnce) {
  EXPECT_EQ(Read(WithMarks("\t"))->tables.size(), 1u);
  for (const char* mark : {"|", " | ", ",", " ", "　"}) {
    const auto document = Read(WithMarks(mark));
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_TRUE(document->tables.empty()) << mark;
    int told = 0;
    for (const budget::ReadingProblem& problem : document->problems) {
      EXPECT_NE(problem.id, "reader.lines_unread");
      EXPECT_NE(problem.id, "reader.table_without_rows");
      if (problem.id != "reader.cells_unseparated") continue;
      ++told;
      EXPECT_EQ(problem.table, budget::TableKind::kT3);
      EXPECT_TRUE(absl::StrContains(problem.message.zh, "制表符"));
      EXPECT_TRUE(absl::StrContains(problem.message.zh, "有 4 行"))
          << problem.message.zh;
    }
    EXPECT_EQ(told, 1) << mark;
  }
}

TEST(UnreadRows, CellsWithoutTabs_AreToldOnceATable) {
  const auto document = Read(Replace(Sample(), "\n\t", "\n"));
  ASSERT_TRUE(document.ok());
  int told = 0;
  for (const budget::ReadingProblem& problem : document->problems) {
    if (problem.table == budget::TableKind::kNone) continue;
    EXPECT_EQ(problem.id, "reader.cells_unseparated") << problem.message.zh;
    ++told;
  }
  // Tables 8 and 9 say that they are empty.
  EXPECT_EQ(told, 8);
  EXPECT_EQ(document->tables.size(), 2u);
}

}  // namespace
}  // namespace yuheng::ingestion
