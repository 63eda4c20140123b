// csv files, archives of them, and what is in an archive beside them.
#include "services/ingestion/formats/csv/csv_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "tests/support/csv_text.h"
#include "tests/support/form_grid.h"
#include "tests/support/workbook_twin.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using rpc::Reason;
using testing::Csv;
using testing::Grid;
using testing::Zip;

const Grid& Table3Rows() {
  static const auto* const rows = new Grid(testing::Table3Grid(
      {{"206", "", "", "科学技术支出", "1,230", "1,220.50", "9.5"},
       {"206", "1", "", "科学技术\n管理事务", "1,230", "1,220.50", "9.5"},
       {"206", "1", "1", "行政运行", "1,220.5", "1,220.5", ""},
       {"206", "1", "2", "一般\"行政\"管理事务", "9.5", "", "9.5"},
       {"", "", "", "合计", "1,230", "1,220.50", "9.5"}}));
  return *rows;
}

void ExpectTable3(const absl::StatusOr<Document>& document) {
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "1230");
  EXPECT_EQ(At(*document, "T3:20601:basic"), "1220.5");
  EXPECT_EQ(At(*document, "T3:2060101:project"), "blank");
  EXPECT_EQ(At(*document, "T3:2060102:project"), "9.5");
  EXPECT_EQ(At(*document, "T3:ALL:total"), "1230");
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

// Addresses and values of the ten tables.
std::map<std::string, int64_t> FactsOfTables(const Document& document) {
  std::map<std::string, int64_t> facts;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (absl::StartsWith(fact.address, "T")) {
      facts[fact.address] = fact.value_micro;
    }
  }
  return facts;
}

TEST(CsvReader, Table_IsReadWithItsReferences) {
  const auto document = Read(Csv(Table3Rows()), "b/支出.csv");
  ExpectTable3(document);
  EXPECT_EQ(document->tables.at(0).rows.at(1).name, "科学技术管理事务");
  EXPECT_EQ(document->tables.at(0).rows.at(3).name, "一般\"行政\"管理事务");
  EXPECT_EQ(document->tables.at(0).prepared_by, "测试局");
  // As a spreadsheet shows the file: a cell of two lines is one row.
  EXPECT_EQ(ReferenceAt(*document, "T3:ALL:project"), "'支出.csv'!G10");
  EXPECT_EQ(document->source.encoding, "UTF-8");
}

TEST(CsvReader, Separators_AreFound) {
  for (const char separator : {',', ';', '\t'}) {
    ExpectTable3(Read(Csv(Table3Rows(), separator), "表3.csv"));
  }
  // By its content alone.
  for (const char separator : {',', ';'}) {
    ExpectTable3(Read(Csv(Table3Rows(), separator), "a.txt"));
    ExpectTable3(Read(Csv(Table3Rows(), separator), "-"));
  }
}

TEST(CsvReader, LineEnds_OfAnyKind) {
  for (const char* end : {"\n", "\r", "\r\n"}) {
    ExpectTable3(Read(Replace(Csv(Table3Rows()), "\r\n", end), "表3.csv"));
  }
}

TEST(CsvReader, Encodings_AreFound) {
  const std::string csv = Csv(Table3Rows());
  const auto marked = Read("\xEF\xBB\xBF" + csv, "a.csv");
  ExpectTable3(marked);
  EXPECT_EQ(marked->source.encoding, "UTF-8-BOM");
  const std::string small =
      ReadFile("tests/unit/ingestion/formats/testdata/table3-gb18030.csv");
  const auto converted = Read(small, "a.csv");
  ASSERT_TRUE(converted.ok()) << converted.status();
  EXPECT_EQ(converted->source.encoding, "GB18030");
  EXPECT_EQ(At(*converted, "T3:206:total"), "30");
}

