// Texts of which an editor trimmed the blanks at line ends, so that blank cells
// in lines of their own are empty lines.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/unit/ingestion/formats/document_message.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

std::string Trimmed(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (std::string& line : lines) absl::StripTrailingAsciiWhitespace(&line);
  return absl::StrJoin(lines, "\n");
}

// With one empty line where there are several.
std::string Squeezed(const std::string& text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty() || lines.empty() || !lines.back().empty()) {
      lines.emplace_back(line);
    }
  }
  return absl::StrJoin(lines, "\n");
}

// The canonical document, the lines of it too.
std::string Canonical(const std::string& text) {
  const auto document = Read(text);
  if (!document.ok()) return document.status().ToString();
  return MessageOf(*document).DebugString();
}

TEST(TrimmedCells, BlankCells_AreCountedOut) {
  EXPECT_EQ(Canonical(Trimmed(Sample())), Canonical(Sample()));
  // Blanks of three bytes too.
  EXPECT_EQ(Canonical(Trimmed(Replace(Sample(), "　\n", "\n"))),
            Canonical(Sample()));
}

// Cells that hold a blank of three bytes are cells.
TEST(TrimmedCells, BlanksThatWereLeft_AreNoRowEnds) {
  const std::string text =
      Replace(Replace(Sample(), "\t\n", "\t　\n"), "\t30\n\t20\n", "\t30\n");
  EXPECT_EQ(Canonical(Trimmed(text)), Canonical(text));
  EXPECT_FALSE(HasProblem(*Read(Trimmed(text)), "reader.cells_lost"));
}

TEST(TrimmedCells, RowsThatCanNotBeCountedOut_AreTold) {
  const auto document = Read(Squeezed(Trimmed(Sample())));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->FindTable(budget::TableKind::kT3), nullptr);
  EXPECT_TRUE(HasProblem(*document, "reader.cells_lost"));
  int tables = 0;
  int sheets = 0;
  for (const budget::ReadingProblem& problem : document->problems) {
    tables += problem.id == "reader.cells_lost";
    sheets += problem.id == "reader.sheet_cells_lost";
    EXPECT_FALSE(absl::StrContains(problem.id, "incomplete")) << problem.id;
    EXPECT_NE(problem.location.line, 0);
  }
  // Tables 8 and 9 have nothing that could be lost.
  EXPECT_EQ(tables, 8);
  EXPECT_GT(sheets, 3);
  for (const budget::PerformanceSheet& sheet : document->sheets) {
    EXPECT_TRUE(sheet.total.stated()) << sheet.project;
  }
}

TEST(TrimmedCells, EmptyLineThatMayBeACell_IsNotGuessed) {
  const std::string total = "\n\n\n\t合计\n\t30\n\t20\n\t10\n\n";
  const auto read = [&](const std::string& row) {
    return Read("第二部分 2023年部门预算公开表\n" +
                Trimmed(Table3(row + total)));
  };
  // The name is one of two paragraphs.
  const auto told = read("\t206\n\n\n\t科学技术\n\n支出\n\t30\n\n\t10\n\n");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(At(*told, "T3:206:total"), "30");
  EXPECT_EQ(At(*told, "T3:206:basic"), "blank");
  EXPECT_EQ(At(*told, "T3:ALL:project"), "10");
  // One empty line too many: 30 is the total or of 基本支出.
  const auto document = read("\t206\n\n\n\t科学技术支出\n\n\t30\n\n\t10\n\n");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(HasProblem(*document, "reader.cells_lost"));
  EXPECT_TRUE(document->tables.empty());
}

TEST(TrimmedCells, OneShortRow_IsOnlyThat) {
  const auto document = Read(Trimmed(
      Table3(PrintRow({"206", "01", "01", "行政运行", "30"}) +
             PrintRow({"206", "01", "02", "事务", "30", "20", "10"}) +
             PrintRow({"206", "01", "03", "机关服务", "30", "20", "10"}))));
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(HasProblem(*document, "reader.row_incomplete"));
  EXPECT_FALSE(HasProblem(*document, "reader.cells_lost"));
}

}  // namespace
}  // namespace yuheng::ingestion
