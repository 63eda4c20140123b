#include "services/validation/evaluation/diagnosis/unit_slip.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"

namespace yuheng::validation {
namespace {

using budget::TableKind;

// The right document; its tables and texts are those of a real disclosure.
budget::Document RightDocument() {
  std::ifstream file(std::string(YUHENG_SOURCE_DIR) +
                     "/deploy/samples/changji-keji-2023-corrected.txt");
  std::stringstream text;
  text << file.rdbuf();
  auto document = ingestion::ReadDocument(budget::StandardForm(), text.str(),
                                          {.file_name = "a.txt"});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

// Reads the figures of the table as another unit's.
void PrintUnit(TableKind kind, int64_t unit_fen, budget::Document* document) {
  for (budget::Table& table : document->tables) {
    if (table.kind != kind) continue;
    for (budget::Row& row : table.rows) {
      for (budget::Cell& cell : row.cells) {
        cell.amount_fen = cell.amount_fen * unit_fen / table.unit_fen;
      }
    }
    table.precision_fen = table.precision_fen * unit_fen / table.unit_fen;
    table.unit_fen = unit_fen;
  }
}

std::vector<std::string> CausesOf(const Checked& checked) {
  std::vector<std::string> causes;
  for (const FindingGroup& group : checked.summary.groups) {
    causes.push_back(group.cause.zh);
  }
  return causes;
}

TEST(UnitSlip, OneTable_IsTheOnlyCause) {
  budget::Document document = RightDocument();
  PrintUnit(TableKind::kT4, budget::kFenPerYuan, &document);
  const Checked checked = CheckDocument(document);
  EXPECT_GE(checked.Failures().size(), 5u);
  ASSERT_EQ(CausesOf(checked),
            (std::vector<std::string>{"表4 的金额单位印为元，疑应为万元"}));
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(group.culprit->address, "T4");
  EXPECT_GT(group.culprit->location.line, 0);
  EXPECT_NE(group.reason.zh.find("N-10"), std::string::npos) << group.reason.zh;
  EXPECT_EQ(group.findings.size(), checked.Failures().size());
}

TEST(UnitSlip, TwoTablesAndOtherUnits_AreToldApart) {
  budget::Document document = RightDocument();
  PrintUnit(TableKind::kT4, budget::kFenPerYuan, &document);
  PrintUnit(TableKind::kT6, 1'000 * budget::kFenPerYuan, &document);
  EXPECT_EQ(CausesOf(CheckDocument(document)),
            (std::vector<std::string>{"表4 的金额单位印为元，疑应为万元",
                                      "表6 的金额单位印为千元，疑应为万元"}));
}

TEST(UnitSlip, OneUnitTooLargeAndOneTooSmall_AreToldApart) {
  budget::Document document = testing::DocumentBuilder().Build();
  PrintUnit(TableKind::kT3, 10'000 * budget::kFenPerWanYuan, &document);
  PrintUnit(TableKind::kT5, budget::kFenPerYuan, &document);
  const std::vector<std::string> causes = CausesOf(CheckDocument(document));
  ASSERT_GE(causes.size(), 2u);
  EXPECT_EQ(std::set<std::string>(causes.begin(), causes.begin() + 2),
            (std::set<std::string>{"表3 的金额单位印为亿元，疑应为万元",
                                   "表5 的金额单位印为元，疑应为万元"}));
}

TEST(UnitSlip, AllTables_AgreeAmongThemselvesAndNotWithTheText) {
  budget::Document document = RightDocument();
  for (const budget::TableShape& shape : budget::StandardForm().tables) {
    PrintUnit(shape.kind, budget::kFenPerYuan, &document);
  }
  const std::vector<std::string> causes = CausesOf(CheckDocument(document));
  EXPECT_EQ(causes,
            (std::vector<std::string>{"表1、表2、表3、表4、表5、表6、表7、表10 "
                                      "的金额单位印为元，疑应为万元"}));
}

TEST(UnitSlip, AnotherErrorBeside_KeepsItsOwnCause) {
  budget::Document document = RightDocument();
  for (budget::Table& table : document.tables) {
    if (table.kind != TableKind::kT6) continue;
    for (budget::Row& row : table.rows) {
      if (row.code == "30101") row.cells[0].amount_fen += 9'000'000;
    }
  }
  PrintUnit(TableKind::kT4, budget::kFenPerYuan, &document);
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 2u);
  EXPECT_EQ(checked.summary.groups[0].culprit->address, "T4");
  EXPECT_EQ(checked.summary.groups[1].culprit->address, "T6:30101:total");
}

TEST(UnitSlip, SlipOfTheTextBeside_IsNoneOfTheTables) {
  budget::Document document = RightDocument();
  PrintUnit(TableKind::kT6, budget::kFenPerYuan, &document);
  for (budget::Claim& claim : document.claims) {
    if (claim.address != "N10:car_run:reason") continue;
    claim.printed = "2023年公务用车运行费安排4.3元";
  }
  const Checked checked = CheckDocument(document);
  ASSERT_GE(checked.summary.groups.size(), 2u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(group.culprit->address, "T6");
  EXPECT_EQ(checked.RulesOf(group).find("N-42"), std::string::npos);
  EXPECT_FALSE(checked.Of("N-42").empty());
}

TEST(UnitSlip, OneFigureOutByAPowerOfTen_IsNoUnit) {
  budget::Document document = RightDocument();
  for (budget::Table& table : document.tables) {
    if (table.kind != TableKind::kT4) continue;
    for (budget::Row& row : table.rows) {
      if (row.code == "gen") row.cells[0].amount_fen /= 10'000;
    }
  }
  const Checked checked = CheckDocument(document);
  ASSERT_FALSE(checked.summary.groups.empty());
  EXPECT_EQ(checked.summary.groups[0].culprit->address, "T4:in:gen");
}

}  // namespace
}  // namespace yuheng::validation
