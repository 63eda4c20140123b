// Web pages as sites publish them and browsers and programs save them.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/document_twins.h"

namespace yuheng::awkward {
namespace {

std::string Page() { return testing::WebTwin(DisclosureText()); }

std::string WithMeta(absl::string_view charset) {
  return Swap(Page(), "charset=\"utf-8\"", charset);
}

// Saved by a browser as one file.
std::string Archive() {
  std::string encoded;
  absl::Base64Escape(Page(), &encoded);
  std::string lines;
  for (size_t at = 0; at < encoded.size(); at += 76) {
    absl::StrAppend(&lines, encoded.substr(at, 76), "\r\n");
  }
  return absl::StrCat(
      "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E9=A2=84=E7=AE=97?=\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
      "\ttype=\"text/html\";\r\n\tboundary=\"----Part7\"\r\n\r\n"
      "------Part7\r\nContent-Type: text/html\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "Content-Location: http://www.example.gov.cn/a.html\r\n\r\n",
      lines,
      "\r\n------Part7\r\nContent-Type: image/png\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
      "------Part7--\r\n");
}

// The page in a cell of a table that lays it out.
std::string InLayoutTable() {
  std::string page = Swap(
      Page(), "<div class=\"content\">",
      "<table width=1000><tr><td id=\"nav\">首页</td><td class=\"menu\">搜索"
      "</td></tr><tr><td width=200 class=\"menu left\">栏目</td><td><table>"
      "<tr><td>");
  return Swap(page, "</div>\n<div class=\"footer\">",
              "</td></tr></table></td></tr></table>\n<div class=\"footer\">");
}

// In front of the text: what the page does not show.
std::string WithHidden(absl::string_view styles, absl::string_view element) {
  const std::string page =
      Swap(Page(), "<style>td { border: 1px solid }</style>",
           absl::StrCat("<style>", styles, "</style>"));
  return Swap(page, "<p>第二部分",
              absl::StrCat("<", element,
                           "><p>昌吉州科技局2022年旧文本。</p><table><tr><td>"
                           "旧</td><td>1</td></tr></table></div><p>第二部分"));
}

std::string WordPage() {
  std::string page = Swap(
      Page(), "<head>",
      "<head><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View>"
      "</w:WordDocument></xml><![endif]-->");
  page = Swap(page, "<td ", "<td style='mso-width-source:auto' ");
  return Swap(page, "</p></td>", "<o:p></o:p></p></td>");
}

// Tags as they were written in 1998.
std::string OldTags() {
  return absl::StrReplaceAll(Page(), {{"</p></td>", ""},
                                      {"</tr>", ""},
                                      {"<tbody>", "<TBODY>"},
                                      {"<tr>", "<TR>"},
                                      {"</p>", ""}});
}

// Codes over the rows of their class.
std::string RowSpans() {
  std::string page = Page();
  const absl::string_view before =
      "<td colspan=\"1\"><p>206</p></td>\n<td colspan=\"1\"><p></p></td>";
  return Swap(page, before,
              absl::StrReplaceAll(before, {{"colspan=\"1\"", "rowspan=1"}}));
}

// Saved from a spreadsheet as a page, under the spreadsheet's extension.
AwkwardFile CalledWorkbook() {
  return {"网页改名.xls", "a page that a budget system calls .xls", Page()};
}

AwkwardFile Frames() {
  AwkwardFile file{"框架页.html", "the text is in another page",
                   "<html><head><title>预算公开</title></head><frameset "
                   "cols=\"20%,80%\"><frame src=\"a.html\"><frame "
                   "src=\"b.html\"></frameset></html>"};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentEmpty;
  file.zh = {"没有任何可见的文字"};
  file.en = {"no text is shown in the file"};
  return file;
}

AwkwardFile ListOfLinks() {
  AwkwardFile file{"列表页.html", "the page that lists the documents",
                   "<html><body><ul><li><a href=1>关于召开会议的通知</a></li>"
                   "<li><a href=2>州科技局2023年部门预算公开</a></li></ul>"
                   "</body></html>"};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentNotABudget;
  file.zh = {"没有找到部门预算公开的任何表格"};
  file.en = {"no table and no part of a department budget"};
  return file;
}

AwkwardFile BrokenArchive() {
  AwkwardFile file{"损坏.mht", "an archive without its page",
                   "MIME-Version: 1.0\r\nContent-Type: multipart/related; "
                   "boundary=\"x\"\r\n\r\n--x\r\nContent-Type: image/png\r\n"
                   "\r\nabc\r\n--x--\r\n"};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentUnreadable;
  file.zh = {"网页存档（.mht）", "另存为 .html"};
  file.en = {"web archive (.mht)", "save it as .html"};
  return file;
}

}  // namespace

std::vector<AwkwardFile> WebPages() {
  return {
      {"国标.html", "GBK, and its meta element says gb2312",
       Encode(WithMeta("charset=\"gb2312\""), "gb18030")},
      {"无编码.html", "GBK, and nothing says so",
       Encode(WithMeta("name=\"x\""), "gb18030")},
      {"编码说错.html", "UTF-8, and its meta element says gb2312",
       WithMeta("charset=\"gb2312\"")},
      {"存档.mht", "a page saved as one file", Archive()},
      {"布局表格.html", "the text in tables that lay out the page",
       InLayoutTable()},
      {"跨行.html", "codes over the rows of their class", RowSpans()},
      {"隐藏.html", "an older text hidden by its style",
       WithHidden("td{}", "div style=\"color:red; display : none\"")},
      {"隐藏类.html", "an older text hidden by its class",
       WithHidden("/* x */ .old, #a { display: none !important }",
                  "div class=\"old box\"")},
      {"脚本.html", "scripts that write",
       Swap(Page(), "<body>",
            "<body><script>document.write('<p>第三部分 2022年</p>');</script>"
            "<noscript>请启用脚本</noscript>")},
      {"不换行空格.html", "blanks that don't break around every figure",
       Swap(Page(), "\"><p>", "\"><p>&nbsp;&#160;")},
      {"另存自Word.html", "a page that Word saved", WordPage()},
      {"旧标签.htm", "tags without their ends, in capitals", OldTags()},
      CalledWorkbook(),
      Frames(),
      ListOfLinks(),
      BrokenArchive(),
  };
}

}  // namespace yuheng::awkward
