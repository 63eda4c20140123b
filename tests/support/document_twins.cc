#include "tests/support/document_twins.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/text_blocks.h"
#include "tests/support/word_xml.h"

namespace yuheng::testing {
namespace {

int ColumnsOf(const TextRow& row) {
  int columns = 0;
  for (const TextCell& cell : row) columns += cell.columns;
  return columns;
}

int ColumnsOf(const TextBlock& table) {
  int columns = 0;
  for (const TextRow& row : table.rows) {
    columns = std::max(columns, ColumnsOf(row));
  }
  return columns;
}

// As many columns as the widest row: the last cell of a row goes to the right
// edge.
TextRow FilledRow(TextRow row, int columns) {
  row.back().columns += columns - ColumnsOf(row);
  return row;
}

std::string GridOf(int columns) {
  std::string grid;
  for (int i = 0; i < columns; ++i) {
    absl::StrAppend(&grid, "<w:gridCol w:w=\"", 9'000 / columns, "\"/>");
  }
  return absl::StrCat("<w:tblGrid>", grid, "</w:tblGrid>");
}

// Blanks that a browser would take for one stay what they are.
std::string PageText(absl::string_view text) {
  return absl::StrReplaceAll(XmlText(text), {{"  ", "&nbsp;&nbsp;"}});
}

}  // namespace

std::string WordTwin(absl::string_view text) {
  WordXml document;
  for (const TextBlock& block : TextBlocksOf(text)) {
    if (!block.paragraph.empty()) {
      document.body += WordParagraph(block.paragraph);
      continue;
    }
    const int columns = ColumnsOf(block);
    std::string rows = GridOf(columns);
    for (const TextRow& row : block.rows) {
      rows += "<w:tr>";
      for (const TextCell& cell : FilledRow(row, columns)) {
        rows += WordCell(cell.text, absl::StrCat("<w:gridSpan w:val=\"",
                                                 cell.columns, "\"/>"));
      }
      rows += "</w:tr>";
    }
    // Two tables without a paragraph between them would be one.
    document.body += WordTable(rows) + WordParagraph("");
  }
  return document.Bytes();
}

std::string WebTwin(absl::string_view text) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
      "<meta charset=\"utf-8\">\n<title>部门预算公开</title>\n"
      "<style>td { border: 1px solid }</style>\n"
      "<script>if (1 < 2) document.title = '</p>';</script>\n</head>\n<body>\n"
      "<nav><ul><li><a href=\"#\">首页</a></li><li>政务公开</li></ul></nav>\n"
      "<div class=\"content\">\n";
  for (const TextBlock& block : TextBlocksOf(text)) {
    if (!block.paragraph.empty()) {
      absl::StrAppend(&page, "<p>", PageText(block.paragraph), "</p>\n");
      continue;
    }
    const int columns = ColumnsOf(block);
    page += "<table>\n<tbody>\n";
    for (const TextRow& row : block.rows) {
      page += "<tr>\n";
      for (const TextCell& cell : FilledRow(row, columns)) {
        absl::StrAppend(&page, "<td colspan=\"", cell.columns, "\"><p>",
                        PageText(cell.text), "</p></td>\n");
      }
      page += "</tr>\n";
    }
    page += "</tbody>\n</table>\n";
  }
  page +=
      "</div>\n<div class=\"footer\">主办单位：某市财政局</div>\n"
      "</body>\n</html>\n";
  return page;
}

}  // namespace yuheng::testing