TEST(CsvReader, NumbersKeptAsTexts_AreBare) {
  Grid rows = testing::Table3Grid(
      {{"=\"206\"", "", "", "科学技术支出", "(1.5)", "=\"-1.5\"", ""},
       {"'206", "=\"01\"", "", "科学技术管理事务", "(1.5)", "-1.5", ""},
       {"206", "=\"01\"", "'02", "行政运行", "（1.5）", "-1.5", "-"},
       {"合计", "", "", "", "-1.5", "-1.5", "0"}});
  const auto document = Read(Csv(rows), "a.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->problems.empty());
  EXPECT_EQ(At(*document, "T3:206:total"), "-1.5");
  EXPECT_EQ(At(*document, "T3:20601:basic"), "-1.5");
  EXPECT_EQ(At(*document, "T3:2060102:total"), "-1.5");
}

TEST(CsvReader, FileNames_AreTitles) {
  Grid rows = Table3Rows();
  rows.erase(rows.begin(), rows.begin() + 2);
  for (const char* name : {"部门支出总体情况表.csv", "3-部门支出总表.csv",
                           "x/表3部门支出总表.CSV"}) {
    ExpectTable3(Read(Csv(rows), name));
  }
  // The number alone is told.
  for (const char* name : {"表3.csv", "T03.csv", "t3.csv", "公开03表.csv"}) {
    const auto document = Read(Csv(rows), name);
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_EQ(At(*document, "T3:206:total"), "1230") << name;
    EXPECT_EQ(ProblemAt(*document, "reader.title_missing"), name);
    EXPECT_EQ(ReferenceAt(*document, "T3:206:total"),
              absl::StrCat("'", name, "'!E4"));
  }
}

TEST(CsvReader, ThousandsWithoutQuotes_AreNotGuessed) {
  std::string csv = Csv(Table3Rows());
  csv = Replace(csv, "\"1,230\",\"1,220.50\",9.5", "1,230,1,220.50,9.5");
  const auto document = Read(csv, "表3.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_NE(At(*document, "T3:206:total"), "1");
  EXPECT_FALSE(document->problems.empty());
}

TEST(CsvReader, QuotesOfTheText_AreCharacters) {
  std::string csv = Csv(Table3Rows());
  csv = Replace(csv, "行政运行", "\"行政\"运行");
  const auto document = Read(csv, "表3.csv");
  ExpectTable3(document);
  EXPECT_EQ(document->tables.at(0).rows.at(2).name, "\"行政\"运行");
}

// A second, where every quote is looked for to the end is minutes.
TEST(CsvReader, QuotesThatNeverEnd_AreLookedForNearby) {
  for (const char* cell : {"\"a,", "\"\"\",", "\"a\n,,", "a,\"", "\"\"a,"}) {
    std::string csv = "a,b,c\na,b,c\na,b,c\n";
    for (int i = 0; i < 200'000; ++i) {
      csv += cell;
      if (i % 200 == 0) csv += "\n";
    }
    EXPECT_FALSE(Read(csv, "a.csv").ok());
  }
}

TEST(CsvReader, OtherTexts_AreNoCsv) {
  EXPECT_FALSE(LooksLikeCsv(Sample(), "a.txt"));
  EXPECT_FALSE(
      LooksLikeCsv("一、本年收入,增加,3%。\n二、支出,减少,2%。\n", "a.txt"));
  EXPECT_FALSE(LooksLikeCsv("a\tb\tc\na\tb\tc\n", "a.txt"));
  EXPECT_TRUE(LooksLikeCsv("a\tb\tc\na\tb\tc\n", "a.tsv"));
}

TEST(CsvReader, NothingInIt_IsEmpty) {
  EXPECT_EQ(rpc::ReasonOf(Read(",,\n,,\n", "a.csv").status()),
            Reason::kDocumentEmpty);
}

TEST(CsvReader, TooManyRows_AreToldAsSuch) {
  const auto document = Read(
      "a,b,c\nd,e,f\n" + std::string(budget::kSheetRowsMax, '\n'), "a.csv");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(rpc::ReasonOf(document.status()), rpc::Reason::kDocumentTooLarge);
  EXPECT_TRUE(absl::StrContains(document.status().message(), "1048576"));
}

TEST(CsvReader, Limits_AreToldWithTheCell) {
  std::string wide = "表3,,\n1,2,3\n1,2,3\n";
  wide += std::string(300, ',') + "1\n";
  const auto document = Read(wide, "a.csv");
  EXPECT_EQ(rpc::ReasonOf(document.status()), Reason::kDocumentTooLarge);
  EXPECT_TRUE(
      absl::StrContains(rpc::DetailsOf(document.status()).en, "'a.csv'!KO4"));
}

// The ten tables of the real disclosure, a file each.
std::vector<std::pair<std::string, std::string>> PublishedFiles(
    const Document& published) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const budget::Table& table : published.tables) {
    const auto& shape = budget::StandardForm().Table(table.kind);
    Grid rows = {
        {absl::StrCat("编制部门：", published.department), "单位：万元"}};
    const auto grid = testing::FormGridOf(budget::StandardForm(), table);
    rows.insert(rows.end(), grid.rows.begin(), grid.rows.end());
    if (!table.nil_statement.empty()) rows.push_back({table.nil_statement});
    files.emplace_back(absl::StrCat(shape.number, ".", shape.title, ".csv"),
                       Csv(rows));
  }
  return files;
}

