// Web pages as government sites have them: what a browser shows is read.
#include "services/ingestion/formats/web/web_page.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"
#include "tests/support/document_twins.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"
#include "tests/unit/ingestion/formats/twin_difference.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;

std::string Row(const std::vector<std::string>& cells) {
  std::string row = "<tr>";
  for (const std::string& cell : cells) {
    absl::StrAppend(&row, "<td>", cell, "</td>");
  }
  return row + "</tr>\n";
}

std::string Rows() {
  return Row({"206", "", "", "科学技术支出", "30", "20", "10"}) +
         Row({"206", "01", "", "科学技术管理事务", "30", "20", "10"}) +
         Row({"206", "01", "01", "行政运行", "20", "20", ""}) +
         Row({"206", "01", "02", "一般行政管理事务", "10", "&nbsp;", "10"}) +
         Row({"", "", "", "合计", "30", "20", "10"});
}

std::string Head() {
  return "<tr><th colspan=3>功能分类科目编码</th><th rowspan=2>"
         "功能分类科目名称</th><th rowspan='2'>合计<th rowspan=\"2\">基本支出"
         "<th rowspan=2>项目支出</tr><tr><td>类<td>款<td>项</tr>\n";
}

std::string Table3Page(const std::string& rows) {
  return "<p>表3</p><p>部门支出总体情况表</p>"
         "<p>编制部门：测试局&nbsp;&nbsp;&nbsp;&nbsp;单位：万元</p>"
         "<table>" +
         Head() + rows + "</table>";
}

absl::StatusOr<Document> ReadPage(const std::string& body) {
  return Read("<html><body>" + body + "</body></html>", "a.html");
}

absl::StatusOr<Document> ReadNarrative(const std::string& body) {
  return ReadPage(Table3Page(Rows()) +
                  "<h2>第三部分 2023年部门预算情况说明</h2>" + body);
}

std::string SentencesIn(const std::string& body) {
  const auto document = ReadNarrative(body);
  return document.ok() ? SentencesOf(*document) : document.status().ToString();
}

TEST(WebPage, Table_IsReadWithItsReferences) {
  const auto document = ReadPage("<p>通知</p>" + Table3Page(Rows()));
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(document->tables.at(0).prepared_by, "测试局");
  EXPECT_EQ(document->source.encoding, "UTF-8");
  EXPECT_EQ(ReferenceOf(*document, "T3:206:total"), "table[1]/row[3]/cell[5]");
  EXPECT_EQ(document->source.Locate(document->tables.at(0).line).reference,
            "paragraph[3]");
}

TEST(WebPage, TitleAndUnit_MayStandInTheTable) {
  const auto document = ReadPage(
      "<table><caption>部门支出总体情况表</caption><tr><td colspan=7>"
      "编制部门：测试局&nbsp;&nbsp;&nbsp;&nbsp;单位：万元</td></tr>" +
      Head() + Rows() + "</table>");
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(document->tables.at(0).prepared_by, "测试局");
  EXPECT_EQ(document->tables.at(0).unit_fen, 1'000'000);
}

TEST(WebPage, Encoding_IsWhatTheBytesAre) {
  const std::string text = testing::WebTwin(Sample());
  std::vector<char> gb18030(text.size() * 2);
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size = ucnv_convert(
      "gb18030", "UTF-8", gb18030.data(), static_cast<int32_t>(gb18030.size()),
      text.data(), static_cast<int32_t>(text.size()), &error);
  ASSERT_TRUE(U_SUCCESS(error));
  // Its meta element says UTF-8.
  const std::string wrong(gb18030.data(), static_cast<size_t>(size));
  EXPECT_EQ(DifferenceFrom(Sample(), wrong, "a.html"), "");
  EXPECT_EQ(Read(wrong, "a.html")->source.encoding, "GB18030");
  EXPECT_EQ(
      DifferenceFrom(Sample(), Replace(text, "\"utf-8\"", "\"gb2312\""), ""),
      "");
  EXPECT_EQ(DifferenceFrom(Sample(), "\xEF\xBB\xBF" + text, ""), "");
}

