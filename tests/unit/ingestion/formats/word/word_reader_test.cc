// Word documents as bureaus have them: what counts, and how it is told.
#include "services/ingestion/formats/word/word_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "tests/support/word_xml.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using testing::WordCell;
using testing::WordParagraph;
using testing::WordRow;
using testing::WordRun;
using testing::WordTable;
using testing::WordTable3;
using testing::WordXml;

std::string Rows() {
  return WordRow({"206", "", "", "科学技术支出", "30", "20", "10"}) +
         WordRow({"206", "01", "", "科学技术管理事务", "30", "20", "10"}) +
         WordRow({"206", "01", "01", "行政运行", "20", "20", ""}) +
         WordRow({"206", "01", "02", "一般行政管理事务", "10", "", "10"}) +
         WordRow({"", "", "", "合计", "30", "20", "10"});
}

absl::StatusOr<Document> ReadBody(const std::string& body,
                                  const std::string& styles = "") {
  return Read(WordXml{.body = body, .styles = styles}.Bytes(), "a.docx");
}

// Table 3, and `body` behind the heading of a narrative.
absl::StatusOr<Document> ReadNarrative(const std::string& body,
                                       const std::string& styles = "") {
  return ReadBody(
      absl::StrCat(WordTable3(Rows()),
                   WordParagraph("第三部分 2023年部门预算情况说明"), body),
      styles);
}

TEST(WordReader, Table_IsReadWithItsReferences) {
  const auto document =
      ReadBody(WordTable(WordRow({"签发", "张"})) + WordTable3(Rows()));
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  const budget::Table& table = document->tables.at(0);
  EXPECT_EQ(table.prepared_by, "测试局");
  EXPECT_EQ(table.unit_fen, 1'000'000);
  EXPECT_EQ(ReferenceOf(*document, "T3:206:total"), "table[2]/row[3]/cell[5]");
  EXPECT_EQ(document->source.Locate(table.rows.at(1).line).reference,
            "table[2]/row[4]");
  EXPECT_EQ(document->source.Locate(table.line).reference, "paragraph[2]");
}

TEST(WordReader, TitleAndUnit_MayStandInTheTable) {
  const auto title = [](const std::string& text) {
    return absl::StrCat("<w:tr>", WordCell(text, "<w:gridSpan w:val=\"7\"/>"),
                        "</w:tr>");
  };
  const auto document = ReadBody(WordTable(
      title("部门支出总体情况表") +
      title("编制部门：测试局          单位：万元") + "<w:tr>" +
      WordCell("功能分类科目编码", "<w:gridSpan w:val=\"3\"/>") +
      WordCell("功能分类科目名称") + WordCell("合计") + WordCell("基本支出") +
      WordCell("项目支出") + "</w:tr>" + Rows()));
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(document->tables.at(0).unit_fen, 1'000'000);
  EXPECT_EQ(document->tables.at(0).prepared_by, "测试局");
}

TEST(WordReader, MergedCells) {
  // A total over the columns of the codes, and a class over its rows.
  const std::string merged =
      "<w:tr>" + WordCell("206", "<w:vMerge w:val=\"restart\"/>") +
      WordCell("") + WordCell("") + WordCell("科学技术支出") + WordCell("30") +
      WordCell("20") + WordCell("10") + "</w:tr>" + "<w:tr>" +
      WordCell("不显示", "<w:vMerge/>") + WordCell("01") + WordCell("") +
      WordCell("科学技术管理事务") + WordCell("30") + WordCell("20") +
      WordCell("10") + "</w:tr>" + "<w:tr>" +
      WordCell("合计", "<w:gridSpan w:val=\"4\"/>") + WordCell("30") +
      WordCell("20") + WordCell("10") + "</w:tr>";
  const auto document = ReadBody(WordTable3(merged));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:ALL:basic"), "20");
  EXPECT_EQ(ReferenceOf(*document, "T3:ALL:basic"), "table[1]/row[5]/cell[6]");
  for (const budget::Row& row : document->tables.at(0).rows) {
    EXPECT_FALSE(absl::StrContains(row.name, "不显示"));
  }
}

