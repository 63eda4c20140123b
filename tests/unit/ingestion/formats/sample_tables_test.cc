// The ten tables of the published disclosure, against a list that was written
// by reading the document.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "services/budget/address.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

std::map<std::string, std::string> Transcription() {
  std::istringstream lines(
      ReadFile("tests/unit/ingestion/formats/testdata/"
               "changji-keji-2023-tables.csv"));
  std::map<std::string, std::string> values;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const size_t comma = line.rfind(',');
    values[line.substr(0, comma)] = line.substr(comma + 1);
  }
  return values;
}

std::map<std::string, std::string> ReadFigures(
    const budget::Document& document) {
  std::map<std::string, std::string> values;
  for (const budget::Table& table : document.tables) {
    const auto& shape = budget::StandardForm().Table(table.kind);
    for (const budget::Row& row : table.rows) {
      for (size_t i = 0; i < row.cells.size(); ++i) {
        if (!row.cells[i].stated()) continue;
        values[budget::AddressOf(shape, row, static_cast<int>(i))] =
            budget::FormatDecimal(row.cells[i].amount_fen);
      }
    }
  }
  return values;
}

// Rewritten layouts must carry the same figures.
void ExpectAllFigures(const std::string& text) {
  const auto document = Read(text);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ReadFigures(*document), Transcription());
  EXPECT_EQ(document->tables.size(), 10u);
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.id << " line " << problem.location.line << ": "
                  << problem.message.en;
  }
}

TEST(SampleTables, Read_EveryFigureOfTheDisclosure_IsAtItsAddress) {
  const auto expected = Transcription();
  ASSERT_EQ(expected.size(), 191u);
  ExpectAllFigures(Sample());
}

TEST(SampleTables, Read_Identity_IsFound) {
  const auto document = Read(Sample(), "/tmp/x/keji.txt");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->department, "昌吉州科技局");
  EXPECT_EQ(document->fiscal_year, 2023);
  EXPECT_EQ(document->kind, budget::DocumentKind::kDepartmentBudget);
  EXPECT_EQ(document->role, budget::DocumentRole::kDepartment);
  EXPECT_EQ(document->source.name, "keji.txt");
  EXPECT_EQ(document->source.encoding, "UTF-8");
  EXPECT_EQ(document->source.sha256.size(), 64u);
}

TEST(SampleTables, Read_TableHeads_AreRead) {
  const auto document = Read(Sample());
  ASSERT_TRUE(document.ok());
  int number = 0;
  for (const budget::Table& table : document->tables) {
    EXPECT_EQ(static_cast<int>(table.kind), ++number);
    EXPECT_EQ(table.printed_number, number);
    EXPECT_EQ(table.prepared_by, "昌吉州科技局");
    EXPECT_EQ(table.unit_fen, 1'000'000);
    EXPECT_EQ(table.precision_fen, 10'000);
  }
  EXPECT_EQ(document->tables[0].title, "部门收支总体情况表");
}

TEST(SampleTables, Read_RowCounts_LeaveFillersOut) {
  const auto document = Read(Sample());
  ASSERT_TRUE(document.ok());
  const size_t expected[] = {57, 11, 11, 36, 7, 31, 6, 1, 1, 6};
  for (size_t i = 0; i < document->tables.size(); ++i) {
    EXPECT_EQ(document->tables[i].rows.size(), expected[i]) << "T" << i + 1;
  }
}

TEST(SampleTables, Read_EmptyTables_AreDeclaredNil) {
  const auto document = Read(Sample());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T8:ALL:total"), "nil");
  EXPECT_EQ(At(*document, "T9:ALL:project"), "nil");
  EXPECT_TRUE(absl::StrContains(document->tables[7].nil_statement, "为空表"));
  EXPECT_GT(document->tables[7].nil_statement_line, document->tables[7].line);
}

TEST(SampleTables, Read_CellLines_ArePointingAtTheFigure) {
  const std::string text = Sample();
  const auto document = Read(text);
  ASSERT_TRUE(document.ok());
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  size_t seen = 0;
  for (const budget::Table& table : document->tables) {
    for (const budget::Row& row : table.rows) {
      for (const budget::Cell& cell : row.cells) {
        if (!cell.stated()) continue;
        ++seen;
        EXPECT_TRUE(
            absl::StrContains(lines[cell.location.line - 1], cell.printed))
            << cell.location.line;
      }
    }
  }
  EXPECT_EQ(seen, 191u);
}

TEST(SampleTables, Read_Headings_AreInDocumentOrder) {
  const auto document = Read(Sample());
  ASSERT_TRUE(document.ok());
  std::vector<std::string> keys;
  for (const budget::Heading& heading : document->headings) {
    if (heading.key[0] == 'p' && heading.key != "profile") {
      keys.push_back(heading.key);
    }
    if (heading.key[0] == 'T') keys.push_back(heading.key);
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"part1", "part2", "T1", "T2", "T3",
                                            "T4", "T5", "T6", "T7", "T8", "T9",
                                            "T10", "part3", "part4"}));
}

