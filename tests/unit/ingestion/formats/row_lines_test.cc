// Tables as spreadsheets write them, one row a line, say the same as the
// published text, one cell a line.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/text.h"
#include "tests/unit/ingestion/formats/document_message.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// The canonical document without its places.
std::string Canonical(const std::string& text) {
  const auto document = Read(text);
  return document.ok() ? WithoutPlaces(*document)
                       : document.status().ToString();
}

// The published text; the paragraphs inside three of its cells are joined, as
// an empty line inside a cell and between rows is the same to LineTables.
const std::string& Published() {
  static const std::string* const text = new std::string(Replace(
      Replace(Replace(Sample(), "基金预算拨款\n\n\t", "基金预算拨款\n\t"),
              "\t科目\n\n名称", "\t科目名称"),
      "公务用车购置及运行费\n\n（小计）", "公务用车购置及运行费（小计）"));
  return *text;
}

// The first line in which the document of `text` differs from the published
// one; empty when they say the same.
std::string DifferenceIn(const std::string& text) {
  static const std::vector<std::string>* const published =
      new std::vector<std::string>(
          absl::StrSplit(Canonical(Published()), '\n'));
  const std::vector<std::string> lines = absl::StrSplit(Canonical(text), '\n');
  for (size_t i = 0; i < std::max(lines.size(), published->size()); ++i) {
    const std::string expected = i < published->size() ? (*published)[i] : "";
    const std::string actual = i < lines.size() ? lines[i] : "";
    if (actual == expected) continue;
    return absl::StrCat(i, ": ", actual, " and not ", expected);
  }
  return "";
}

// How a table is exported.
struct Export {
  const char* before = "";  // In front of each row.
  std::string between = "\t";
  bool trimmed = false;  // No TABs at the end of a row.
  // Rows stand in lines below each other, without an empty one between them.
  bool dense = false;
};

// The published text with the rows of the tables, and of the performance
// sheets for table 11, in one line each.
std::string InLines(const std::set<int>& tables, const Export& how) {
  std::vector<std::string> out;
  std::vector<std::string> cells;
  int table = 0;
  const auto flush = [&] {
    if (cells.empty()) return false;
    std::string row = absl::StrJoin(cells, how.between);
    while (how.trimmed && absl::EndsWith(row, "\t")) row.pop_back();
    out.push_back(how.before + row);
    cells.clear();
    return true;
  };
  for (const absl::string_view line : absl::StrSplit(Published(), '\n')) {
    const std::string bare = budget::RemoveBlanks(line);
    if (absl::StartsWith(bare, "表") && bare.size() <= 5) {
      table = std::stoi(bare.substr(3));
    }
    if (absl::StartsWith(bare, "第三部分")) table = 11;
    if (absl::StartsWith(bare, "第四部分")) table = 0;
    const bool changes = tables.count(table) > 0;
    if (changes && absl::StartsWith(line, "\t")) {
      cells.emplace_back(line.substr(1));
      continue;
    }
    if (flush() && how.dense && line.empty()) continue;
    out.emplace_back(line);
  }
  flush();
  return absl::StrJoin(out, "\n");
}

const std::set<int> kAll = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

const Export kExports[] = {
    {.before = ""},
    {.before = "", .trimmed = true},
    {.before = "", .dense = true},
    {.before = "", .trimmed = true, .dense = true},
    {.before = "\t"},
    {.before = "\t", .trimmed = true},
    {.before = "\t", .dense = true},
    {.before = "\t", .trimmed = true, .dense = true},
};

TEST(RowLines, JoinedParagraphs_AreRead) {
  EXPECT_EQ(Read(Published())->tables.size(), 10u);
  EXPECT_TRUE(Read(Published())->problems.empty());
}

TEST(RowLines, OneTable_SaysTheSame) {
  for (const int table : kAll) {
    for (const Export& how : kExports) {
      EXPECT_EQ(DifferenceIn(InLines({table}, how)), "")
          << "table " << table << " before '" << how.before << "' trimmed "
          << how.trimmed << " dense " << how.dense;
    }
  }
}

