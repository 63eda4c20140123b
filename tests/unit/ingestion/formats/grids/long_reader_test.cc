// csv files that state one figure a row.
#include "services/ingestion/formats/csv/long_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

TEST(LongReader, WhatParsePrints_ReadsBackTheSame) {
  const auto published = Read(Sample());
  ASSERT_TRUE(published.ok());
  std::string csv = "file,address,value,printed,line\n";
  std::map<std::string, int64_t> expected;
  for (const budget::Fact& fact : budget::FactsOf(*published)) {
    absl::StrAppend(&csv, "a.txt,\"", fact.address, "\",",
                    budget::FormatDecimal(fact.value_micro), ",\"",
                    fact.printed, "\",", fact.location.line, "\n");
    if (absl::StartsWith(fact.address, "T")) {
      expected[fact.address] = fact.value_micro;
    }
  }
  const auto document = Read(csv, "a.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->problems.empty());
  std::map<std::string, int64_t> actual;
  for (const budget::Fact& fact : budget::FactsOf(*document)) {
    actual[fact.address] = fact.value_micro;
  }
  EXPECT_EQ(actual, expected);
}

TEST(LongReader, TableRowAndColumn_InAnyOrder) {
  const auto document = Read(
      "金额;栏目;科目编码;表号;部门;年度\n"
      "\"1,230\";合 计;206;3;测试局;2024\n"
      "9.5;project;206;表3;测试局;2024\n"
      "4;;in:cur;T1;测试局;2024\n"
      "3;一般公共预算;ex:206;4;测试局;2024\n",
      "a.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->problems.empty());
  EXPECT_EQ(document->department, "测试局");
  EXPECT_EQ(document->fiscal_year, 2024);
  EXPECT_EQ(At(*document, "T3:206:total"), "1230");
  EXPECT_EQ(At(*document, "T3:206:project"), "9.5");
  EXPECT_EQ(At(*document, "T3:206:basic"), "blank");
  EXPECT_EQ(At(*document, "T1:in:cur"), "4");
  EXPECT_EQ(At(*document, "T4:ex:206:gen"), "3");
  EXPECT_EQ(budget::FactsOf(*document).back().location.reference, "'a.csv'!A5");
}

TEST(LongReader, WhatIsNoCell_IsTold) {
  const auto document = Read(
      "address,value,note\nT3:206:total,30,a\nT3:206:total,31,b\n"
      "T3:206:extra,1,c\nT3:206:basic,many,d\nT12:1:total,5,e\nN5:x,3,f\n",
      "a.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:206:basic"), "unreadable");
  ASSERT_EQ(document->problems.size(), 4u);
  EXPECT_EQ(document->problems[0].id, "reader.long_twice");
  EXPECT_EQ(document->problems[0].location.reference, "'a.csv'!3");
  EXPECT_EQ(document->problems[1].id, "reader.long_address");
  EXPECT_EQ(document->problems[2].id, "reader.amount_unreadable");
  EXPECT_EQ(document->problems[2].location.reference, "'a.csv'!B5");
  EXPECT_EQ(document->problems[3].id, "reader.long_address");
}

TEST(LongReader, RowsOfOthers_AreToldAndNotRead) {
  const auto document = Read(
      "address,value,部门,年度\nT3:206:total,30,甲局,2025\n"
      "T3:206:basic,20,甲局,2026\nT3:206:project,10,乙局,2025\n"
      "T3:209:total,5,,2025年\n",
      "a.csv");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->department, "甲局");
  EXPECT_EQ(document->fiscal_year, 2025);
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:206:basic"), "blank");
  EXPECT_EQ(At(*document, "T3:206:project"), "blank");
  EXPECT_EQ(At(*document, "T3:209:total"), "5");
  ASSERT_EQ(document->problems.size(), 2u);
  EXPECT_EQ(document->problems[0].id, "reader.long_year");
  EXPECT_EQ(document->problems[0].location.reference, "'a.csv'!D3");
  EXPECT_EQ(document->problems[1].id, "reader.long_department");
  EXPECT_EQ(document->problems[1].location.reference, "'a.csv'!C4");
}

TEST(LongReader, OtherAddresses_AreTold) {
  for (const char* address :
       {"t3:209:total", "表3:210:total", "", "3:209:total", "N:x", "Nx:y", "P",
        "G2:x", "总计"}) {
    const auto document =
        Read(absl::StrCat("address,value,x\nT3:206:total,30,\n", address,
                          ",5,\nN11a:total,1,\nP2:fund,1,\nG:staff,1,\n"),
             "a.csv");
    ASSERT_TRUE(document.ok()) << document.status();
    ASSERT_EQ(document->problems.size(), 1u) << address;
    EXPECT_EQ(document->problems[0].id, "reader.long_address");
    EXPECT_EQ(document->problems[0].location.reference, "'a.csv'!3");
  }
}

TEST(LongReader, NoTable_IsRefused) {
  EXPECT_EQ(
      rpc::ReasonOf(
          Read("address,value,x\nN1:a,1,2\nN1:b,1,2\n", "a.csv").status()),
      rpc::Reason::kDocumentNotABudget);
}

}  // namespace
}  // namespace yuheng::ingestion