TEST(SampleTables, Read_CarriageReturns_ChangeNothing) {
  ExpectAllFigures(Replace(Sample(), "\n", "\r\n"));
  ExpectAllFigures(Replace(Sample(), "\n", "\r"));
}

TEST(SampleTables, Read_MoreEmptyLines_ChangeNothing) {
  ExpectAllFigures(Replace(Sample(), "\n\n", "\n\n\n"));
}

TEST(SampleTables, Read_NoEmptyLineBetweenCells_ChangesNothing) {
  // Empty lines that stand between two cells are taken out.
  std::string text;
  std::string pending;
  bool after_cell = false;
  std::istringstream in(Sample());
  for (std::string line; std::getline(in, line);) {
    if (after_cell && line.empty()) {
      pending += "\n";
      continue;
    }
    const bool cell = !line.empty() && line[0] == '\t';
    if (!cell) text += pending;
    pending.clear();
    after_cell = cell;
    text += line + "\n";
  }
  ExpectAllFigures(text);
}

TEST(SampleTables, Read_UnitForDepartment_IsAUnitsDocument) {
  std::string text = Replace(Sample(), "部门收", "单位收");
  text = Replace(text, "部门支出", "单位支出");
  text = Replace(text, "编制部门", "编制单位");
  text = Replace(text, "部门预算", "单位预算");
  ExpectAllFigures(text);
  EXPECT_EQ(Read(text)->role, budget::DocumentRole::kUnit);
  EXPECT_EQ(Read(text)->department, "昌吉州科技局");
}

TEST(SampleTables, Read_NumberVariants_ChangeNothing) {
  std::string text = Sample();
  for (int n = 1; n <= 10; ++n) {
    const std::string number = std::to_string(n);
    text = Replace(text, "表" + number + "\n", "表 " + number + "：\n");
  }
  ExpectAllFigures(text);
}

TEST(SampleTables, Read_TitlesOnly_AreEnough) {
  std::string text = Sample();
  for (int n = 1; n <= 8; ++n) {
    text = Replace(text, "\n表" + std::to_string(n) + "\n", "\n\n");
  }
  ExpectAllFigures(text);
}

TEST(SampleTables, Read_TablesLast_AreFoundAllTheSame) {
  const std::string text = Sample();
  const size_t tables = text.find("第二部分");
  const size_t narrative = text.find("第三部分");
  ASSERT_NE(tables, std::string::npos);
  ASSERT_NE(narrative, std::string::npos);
  ExpectAllFigures(text.substr(0, tables) + text.substr(narrative) + "\n" +
                   text.substr(tables, narrative - tables));
}

TEST(SampleTables, Read_TableOfContents_IsNoTable) {
  ExpectAllFigures(
      "昌吉州科技局2023年部门预算公开\n\n目录\n\n第一部分 概况\n第二部分 "
      "2023年部门预算公开表\n一、部门收支总体情况表\n二、部门收入总体情况表\n"
      "第三部分 2023年部门预算情况说明\n第四部分 名词解释\n\n" +
      Sample());
}

TEST(SampleTables, Read_CutAnywhere_NeverFailsWithoutReason) {
  const std::string text = Sample();
  for (size_t size = 0; size < text.size(); size += 997) {
    const auto document = Read(text.substr(0, size));
    if (!document.ok()) continue;
    for (const auto& [address, value] : ReadFigures(*document)) {
      EXPECT_FALSE(address.empty());
    }
  }
}

}  // namespace
}  // namespace yuheng::ingestion