TEST(WebPage, DamagedBytes_AreTold) {
  const auto document =
      ReadPage(Replace(Table3Page(Rows()), "一般行政", "一般\xFF行政"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_NE(ProblemText(*document, "reader.bytes_invalid"), "");
}

TEST(WebPage, MergedCells) {
  const auto document = ReadPage(Table3Page(
      "<tr><td rowspan=2>206<td><td><td>科学技术支出<td>30<td>20<td>10"
      "<tr><td>01<td><td>科学技术管理事务<td>30<td>20<td>10"
      "<tr><td colspan=4>合计<td>30<td>20<td>10"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:ALL:basic"), "20");
  EXPECT_EQ(ReferenceOf(*document, "T3:ALL:basic"), "table[1]/row[5]/cell[6]");
}

// 项目支出 in front of 基本支出, below headings with merged cells.
TEST(WebPage, MergedHeadings_SayTheOrder) {
  const std::string page = Replace(
      Replace(Replace(Table3Page("<tr><td>206<td><td><td>科学技术支出<td>30<td>"
                                 "20<td>10<tr><td colspan=4>合计<td>30<td>20"
                                 "<td>10<tr><td colspan=20>注：无"),
                      "基本支出", "?"),
              "项目支出", "基本支出"),
      "?", "项目支出");
  const auto document = ReadPage(page);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ProblemsOf(*document), "");
  for (const char* row : {"206", "ALL"}) {
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":total")), "30");
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":basic")), "10");
    EXPECT_EQ(At(*document, absl::StrCat("T3:", row, ":project")), "20");
  }
}

TEST(WebPage, MergedTotal_BesideAColumnOfNumbers) {
  const auto document =
      ReadPage("<p>表3</p><p>部门支出总体情况表</p><p>单位：万元</p><table>" +
               Row({"序号", "类", "款", "项", "功能分类科目名称", "合计",
                    "项目支出", "基本支出"}) +
               Row({"1", "206", "", "", "科学技术支出", "30", "20", "10"}) +
               "<tr><td colspan=5>合计<td>30<td>20<td>10</table>");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(At(*document, "T3:ALL:total"), "30");
  EXPECT_EQ(At(*document, "T3:ALL:basic"), "10");
}

