// Where the lines of a document stand, and how that is said.
#include "services/budget/document.h"

#include "gtest/gtest.h"
#include "services/budget/location_text.h"

namespace yuheng::budget {
namespace {

SourceFile Workbook() {
  SourceFile file;
  file.parts = {{"表1", 1, 2, 1},
                {"部门 '支出'", 10, 0, 1},
                {"部门 '支出'", 11, 1, 26},
                {"3月", 20, 1'048'570, 16'380}};
  return file;
}

std::string ReferenceAt(int line, int cell = 0) {
  return Workbook().Locate(line, cell).reference;
}

TEST(SourceFile, Locate_SaysSheetRowAndCell) {
  EXPECT_EQ(ReferenceAt(1), "表1!2");
  EXPECT_EQ(ReferenceAt(5), "表1!6");
  EXPECT_EQ(ReferenceAt(5, 4), "表1!D6");
  EXPECT_EQ(ReferenceAt(11, 1), "'部门 ''支出'''!Z1");
  EXPECT_EQ(ReferenceAt(12, 2), "'部门 ''支出'''!AA2");
  EXPECT_EQ(ReferenceAt(26, 5), "'3月'!XFD1048576");
  EXPECT_EQ(Workbook().Locate(5).line, 5);
}

TEST(SourceFile, Locate_NameThatIsALine_IsTheSheet) {
  EXPECT_EQ(ReferenceAt(10), "部门 '支出'");
}

TEST(SourceFile, Locate_OfATextAndOfNothing_HasNoReference) {
  EXPECT_EQ(SourceFile().Locate(7, 3), (SourceLocation{7, ""}));
  EXPECT_EQ(Workbook().Locate(0, 3), (SourceLocation{0, ""}));
}

TEST(SourceFile, Locate_SaysTableRowAndCell_OrParagraph) {
  SourceFile file;
  file.parts = {{"", 1, 1, 1, SourcePartKind::kParagraphs},
                {"3", 5, 7, 1, SourcePartKind::kTable},
                {"", 9, 2, 1, SourcePartKind::kParagraphs}};
  EXPECT_EQ(file.Locate(1).reference, "paragraph[1]");
  EXPECT_EQ(file.Locate(5, 2).reference, "table[3]/row[7]/cell[2]");
  EXPECT_EQ(file.Locate(6).reference, "table[3]/row[8]");
  EXPECT_EQ(file.Locate(9, 1).reference, "paragraph[2]");
}

TEST(LocationText, SaysPlacesInDocumentsInWords) {
  const Text cell = LocationText({5, "table[3]/row[7]/cell[2]"});
  EXPECT_EQ(cell.zh, "第3张表第7行第2格");
  EXPECT_EQ(cell.en, "table 3, row 7, cell 2");
  EXPECT_EQ(LocationText({5, "table[3]/row[7]"}).zh, "第3张表第7行");
  EXPECT_EQ(LocationText({5, "paragraph[12]"}).en, "paragraph 12");
  EXPECT_EQ(LocationText({5, "'说明.docx'!paragraph[12]"}).en,
            "'说明.docx' paragraph 12");
  EXPECT_EQ(LocationText({5, "'说明.docx'!table[3]/row[7]"}).zh,
            "'说明.docx' 第3张表第7行");
  // A sheet may be called so.
  for (const char* sheet : {"table", "table[]", "table[x]/row[1]", "table[1"}) {
    EXPECT_EQ(LocationText({5, sheet}).zh, sheet);
  }
}

TEST(LocationText, NamesTheLineOnlyOfAText) {
  EXPECT_EQ(LocationText({7, ""}).zh, "第7行");
  EXPECT_EQ(LocationText({7, "表3!D7"}).zh, "表3!D7");
  EXPECT_EQ(LocationText({}).zh, "");
  EXPECT_EQ(ShortLocation({7, ""}).zh, "7");
  EXPECT_EQ(ShortLocation({7, "表3!D7"}).zh, "表3!D7");
  EXPECT_EQ(ShortLocation({}).zh, "");
  EXPECT_EQ(LineNumber({7, ""}), 7);
  EXPECT_EQ(LineNumber({7, "表3!D7"}), 0);
}

}  // namespace
}  // namespace yuheng::budget