// 项目支出 in front of 基本支出, below headings with merged cells.
std::string MergedTable3(absl::string_view front, absl::string_view rows) {
  std::string head =
      absl::StrCat(front, "<w:tr>",
                   WordCell("功能分类科目编码", "<w:gridSpan w:val=\"3\"/>"));
  for (const char* name :
       {"功能分类科目名称", "合计", "项目支出", "基本支出"}) {
    head += WordCell(name, "<w:vMerge w:val=\"restart\"/>");
  }
  head += "</w:tr><w:tr>" + WordCell("类") + WordCell("款") + WordCell("项");
  for (int i = 0; i < 4; ++i) head += WordCell("", "<w:vMerge/>");
  return WordParagraph("表3") + WordParagraph("部门支出总体情况表") +
         WordParagraph("单位：万元") +
         WordTable(absl::StrCat(head, "</w:tr>", rows));
}

void ExpectMerged(const absl::StatusOr<Document>& document) {
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ProblemsOf(*document), "");
  for (const char* row : {"206", "ALL"}) {
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":total")), "30");
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":basic")), "10");
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":project")), "20");
  }
}

TEST(WordReader, MergedHeadings_SayTheOrder) {
  const std::string row =
      WordRow({"206", "", "", "科学技术支出", "30", "20", "10"});
  const std::string figures =
      WordCell("30") + WordCell("20") + WordCell("10") + "</w:tr>";
  ExpectMerged(ReadBody(MergedTable3(
      "", row + "<w:tr>" + WordCell("合计", "<w:gridSpan w:val=\"4\"/>") +
              figures)));
  ExpectMerged(ReadBody(MergedTable3(
      "", row + "<w:tr><w:trPr><w:gridBefore w:val=\"3\"/></w:trPr>" +
              WordCell("合计") + figures)));
  ExpectMerged(ReadBody(MergedTable3(
      "", row + "<w:tr>" + WordCell("合计", "<w:hMerge w:val=\"restart\"/>") +
              WordCell("", "<w:hMerge/>") + WordCell("", "<w:hMerge/>") +
              WordCell("", "<w:hMerge/>") + figures)));
}

TEST(WordReader, BordersBesideEachOther_AreOne) {
  // The rows have a border of theirs, a point left of that of the headings.
  std::string grid = "<w:tblGrid>";
  for (int width : {600, 600, 600, 2000, 1000, 980, 20, 1000}) {
    absl::StrAppend(&grid, "<w:gridCol w:w=\"", width, "\"/>");
  }
  std::string rows;
  for (const char* label : {"206", ""}) {
    absl::StrAppend(&rows, "<w:tr>", WordCell(label), WordCell(""),
                    WordCell(""), WordCell(*label ? "科学技术支出" : "合计"),
                    WordCell("30"), WordCell("20"),
                    WordCell("10", "<w:gridSpan w:val=\"2\"/>"), "</w:tr>");
  }
  std::string table = MergedTable3(grid + "</w:tblGrid>", rows);
  table = Replace(table,
                  "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" +
                      WordParagraph("项目支出"),
                  "<w:tcPr><w:gridSpan w:val=\"2\"/>"
                  "<w:vMerge w:val=\"restart\"/></w:tcPr>" +
                      WordParagraph("项目支出"));
  ASSERT_TRUE(absl::StrContains(table, "<w:gridSpan w:val=\"2\"/><w:vMerge"));
  ExpectMerged(ReadBody(table));
}

TEST(WordReader, CellsOfSeveralParagraphs_AreOne) {
  std::string rows = Rows();
  rows = Replace(
      rows, WordParagraph("科学技术支出"),
      WordParagraph("科学") + WordParagraph("") + WordParagraph("技术支出"));
  const auto document = ReadBody(WordTable3(rows));
  ExpectTable3(document);
  EXPECT_EQ(document->tables.at(0).rows.at(0).name, "科学技术支出");
}

TEST(WordReader, CommentsInAText_AreNoneOfIt) {
  ExpectTable3(ReadBody(WordTable3(Replace(Rows(), ">30<", ">3<!-- -->0<"))));
}

TEST(WordReader, TablesInTables) {
  // A page that is laid out by a table: its cells are read one by one.
  const auto document = ReadBody(WordTable(
      absl::StrCat(WordRow({"左", "右"}), "<w:tr><w:tc>",
                   WordParagraph("第一列"), "</w:tc><w:tc>", WordTable3(Rows()),
                   WordParagraph(""), "</w:tc></w:tr>")));
  ExpectTable3(document);
  EXPECT_EQ(ReferenceOf(*document, "T3:206:total"), "table[2]/row[3]/cell[5]");
}