TEST(RowLines, AllTables_SayTheSame) {
  for (const Export& how : kExports) {
    EXPECT_EQ(DifferenceIn(InLines(kAll, how)), "")
        << "before '" << how.before << "' trimmed " << how.trimmed << " dense "
        << how.dense;
  }
}

TEST(RowLines, PerformanceSheets_SayTheSame) {
  for (const Export& how : kExports) {
    EXPECT_EQ(DifferenceIn(InLines({11}, how)), "")
        << "before '" << how.before << "' trimmed " << how.trimmed << " dense "
        << how.dense;
  }
}

TEST(RowLines, LineEndsAndMarks_ChangeNothing) {
  const std::string rows = InLines(kAll, {.trimmed = true});
  EXPECT_EQ(DifferenceIn(Replace(rows, "\n", "\r\n")), "");
  EXPECT_EQ(DifferenceIn("\xEF\xBB\xBF" + rows), "");
  for (const char* blank : {" ", "　", "\xC2\xA0", "\v"}) {
    EXPECT_EQ(DifferenceIn(
                  InLines(kAll, {.between = absl::StrCat(blank, "\t", blank)})),
              "")
        << blank;
  }
}

TEST(RowLines, CellsInQuotes_AreOneCell) {
  for (const char* end : {"\n", "\r\n"}) {
    std::string rows = InLines(kAll, {});
    rows = Replace(rows, "公务用车购置及运行费（小计）\t",
                   "\"公务用车购置及运行费\n（小计）\"\t");
    rows = Replace(rows, "科 目 编 码\t科目名称\t",
                   "科 目 编 码\t\"科目\n\n名称\"\t");
    rows = Replace(rows, "\t科学技术管理事务\t", "\t\"科学技术\n管理事务\"\t");
    EXPECT_EQ(DifferenceIn(Replace(rows, "\n", end)), "");
  }
  const auto document =
      Read(Table3("206\t\t\t\"科学\"\"技术\"\"\n支出\"\t30\t20\t10\n"
                  "207\t\t\t\"文化\"支出\t1\t1\t\n\t\t\t合计\t31\t21\t10\n"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.at(0).rows.at(0).name, "科学\"技术\"支出");
  EXPECT_EQ(document->tables.at(0).rows.at(1).name, "\"文化\"支出");
  EXPECT_EQ(document->tables.at(0).rows.at(1).line, 22);
  EXPECT_TRUE(document->problems.empty());
}

TEST(RowLines, LineEndInsideACell_IsPartOfTheRow) {
  std::string rows = InLines(kAll, {});
  rows = Replace(rows, "\t科学技术管理事务\t", "\t科学技术\n管理事务\t");
  EXPECT_EQ(DifferenceIn(rows), "");
}

TEST(RowLines, NumbersOfParagraphs_AreNoCells) {
  std::string text = Published();
  for (const char* number : {"一、", "二、", "（一）", "（二）", "1.", "2."}) {
    text = Replace(text, absl::StrCat("\n", number),
                   absl::StrCat("\n", number, "\t"));
  }
  EXPECT_EQ(Read(text)->problems.size(), 0u);
  EXPECT_EQ(Read(text)->tables.size(), 10u);
}

TEST(RowLines, ColumnsBetweenBlanks_AreReadWhereTheyCanBeTold) {
  const auto document =
      Read(Table3("206    科学技术支出        30    20    10\n"
                  "206  01    科 管理事务        30    20　　10\n"
                  "206  01  01  行政运行\n"
                  "206  01  02  事务        12    12\n"
                  "合  计        30    20    10\n") +
           "表1\n\n部门收支总体情况表\n\n单位：万元\n"
           "收  入        支  出\n项目    预算数    功能分类    预算数\n"
           "一、本年收入    30    201 一般公共服务支出\n"
           "5.单位资金    202 外交支出    3.5\n"
           "203 国防支出    2\n"
           "204 公共安全支出\n"
           "收  入  总  计    30    支  出  总  计    30\n");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:basic"), "20");
  EXPECT_EQ(At(*document, "T3:20601:project"), "10");
  EXPECT_EQ(At(*document, "T3:2060101:total"), "blank");
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
  EXPECT_EQ(At(*document, "T1:in:cur"), "30");
  EXPECT_EQ(At(*document, "T1:ex:201"), "blank");
  EXPECT_EQ(At(*document, "T1:in:unit"), "blank");
  EXPECT_EQ(At(*document, "T1:ex:202"), "3.5");
  EXPECT_EQ(At(*document, "T1:ex:203"), "2");
  EXPECT_EQ(At(*document, "T1:ex:204"), "blank");
  EXPECT_EQ(At(*document, "T1:ex:ALL"), "30");
  // Whether the second 12 is for basic or for projects is not told.
  EXPECT_EQ(At(*document, "T3:2060102:total"), "12");
  EXPECT_EQ(At(*document, "T3:2060102:basic"), "unreadable");
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(document->problems[0].id, "reader.row_incomplete");
}

TEST(RowLines, CellsInQuotes_MayHoldFigures) {
  const auto document =
      Read(Table3("206\t\t\t科学技术支出\t\"1,234.50\"\t\"1,200.50\"\t\"34\"\n"
                  "20601\t\t\t管理事务\t\"713.33\"\t\"0,713.33\"\t\n"
                  "\t\t\t合计\t\"1,234.50\"\t\"1,200.50\"\t34\n"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "1234.5");
  EXPECT_EQ(At(*document, "T3:206:project"), "34");
  EXPECT_EQ(At(*document, "T3:20601:total"), "713.33");
  EXPECT_EQ(At(*document, "T3:20601:basic"), "713.33");
  EXPECT_TRUE(document->problems.empty());
}

// The published text with a quote that opens a line in front of the table
// `next` and closes at the end of the line `lines` further on.
std::string WithQuote(const char* next, int lines) {
  std::vector<std::string> all = absl::StrSplit(Published(), '\n');
  const auto table = std::find(all.begin(), all.end(), next);
  *(table + lines) += '"';
  all.insert(table, "\"注：本表由财政局编制");
  return absl::StrJoin(all, "\n");
}

TEST(RowLines, QuoteOfTheText_TakesNoLinesIn) {
  for (const char* next : {"表3", "表4"}) {
    for (const int lines : {0, 1, 2, 3, 4, 5, 40}) {
      const auto document = Read(WithQuote(next, lines));
      ASSERT_TRUE(document.ok());
      EXPECT_EQ(document->tables.size(), 10u) << next << " " << lines;
    }
  }
  // Nor the cells of a row that ends its quote.
  std::string text = Published();
  const size_t row = text.find("\n\t206\n", text.find("\n表3\n"));
  text.insert(text.find('\n', text.find("科学技术支出", row)), "\"");
  text.insert(row, "\n\"注");
  const auto cells = Read(text);
  ASSERT_TRUE(cells.ok());
  EXPECT_EQ(At(*cells, "T3:206:total"), "713.33");
  EXPECT_EQ(At(*cells, "T3:ALL:total"), "713.33");
  text = Published();
  text = Replace(text, "\n表4\n", "\n\"注：本表由财政局编制\n表4\n");
  text = Replace(text, "\n表5\n", "\n完\"\n表5\n");
  const auto document = Read(text);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.size(), 10u);
  EXPECT_EQ(At(*document, "T4:in:ALL"), "483.53");
}

// A second, where every line looks ahead for the end of its quote is a minute.
TEST(RowLines, QuotesThatNeverEnd_AreLookedForNearby) {
  std::string lines;
  for (const char* end : {"\n", "\r"}) {
    lines.clear();
    for (int i = 0; i < 200'000; ++i) absl::StrAppend(&lines, "a\"\t\"", end);
    EXPECT_FALSE(Read(lines).ok());
    lines.clear();
    const std::string cell = "a\t\"" + std::string(400, 'b');
    for (int i = 0; i < 20'000; ++i) absl::StrAppend(&lines, cell, end);
    EXPECT_FALSE(Read(lines).ok());
  }
}

TEST(RowLines, CellsBeyondTheLimit_AreRefused) {
  const auto document =
      Read(Table3("206" + std::string(1'000'000, '\t') + "1\n"));
  EXPECT_TRUE(
      absl::StrContains(document.status().ToString(), "DOCUMENT_TOO_LARGE"));
}

}  // namespace
}  // namespace yuheng::ingestion