TEST(WebPage, CellsThatAreNotVisible_KeepTheirPlace) {
  const auto document = ReadPage(Table3Page(
      "<tr><td>206<td><td style='visibility: hidden' colspan=1>01"
      "<b>x</b><td>科学技术支出<td>30<td style='visibility:hidden'>5<td>10"
      "<tr><td style='display:none'>x<td colspan=4>合计<td>30<td>20<td>10"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:206:basic"), "blank");
  EXPECT_EQ(At(*document, "T3:206:project"), "10");
  EXPECT_EQ(At(*document, "T3:ALL:basic"), "20");
}

TEST(WebPage, TagsThatAreWrongOrMissing) {
  std::string rows = Rows();
  rows = Replace(rows, "</td>", "");
  rows = Replace(rows, "</tr>", "</span></p>");
  rows = Replace(rows, "科学技术支出", "<b><font color=red>科学技术支出</b>");
  ExpectTable3(Read("<title>x</title><body>" + Table3Page(rows), "a.htm"));
  ExpectTable3(Read("<BODY><TABLE><TR><TD>" + Table3Page(rows), "a.htm"));
  ExpectTable3(
      Read("<!-- x --><div><![if !x]></div></div>" + Table3Page(rows)));
}

TEST(WebPage, LayoutTables) {
  const auto document = ReadPage(
      "<table><tr><td>首页</td><td>新闻</td></tr><tr><td width=200>左</td><td>"
      "<table><tr><td>" +
      Table3Page(Rows()) + "</td></tr></table></td></tr></table>");
  ExpectTable3(document);
  EXPECT_EQ(ProblemsOf(*document), "");
  EXPECT_EQ(ReferenceOf(*document, "T3:206:total"), "table[2]/row[3]/cell[5]");
}

TEST(WebPage, WhatIsNotShown_IsLeftOut) {
  EXPECT_EQ(
      SentencesIn(
          "<nav>导航。</nav><div id=menu>菜单。</div><script>document.write('"
          "<p>脚本。</p>')</script><style>p{}</style><noscript>无。</noscript>"
          "<p style='DISPLAY : none'>藏。</p><p hidden>藏。</p>"
          "<span style=\"mso-hide:all\">藏。</span><!-- <p>注。</p> -->"
          "<select><option>选。</select><p>正文<del>删</del>。</p>"
          "<div class='page footer'>页脚。</div><footer>页脚。</footer>"),
      "正文。\n");
}

std::string ShownUnder(const std::string& styles) {
  return SentencesIn("<style type=x>" + styles +
                     "</style><p class='a b'>甲。</p><p id=c>乙。</p>"
                     "<p class=a style='display:block'>丙。</p>");
}

TEST(WebPage, WhatStyleElementsHide_IsLeftOut) {
  EXPECT_EQ(ShownUnder("p{color:red}"), "甲。\n乙。\n丙。\n");
  EXPECT_EQ(ShownUnder("<!-- h1, .B { Display : none } -->"), "乙。\n丙。\n");
  EXPECT_EQ(ShownUnder("p#c{visibility:hidden}"), "甲。\n丙。\n");
  EXPECT_EQ(ShownUnder(".a.b{display:none}.a.d{display:none}"), "乙。\n丙。\n");
  // The heavier rule counts, then the later one.
  EXPECT_EQ(ShownUnder(".a{display:none}.a.b{display:block}"),
            "甲。\n乙。\n丙。\n");
  EXPECT_EQ(ShownUnder(".a{display:none!important}.a.b{display:block}"),
            "乙。\n丙。\n");
  EXPECT_EQ(ShownUnder(".b{display:none}.a{display:block}"),
            "甲。\n乙。\n丙。\n");
  // What holds elsewhere, for a state, or until a script ran.
  EXPECT_EQ(ShownUnder("@media print{.a{display:none}}@import 'x';"
                       "div .a,.a:hover,.x>.a,*{display:none}"
                       "html,body{display:none}"),
            "甲。\n乙。\n丙。\n");
  EXPECT_EQ(
      SentencesIn("<script>'<style>p{display:none}</style>'</script>"
                  "<!--[if mso]><style>p{display:none}</style><![endif]-->"
                  "<p>甲。</p>"),
      "甲。\n");
}

TEST(WebPage, ParagraphsAndLines) {
  EXPECT_EQ(SentencesIn("甲<br>\n一、乙。<div>丙<p>丁</div>戊。"),
            "甲\n一、乙。\n丙\n丁\n戊。\n");
  // A line of the file is none of the page.
  EXPECT_EQ(SentencesIn("<p>收入\n预算 713.33\n万元，占\r\n  a\nb。</p>"),
            "收入预算 713.33 万元，占 a b。\n");
  EXPECT_EQ(SentencesIn("<pre>甲。\n  乙。</pre>"), "甲。\n乙。\n");
}

TEST(WebPage, Entities) {
  EXPECT_EQ(SentencesIn("<p>&ldquo;三公&rdquo;&#8212;&#x4E07;&ge;5&lt;6&amp;"
                        "&emsp;&unknown;&nbsp;7。</p>"),
            "“三公”—万≥5<6&\xE2\x80\x83&unknown; 7。\n");
}

TEST(WebPage, Lists_HaveTheirNumbers) {
  EXPECT_EQ(
      SentencesIn("<ol><li>甲。<li value=5>乙。<ul><li>点。</ul><li>丙。</ol>"
                  "<ol style='list-style-type: cjk-ideographic' start=3>"
                  "<li>丁。</li><li></li></ol><p>无号。</p>"
                  "<ol style='list-style-type:none'><li>戊。</ol>"
                  "<ol type=A><li>己。</ol>"),
      "1. 甲。\n5. 乙。\n点。\n6. 丙。\n三、丁。\n无号。\n戊。\nA. 己。\n");
}

TEST(WebPage, WordPages) {
  EXPECT_EQ(
      SentencesIn("<!--[if gte mso 9]><xml><w:x>藏。</w:x></xml><![endif]-->"
                  "<p class=MsoNormal style='mso-list:l0 level1'><![if "
                  "!supportLists]><span style='mso-list:Ignore'>一、<span>"
                  "&nbsp;</span></span><![endif]><span lang=EN-US>2023<o:p>"
                  "</o:p></span>年。</p><o:p>&nbsp;</o:p>"),
      "一、 2023年。\n");
}

TEST(WebPage, OtherTexts_AreNoPages) {
  EXPECT_FALSE(LooksLikeWebPage("表3\n<table>"));
  EXPECT_FALSE(LooksLikeWebPage("<关于印发通知>"));
  EXPECT_TRUE(LooksLikeWebPage(" \n<!DOCTYPE HTML PUBLIC \"x\">"));
  EXPECT_TRUE(LooksLikeWebPage("<?xml version=\"1.0\"?><html>"));
  ExpectRefused(ReadPage("<script>x</script>"), rpc::Reason::kDocumentEmpty,
                "no text");
  ExpectRefused(ReadPage("<p>通知</p>"), rpc::Reason::kDocumentNotABudget, "");
}

}  // namespace
}  // namespace yuheng::ingestion