TEST(FileArchive, AFileATable_SaysTheSame) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  auto files = PublishedFiles(*published);
  files.emplace_back("__MACOSX/._1.csv", "x");
  files.emplace_back(".DS_Store", "x");
  files.emplace_back("folder/", "");
  const auto document = Read(Zip(files), "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->tables.size(), 10u);
  EXPECT_EQ(FactsOfTables(*document), FactsOfTables(*published));
  EXPECT_EQ(document->department, published->department);
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

TEST(FileArchive, AllTablesInOneFile_SayTheSame) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  std::string all;
  for (const budget::Table& table : published->tables) {
    Grid rows = {{budget::StandardForm().Table(table.kind).title},
                 {"单位：万元"}};
    const auto grid = testing::FormGridOf(budget::StandardForm(), table);
    rows.insert(rows.end(), grid.rows.begin(), grid.rows.end());
    if (!table.nil_statement.empty()) rows.push_back({table.nil_statement});
    absl::StrAppend(&all, Csv(rows), "\r\n");
  }
  const auto document = Read(all, "all.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(FactsOfTables(*document), FactsOfTables(*published));
}

TEST(FileArchive, WordsBesideTables_AreRead) {
  const auto document =
      Read(Zip({{"表3 部门支出总体情况表.csv", Csv(Table3Rows())},
                {"说明.txt",
                 "第三部分 2023年部门预算情况说明\n一、关于收支情况的总体说明\n"
                 "测试局2023年收支总预算1230万元。\n"}}),
           "a.zip");
  ExpectTable3(document);
  EXPECT_EQ(document->fiscal_year, 2023);
  ASSERT_FALSE(document->sentences.empty());
  EXPECT_EQ(document->source.Locate(document->sentences.back().line).reference,
            "'说明.txt'!3");
}

TEST(FileArchive, OtherFiles_AreToldAndLeftOut) {
  const auto document =
      Read(Zip({{"表3 部门支出总体情况表.csv", Csv(Table3Rows())},
                {"盖章.jpg", "\xFF\xD8\xFF"},
                {"空.csv", " "}}),
           "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "1230");
  EXPECT_EQ(ProblemAt(*document, "reader.archive_left_out"), "盖章.jpg");
  EXPECT_EQ(ProblemAt(*document, "reader.archive_unreadable"), "空.csv");
  EXPECT_EQ(document->problems.size(), 2u);
}

TEST(FileArchive, NamesOfWindows_AreRead) {
  // 表3.csv in GBK, the name not marked as UTF-8.
  Grid rows = Table3Rows();
  rows.erase(rows.begin(), rows.begin() + 2);
  std::string zip =
      Zip({{"xx3.csv", Csv(rows)}, {"xx4.csv", "a"}}, /*stored=*/true);
  zip = Replace(zip, "xx", "\xB1\xED");
  const auto document = Read(zip, "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "'表3.csv'!E4");
}

TEST(FileArchive, OneDocument_IsRead) {
  const std::string workbook = testing::WorkbookTwin(Sample());
  const auto expected = Read(workbook, "a.xlsx");
  const auto document = Read(Zip({{"x/预算.xlsx", workbook}}), "a.zip");
  ASSERT_TRUE(expected.ok());
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(FactsOfTables(*document), FactsOfTables(*expected));
  EXPECT_EQ(document->source.name, "a.zip");
  const auto text = Read(Zip({{"a.txt", Sample()}}), "a.zip");
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->source.encoding, "UTF-8");
}

TEST(FileArchive, ArchivesInArchives_AreRefused) {
  const std::string once = Zip({{"表3.csv", Csv(Table3Rows())}});
  EXPECT_TRUE(Read(Zip({{"a.zip", once}}), "b.zip").ok());
  EXPECT_EQ(
      rpc::ReasonOf(
          Read(Zip({{"b.zip", Zip({{"a.zip", once}})}}), "c.zip").status()),
      Reason::kDocumentBinary);
}

TEST(FileArchive, SeveralDocuments_AreRefusedWithAdvice) {
  const std::string workbook = testing::WorkbookTwin(Sample());
  const auto document =
      Read(Zip({{"a.xlsx", workbook}, {"b.xlsx", workbook}}), "a.zip");
  EXPECT_EQ(rpc::ReasonOf(document.status()), Reason::kDocumentBinary);
  EXPECT_TRUE(absl::StrContains(rpc::DetailsOf(document.status()).zh,
                                "“a.xlsx”和“b.xlsx”都有表1"));
}

}  // namespace
}  // namespace yuheng::ingestion