TEST(WordReader, Changes_AreTold) {
  std::string rows = Rows();
  rows = Replace(rows, WordRun("科学技术支出"),
                 "<w:del>" + Replace(WordRun("旧"), "w:t", "w:delText") +
                     "</w:del>" + "<w:ins>" + WordRun("科学技术支出") +
                     "</w:ins>");
  const std::string gone =
      Replace(WordRow({"206", "99", "", "其他", "1", "1", ""}), "<w:tr>",
              "<w:tr><w:trPr><w:del/></w:trPr>");
  const auto document = ReadBody(
      WordTable3(gone + rows) + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" +
      WordRun("第三部分 2023") + "</w:p>" +
      WordParagraph("年部门预算情况说明") + "<w:moveFrom><w:p/></w:moveFrom>");
  ExpectTable3(document);
  EXPECT_EQ(document->tables.at(0).rows.size(), 5u);
  EXPECT_EQ(document->tables.at(0).rows.at(0).name, "科学技术支出");
  ASSERT_EQ(document->headings.size(), 2u);
  EXPECT_EQ(document->headings.at(1).text, "第三部分 2023年部门预算情况说明");
  EXPECT_TRUE(absl::StrContains(ProblemText(*document, "reader.word_changes"),
                                "5 changes"))
      << ProblemsOf(*document);
}

TEST(WordReader, HiddenText_IsLeftOutAndTold) {
  const std::string styles =
      "<w:style w:type=\"character\" w:styleId=\"s\"><w:rPr><w:vanish/>"
      "</w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"t\">"
      "<w:basedOn w:val=\"s\"/></w:style>";
  const auto document = ReadNarrative(
      "<w:p>" + WordRun("一，", "<w:vanish/>") + WordRun("甲") +
          WordRun("二，", "<w:rStyle w:val=\"t\"/>") +
          WordRun("乙。", "<w:rStyle w:val=\"t\"/><w:vanish w:val=\"0\"/>") +
          "</w:p>",
      styles);
  ExpectTable3(document);
  EXPECT_TRUE(absl::StrContains(SentencesOf(*document), "甲乙。\n"))
      << SentencesOf(*document);
  EXPECT_TRUE(absl::StrContains(ProblemText(*document, "reader.word_hidden"),
                                "2 pieces"));
}

TEST(WordReader, Fields_ShowTheirResult) {
  const auto mark = [](const char* type) {
    return absl::StrCat("<w:r><w:fldChar w:fldCharType=\"", type, "\"/></w:r>");
  };
  const auto document = ReadNarrative(
      "<w:p>" + mark("begin") +
      "<w:r><w:instrText> TOC \\o </w:instrText></w:r>" + mark("separate") +
      WordRun("一、目录") + "</w:p>" + WordParagraph("二、目录") + "<w:p>" +
      mark("end") + "</w:p>" + "<w:p>" + WordRun("共") + mark("begin") +
      "<w:r><w:instrText>=SUM(</w:instrText></w:r>" + mark("begin") +
      WordRun("里面") + mark("end") + mark("separate") + WordRun("12") +
      mark("end") + "<w:fldSimple w:instr=\"X\">" + WordRun("万") +
      "</w:fldSimple>" + WordRun("元。") + mark("begin") + "</w:p>" +
      WordParagraph("后面。") + "<w:p>" + mark("end") + "</w:p>");
  ExpectTable3(document);
  const std::string sentences = SentencesOf(*document);
  EXPECT_TRUE(absl::StrContains(sentences, "共12万元。\n后面。\n"))
      << sentences;
  EXPECT_FALSE(absl::StrContains(sentences, "目录"));
}

TEST(WordReader, TablesOfContents_AreLeftOut) {
  const auto document = ReadNarrative(
      "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
      "w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>" +
          WordParagraph("目录甲") + "</w:sdtContent></w:sdt>" +
          WordParagraph("目录乙", "<w:pStyle w:val=\"a1\"/>") +
          "<w:sdt><w:sdtContent>" + WordParagraph("正文。") +
          "</w:sdtContent></w:sdt>",
      "<w:style w:type=\"paragraph\" w:styleId=\"a1\">"
      "<w:name w:val=\"TOC 1\"/></w:style>");
  ExpectTable3(document);
  EXPECT_EQ(SentencesOf(*document), "正文。\n");
}

