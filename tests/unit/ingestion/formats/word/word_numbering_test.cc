// The numbers of lists, which Word makes up, are part of what people read.
#include "services/ingestion/formats/word/word_numbering.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/word_xml.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using testing::WordParagraph;
using testing::WordXml;

std::string Level(int level, absl::string_view format, absl::string_view text,
                  absl::string_view more = "") {
  return absl::StrCat("<w:lvl w:ilvl=\"", level, "\"><w:start w:val=\"1\"/>",
                      "<w:numFmt w:val=\"", format, "\"/>", more,
                      "<w:lvlText w:val=\"", text, "\"/></w:lvl>");
}

std::string Numbering(absl::string_view levels, absl::string_view more = "") {
  return absl::StrCat("<w:abstractNum w:abstractNumId=\"0\">", levels,
                      "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId "
                      "w:val=\"0\"/></w:num>",
                      more);
}

std::string Outline() {
  return Level(0, "chineseCountingThousand", "%1、") +
         Level(1, "chineseCountingThousand", "（%2）") +
         Level(2, "decimal", "%3.");
}

std::string Place(int list, int level) {
  return absl::StrCat("<w:numPr><w:ilvl w:val=\"", level,
                      "\"/><w:numId w:val=\"", list, "\"/></w:numPr>");
}

std::string Item(absl::string_view text, int list, int level) {
  return WordParagraph(text, Place(list, level));
}

// The document's sentences, whose first heading makes it a budget.
std::string Printed(const WordXml& word) {
  const auto document =
      Read(WordXml{.body = WordParagraph("第三部分 2023年部门预算情况说明") +
                           word.body,
                   .numbering = word.numbering,
                   .styles = word.styles}
               .Bytes(),
           "a.docx");
  return document.ok() ? SentencesOf(*document) : document.status().ToString();
}

TEST(WordNumbering, LevelsCountAndBeginAgain) {
  EXPECT_EQ(Printed({.body = Item("甲。", 1, 0) + Item("子。", 1, 1) +
                             Item("丑。", 1, 1) + Item("5万元。", 1, 2) +
                             WordParagraph("无号。") + Item("乙。", 1, 0) +
                             Item("寅。", 1, 1),
                     .numbering = Numbering(Outline())}),
            "一、甲。\n（一）子。\n（二）丑。\n1. 5万元。\n无号。\n二、乙。\n"
            "（一）寅。\n");
}

TEST(WordNumbering, EmptyParagraphsCount_AndShowNothing) {
  EXPECT_EQ(
      Printed({.body = Item("甲。", 1, 0) + Item("", 1, 0) + Item("丙。", 1, 0),
               .numbering = Numbering(Outline())}),
      "一、甲。\n三、丙。\n");
}

TEST(WordNumbering, ListsThatShareLevels_CountOn_UnlessTheySayWhereToBegin) {
  const std::string more =
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>"
      "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
      "w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>";
  EXPECT_EQ(Printed({.body = Item("甲。", 1, 0) + Item("乙。", 2, 0) +
                             Item("丙。", 3, 0) + Item("丁。", 3, 0),
                     .numbering = Numbering(Outline(), more)}),
            "一、甲。\n二、乙。\n五、丙。\n六、丁。\n");
}

TEST(WordNumbering, StylesPutParagraphsIntoLists) {
  const std::string styles =
      "<w:style w:type=\"paragraph\" w:styleId=\"h1\"><w:pPr><w:numPr>"
      "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"h2\"><w:basedOn "
      "w:val=\"h1\"/></w:style>";
  const auto styled = [](absl::string_view text, absl::string_view style,
                         absl::string_view more = "") {
    return WordParagraph(
        text, absl::StrCat("<w:pStyle w:val=\"", style, "\"/>", more));
  };
  EXPECT_EQ(
      Printed({.body = styled("甲。", "h1") + styled("子。", "h2") +
                       styled("无号。", "h2", Place(0, 0)),
               .numbering = Numbering(Level(0, "chineseCounting", "%1、") +
                                      Level(1, "chineseCounting", "（%2）",
                                            "<w:pStyle w:val=\"h2\"/>")),
               .styles = styles}),
      "一、甲。\n（一）子。\n无号。\n");
}

TEST(WordNumbering, ListsByStyle_BulletsAndLegalNumbers) {
  const std::string more =
      "<w:abstractNum w:abstractNumId=\"7\"><w:numStyleLink w:val=\"l\"/>"
      "</w:abstractNum><w:num w:numId=\"8\"><w:abstractNumId w:val=\"7\"/>"
      "</w:num>";
  EXPECT_EQ(
      Printed(
          {.body = Item("甲。", 8, 0) + Item("点。", 8, 1) +
                   Item("丙。", 8, 2) + Item("丁。", 99, 0),
           .numbering = Numbering(
               Level(0, "chineseCounting", "第%1条") + Level(1, "bullet", "●") +
                   Level(2, "decimal", "%1.%3", "<w:isLgl/>"),
               more),
           .styles = "<w:style w:type=\"numbering\" w:styleId=\"l\"><w:pPr>"
                     "<w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
                     "</w:style>"}),
      "第一条甲。\n点。\n1.1 丙。\n丁。\n");
}

TEST(WordNumbering, NumbersOutOfRange_AreNoTrouble) {
  std::string levels = Outline();
  levels =
      Replace(levels, "w:start w:val=\"1\"", "w:start w:val=\"2147483647\"");
  EXPECT_EQ(Printed({.body = Item("甲。", 1, 0) + Item("乙。", 1, 99) +
                             Item("丙。", 1, -3),
                     .numbering = Numbering(levels)}),
            "1000000、甲。\n乙。\n1000001、丙。\n");
}

}  // namespace
}  // namespace yuheng::ingestion
