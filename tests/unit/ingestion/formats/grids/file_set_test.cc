// A bureau's files as it keeps them: tables in Excel, words in Word.
#include "services/ingestion/formats/file_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/rpc/reason.h"
#include "tests/support/document_twins.h"
#include "tests/support/workbook_twin.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using testing::Zip;

// The tables of a published text, and what stands around them.
struct Halves {
  std::string tables;
  std::string words;
};

Halves HalvesOf(const std::string& text) {
  const size_t tables = text.find("\n第二部分") + 1;
  const size_t behind = text.find("\n第三部分") + 1;
  return {text.substr(tables, behind - tables),
          text.substr(0, tables) + text.substr(behind)};
}

// Every figure and statement, in no order.
std::multiset<std::string> SaidBy(const budget::Document& document) {
  std::multiset<std::string> said;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    said.insert(absl::StrCat(fact.address, " ", fact.value_micro));
  }
  for (const budget::TextFact& text : budget::TextsOf(document)) {
    said.insert(absl::StrCat(text.address, " ", text.text));
  }
  return said;
}

TEST(FileSet, TablesInExcelAndWordsInWord_AreOneDocument) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  const Halves halves = HalvesOf(Sample());
  const auto document =
      Read(Zip({{"科技局/公开表.xlsx", testing::WorkbookTwin(halves.tables)},
                {"科技局/说明.docx", testing::WordTwin(halves.words)}}),
           "科技局.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->department, published->department);
  EXPECT_EQ(document->fiscal_year, published->fiscal_year);
  EXPECT_EQ(SaidBy(*document), SaidBy(*published));
  EXPECT_EQ(document->sheets.size(), published->sheets.size());
  EXPECT_EQ(document->problems.size(), published->problems.size());
  // Places are those of each file, which they name.
  EXPECT_TRUE(absl::StartsWith(ReferenceAt(*document, "T1:in:ALL"),
                               "'科技局/公开表.xlsx/表1'!"))
      << ReferenceAt(*document, "T1:in:ALL");
  EXPECT_TRUE(absl::StartsWith(ReferenceAt(*document, "N1:total:amount"),
                               "'科技局/说明.docx'!paragraph["))
      << ReferenceAt(*document, "N1:total:amount");
}

TEST(FileSet, WordsOnAPage_AreReadToo) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  const Halves halves = HalvesOf(Sample());
  const auto document =
      Read(Zip({{"a.xlsx", testing::WorkbookTwin(halves.tables)},
                {"b.html", testing::WebTwin(halves.words)}}),
           "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(SaidBy(*document), SaidBy(*published));
}

// Sheets of two workbooks may have one name.
TEST(FileSet, SeveralWorkbooks_AreToldApart) {
  const std::string& text = Sample();
  const size_t tables = text.find("\n第二部分") + 1;
  const size_t middle = text.find("\n表3");
  ASSERT_NE(middle, std::string::npos);
  const size_t behind = text.find("\n第三部分") + 1;
  const auto document = Read(
      Zip({{"1.xlsx",
            testing::WorkbookTwin(text.substr(tables, middle + 1 - tables))},
           {"2.xlsx", testing::WorkbookTwin(
                          text.substr(middle + 1, behind - middle - 1))},
           {"3.docx",
            testing::WordTwin(text.substr(0, tables) + text.substr(behind))}}),
      "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  const auto published = Read(text);
  EXPECT_EQ(SaidBy(*document), SaidBy(*published));
  EXPECT_TRUE(absl::StartsWith(ReferenceAt(*document, "T1:in:ALL"), "'1.xlsx/"))
      << ReferenceAt(*document, "T1:in:ALL");
}

TEST(FileSet, SecondWords_AreToldAndLeftOut) {
  const Halves halves = HalvesOf(Sample());
  const auto document =
      Read(Zip({{"a.xlsx", testing::WorkbookTwin(halves.tables)},
                {"b.docx", testing::WordTwin(halves.words)},
                {"c.docx", testing::WordTwin("一、关于别的事\n")}}),
           "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(document->problems.front().id, "reader.archive_second_words");
  EXPECT_EQ(document->problems.front().location.reference, "c.docx");
}

TEST(FileSet, TextsAsPublished_HoldTablesToo) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  const Halves halves = HalvesOf(Sample());
  const auto document =
      Read(Zip({{"说明.txt", halves.words}, {"公开表.txt", halves.tables}}),
           "科技局.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(SaidBy(*document), SaidBy(*published));
  EXPECT_TRUE(
      absl::StartsWith(ReferenceAt(*document, "T1:in:ALL"), "'公开表.txt'!"))
      << ReferenceAt(*document, "T1:in:ALL");
}

TEST(FileSet, ATableInTwoFiles_IsTwoDocuments) {
  const std::string workbook = testing::WorkbookTwin(Sample());
  const testing::PackageEntries sets[] = {
      {{"a.txt", Sample()}, {"b.txt", Sample()}},
      {{"a.xlsx", workbook}, {"b.txt", Sample()}},
      {{"a.xlsx", workbook}, {"b.xlsx", workbook}}};
  for (const testing::PackageEntries& files : sets) {
    const absl::Status status = Read(Zip(files), "a.zip").status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kDocumentBinary);
    EXPECT_TRUE(absl::StrContains(status.message(), files.front().first) &&
                absl::StrContains(status.message(), files.back().first))
        << status;
  }
}

TEST(FileSet, WhatIsToldOfASheet_NamesTheFile) {
  const Halves halves = HalvesOf(Sample());
  const testing::SheetXml sheet = {
      .name = "表 3",
      .rows = testing::RowsOf(testing::Table3Grid({})),
      .before = "<cols><col min=\"7\" max=\"16384\" hidden=\"1\"/></cols>"};
  const std::string workbook = testing::WorkbookXml{.sheets = {sheet}}.Bytes();
  const auto document =
      Read(Zip({{"公开表.xlsx", workbook},
                {"说明.docx", testing::WordTwin(halves.words)}}),
           "科技局.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  const auto told = std::find_if(
      document->problems.begin(), document->problems.end(),
      [](const auto& each) { return each.id == "reader.sheet_rows_hidden"; });
  ASSERT_NE(told, document->problems.end());
  EXPECT_EQ(told->location.reference, "公开表.xlsx/表 3");
}

TEST(FileSet, ADamagedFile_IsToldBesideTheOthers) {
  const Halves halves = HalvesOf(Sample());
  const auto document =
      Read(Zip({{"a.xlsx", testing::WorkbookTwin(halves.tables)},
                {"b.docx", "PK\x03\x04 and then nothing"}}),
           "a.zip");
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(document->problems.front().id, "reader.archive_unreadable");
}

TEST(FileSet, NothingToRead_IsRefused) {
  const auto document = Read(Zip({{"a.jpg", "a"}, {"b.pdf", "b"}}), "a.zip");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(rpc::ReasonOf(document.status()), rpc::Reason::kDocumentBinary);
}

}  // namespace
}  // namespace yuheng::ingestion