TEST(WordReader, TextBoxes_AreReadOnce) {
  const std::string box =
      "<w:txbxContent>" + WordParagraph("框内。") + "</w:txbxContent>";
  const auto document = ReadNarrative(
      "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
      "<wps:wsp><wps:txbx>" +
      box +
      "</wps:txbx></wps:wsp></w:drawing>"
      "</mc:Choice><mc:Fallback><w:pict><v:textbox>" +
      box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>" +
      WordRun("框外。") + "</w:p><w:p><w:r><w:pict><v:shape><v:textbox>" +
      Replace(box, "框内", "旧框") +
      "</v:textbox></v:shape></w:pict></w:r></w:p>");
  ExpectTable3(document);
  EXPECT_EQ(SentencesOf(*document), "框外。\n框内。\n旧框。\n");
}

TEST(WordReader, SpecialCharacters) {
  const auto document = ReadNarrative(
      "<w:p>" + WordRun("甲") +
      "<w:r><w:softHyphen/><w:noBreakHyphen/>"
      "<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>5</w:t>"
      "<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>"
      "<w:r><w:ruby><w:rt>" +
      WordRun("注音") + "</w:rt><w:rubyBase>" + WordRun("乙") +
      "</w:rubyBase></w:ruby></w:r>" +
      "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + WordRun("。") +
      "<w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>");
  ExpectTable3(document);
  EXPECT_EQ(SentencesOf(*document), "甲-≥5乙x。\n");
  EXPECT_TRUE(absl::StrContains(ProblemText(*document, "reader.word_footnotes"),
                                "1 footnotes"));
}

TEST(WordReader, Tabs_PartColumns_AndBreaksLines) {
  const auto document = ReadBody(Replace(
      WordTable3(Rows()), WordRun("编制部门：测试局          单位：万元"),
      WordRun("编制部门：测试局") + "<w:r><w:tab/></w:r>" +
          WordRun("单位：万元")));
  ExpectTable3(document);
  EXPECT_EQ(document->tables.at(0).prepared_by, "测试局");
  EXPECT_EQ(document->tables.at(0).unit_fen, 1'000'000);
}

// A paragraph whose TABs stand as such.
std::string Tabbed(const std::vector<std::string>& cells) {
  std::string runs;
  for (const std::string& cell : cells) {
    absl::StrAppend(&runs, runs.empty() ? "" : "<w:r><w:tab/></w:r>",
                    WordRun(cell));
  }
  return absl::StrCat("<w:p>", runs, "</w:p>");
}

TEST(WordReader, PastedTable_IsReadWithItsParagraphs) {
  const auto document =
      ReadBody(WordParagraph("部门支出总体情况表") +
               Tabbed({"编制部门：测试局", "单位：万元"}) +
               Tabbed({"功能分类科目编码", "", "", "功能分类科目名称", "合计",
                       "基本支出", "项目支出"}) +
               Tabbed({"类", "款", "项", "", "", "", ""}) +
               Tabbed({"206", "", "", "科学技术支出", "30", "20", "10"}) +
               Tabbed({"206", "01", "", "科学技术管理事务", "30", "20", "10"}) +
               Tabbed({"206", "01", "01", "行政运行", "20", "20", ""}) +
               Tabbed({"206", "01", "02", "一般行政管理事务", "10", "", "10"}) +
               Tabbed({"", "", "", "合计", "30", "20", "10"}) +
               WordParagraph("注：以上为预算数。"));
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(document->tables.at(0).unit_fen, 1'000'000);
  EXPECT_EQ(ReferenceOf(*document, "T3:206:total"), "paragraph[5]");
}

TEST(WordReader, OtherTabs_MakeNoTable) {
  const auto document = ReadNarrative(Tabbed({"目录", "", "1"}) +
                                      Tabbed({"一、主要职能", "", "3"}) +
                                      Tabbed({"（一）", "收入预算30万元。"}) +
                                      Tabbed({"（二）", "支出预算30万元。"}));
  ExpectTable3(document);
  EXPECT_EQ(SentencesOf(*document),
            "目录        1\n一、主要职能        3\n（一）    收入预算30万元。\n"
            "（二）    支出预算30万元。\n");
}

TEST(WordReader, OtherPackages_AreRefused) {
  ExpectRefused(Read(WordXml{.body = "<w:p/>"}.Bytes()),
                rpc::Reason::kDocumentEmpty, "no text");
  testing::PackageEntries entries = WordXml{}.Entries();
  for (auto& [name, bytes] : entries) {
    bytes = Replace(bytes, "w:document", "w:presentation");
  }
  ExpectRefused(Read(testing::Zip(entries)), rpc::Reason::kDocumentBinary,
                "PowerPoint");
}

}  // namespace
}  // namespace yuheng::ingestion
