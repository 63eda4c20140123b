// Word documents as people paste, scan, correct and rename them.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/document_twins.h"
#include "tests/support/text_blocks.h"
#include "tests/support/word_xml.h"

namespace yuheng::awkward {
namespace {

using testing::TextBlock;
using testing::TextCell;
using testing::TextRow;
using testing::WordCell;
using testing::WordParagraph;
using testing::WordRow;
using testing::WordRun;
using testing::WordTable;
using testing::WordXml;

std::string CellsOf(const TextRow& row) {
  std::string cells;
  for (const TextCell& cell : row) {
    cells += WordCell(
        cell.text, absl::StrCat("<w:gridSpan w:val=\"", cell.columns, "\"/>"));
  }
  return cells;
}

std::string RowsOf(const TextBlock& block, size_t begin, size_t end) {
  std::string rows;
  for (size_t i = begin; i < end; ++i) {
    rows += absl::StrCat("<w:tr>", CellsOf(block.rows[i]), "</w:tr>");
  }
  return rows;
}

std::string TableOf(const TextBlock& block) {
  return WordTable(RowsOf(block, 0, block.rows.size())) + WordParagraph("");
}

using Writer = std::function<std::string(const TextBlock&)>;

std::string ParagraphOf(const TextBlock& block) {
  return WordParagraph(block.paragraph);
}

WordXml DocumentOf(const Writer& table, const Writer& paragraph) {
  WordXml word;
  for (const TextBlock& block : DisclosureBlocks()) {
    word.body += block.paragraph.empty() ? table(block) : paragraph(block);
  }
  return word;
}

std::string Plain() { return testing::WordTwin(DisclosureText()); }

// Where 类, 款 and 项 stand; 0 when they don't.
size_t HeadRowCount(const TextBlock& block) {
  for (size_t i = 0; i < block.rows.size(); ++i) {
    if (block.rows[i].front().text == "类") return i + 1;
  }
  return 0;
}

// The class of a function in one cell over all rows below it.
std::string CodesMergedDownwards(const TextBlock& block) {
  const size_t heads = HeadRowCount(block);
  if (heads == 0) return TableOf(block);
  std::string rows = RowsOf(block, 0, heads);
  std::string last;
  for (size_t i = heads; i < block.rows.size(); ++i) {
    TextRow row = block.rows[i];
    const std::string code = row.front().text;
    const bool goes_on = !code.empty() && code == last;
    last = code;
    const char* merge =
        goes_on ? "<w:vMerge/>" : "<w:vMerge w:val=\"restart\"/>";
    rows += "<w:tr>" + WordCell(code, code.empty() ? "" : merge);
    row.erase(row.begin());
    rows += CellsOf(row) + "</w:tr>";
  }
  return WordTable(rows) + WordParagraph("");
}

// Each table in a table of one cell, as some programs export them.
std::string Nested(const TextBlock& block) {
  return WordTable("<w:tr><w:tc>" +
                   WordTable(RowsOf(block, 0, block.rows.size())) +
                   WordParagraph("") + "</w:tc></w:tr>") +
         WordParagraph("");
}

// Cut at the page's end: a page number, and a second table with the heads
// again.
std::string OverPages(const TextBlock& block) {
  const size_t heads = HeadRowCount(block);
  const size_t middle = (block.rows.size() + heads) / 2;
  if (heads == 0 || middle <= heads) return TableOf(block);
  return WordTable(RowsOf(block, 0, middle)) + WordParagraph("- 12 -") +
         WordTable(RowsOf(block, 0, heads) +
                   RowsOf(block, middle, block.rows.size())) +
         WordParagraph("");
}

// One table with the heads again on every page.
std::string HeadsAgain(const TextBlock& block) {
  const size_t heads = HeadRowCount(block);
  const size_t middle = (block.rows.size() + heads) / 2;
  if (heads == 0 || middle <= heads) return TableOf(block);
  return WordTable(RowsOf(block, 0, middle) + RowsOf(block, 0, heads) +
                   RowsOf(block, middle, block.rows.size())) +
         WordParagraph("");
}

// Pasted from a spreadsheet as text: a paragraph a row, TABs between cells.
std::string Tabbed(const TextBlock& block) {
  std::string paragraphs;
  for (const TextRow& row : block.rows) {
    std::string runs;
    for (const TextCell& cell : row) {
      if (!runs.empty()) runs += "<w:r><w:tab/></w:r>";
      runs += WordRun(cell.text);
      for (int i = 1; i < cell.columns; ++i) runs += "<w:r><w:tab/></w:r>";
    }
    paragraphs += absl::StrCat("<w:p>", runs, "</w:p>");
  }
  return paragraphs;
}

// The tables of a page pasted so; performance sheets stay tables.
std::string TabbedTable(const TextBlock& block) {
  for (const TextRow& row : block.rows) {
    for (const TextCell& cell : row) {
      if (absl::StrContains(budget::RemoveBlanks(cell.text), "绩效"))
        return TableOf(block);
    }
  }
  return Tabbed(block);
}

// A whole table in one paragraph, its rows parted by soft line breaks.
std::string SoftBreaks(const TextBlock& block) {
  const std::string rows = TabbedTable(block);
  if (absl::StartsWith(rows, "<w:tbl>")) return rows;
  return absl::StrReplaceAll(rows, {{"</w:p><w:p>", "<w:r><w:br/></w:r>"}});
}

// Numbers that Word makes up, for 一、 to 九、 at the front of paragraphs.
std::string Numbered() {
  static constexpr absl::string_view kNumerals[] = {
      "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string lists;
  int list_count = 0;
  WordXml word = DocumentOf(TableOf, [&](const TextBlock& block) {
    for (int i = 0; i < 9; ++i) {
      const std::string label = absl::StrCat(kNumerals[i], "、");
      if (!absl::StartsWith(block.paragraph, label)) continue;
      ++list_count;
      absl::StrAppend(&lists, "<w:num w:numId=\"", list_count,
                      "\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
                      "w:ilvl=\"0\"><w:startOverride w:val=\"",
                      i + 1, "\"/></w:lvlOverride></w:num>");
      return WordParagraph(
          block.paragraph.substr(label.size()),
          absl::StrCat("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"",
                       list_count, "\"/></w:numPr>"));
    }
    return ParagraphOf(block);
  });
  word.numbering = absl::StrCat(
      "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start "
      "w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText "
      "w:val=\"%1、\"/></w:lvl></w:abstractNum>",
      lists);
  return word.Bytes();
}

// The titles of tables stand in boxes, in front of their tables.
std::string TitlesInBoxes() {
  return DocumentOf(TableOf,
                    [](const TextBlock& block) {
                      if (!absl::EndsWith(block.paragraph, "情况表")) {
                        return ParagraphOf(block);
                      }
                      return absl::StrCat(
                          "<w:p><w:r><w:pict><v:shape><v:textbox>"
                          "<w:txbxContent>",
                          ParagraphOf(block),
                          "</w:txbxContent></v:textbox></v:shape></w:pict>"
                          "</w:r></w:p>");
                    })
      .Bytes();
}

AwkwardFile TrackedChanges() {
  AwkwardFile file{"修订.docx", "changes that nobody accepted", ""};
  WordXml word = DocumentOf(TableOf, ParagraphOf);
  // Both figures of the first row of table 3.
  word.body = Swap(word.body, WordRun("713.33"),
                   "<w:del>" + Swap(WordRun("700"), "w:t", "w:delText") +
                       "</w:del><w:ins>" + WordRun("713.33") + "</w:ins>");
  file.bytes = word.Bytes();
  file.told = {{"reader.word_changes", "", "请接受或拒绝全部修订",
                "accept or reject all of them"}};
  return file;
}

AwkwardFile HiddenText() {
  AwkwardFile file{"隐藏文字.docx", "an older sentence that is hidden", ""};
  WordXml word = DocumentOf(TableOf, ParagraphOf);
  word.body =
      Swap(word.body, WordParagraph("第四部分  名词解释"),
           "<w:p>" + WordRun("2023年收支总预算700万元。", "<w:vanish/>") +
               "</w:p>" + WordParagraph("第四部分  名词解释"));
  file.bytes = word.Bytes();
  file.told = {
      {"reader.word_hidden", "", "请取消隐藏后再报送", "unhide what belongs"}};
  return file;
}

// Table 3 as a picture: its title has no rows.
AwkwardFile TableAsPicture() {
  AwkwardFile file{"表格截图.docx", "a table that was pasted as a picture", ""};
  bool behind_title = false;
  file.bytes = DocumentOf(
                   [&](const TextBlock& block) {
                     return std::exchange(behind_title, false)
                                ? "<w:p><w:r><w:drawing/></w:r></w:p>"
                                : TableOf(block);
                   },
                   [&](const TextBlock& block) {
                     if (block.paragraph == "部门支出总体情况表") {
                       behind_title = true;
                     }
                     return ParagraphOf(block);
                   })
                   .Bytes();
  file.left_out = {"T3:"};
  file.told = {{"reader.table_without_rows", "paragraph[",
                "只有标题，没有数据行", "has a title but no rows"}};
  return file;
}

std::string WithMacros() {
  testing::PackageEntries entries = DocumentOf(TableOf, ParagraphOf).Entries();
  entries.emplace_back("word/vbaProject.bin",
                       std::string("\xD0\xCF\x11\xE0", 4));
  return testing::Zip(entries);
}

AwkwardFile Empty() {
  AwkwardFile file{"空文档.docx", "a document without text",
                   WordXml{.body = "<w:p/>"}.Bytes()};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentEmpty;
  file.zh = {"没有任何可见的文字"};
  file.en = {"no text is shown in the file"};
  return file;
}

}  // namespace

std::vector<AwkwardFile> WordDocuments() {
  return {
      {"合并单元格.docx", "a code in one cell over its rows",
       DocumentOf(CodesMergedDownwards, ParagraphOf).Bytes()},
      {"嵌套表格.docx", "tables in tables",
       DocumentOf(Nested, ParagraphOf).Bytes()},
      {"跨页.docx", "tables cut at the page's end",
       DocumentOf(OverPages, ParagraphOf).Bytes()},
      {"重复表头.docx", "heads again on the next page",
       DocumentOf(HeadsAgain, ParagraphOf).Bytes()},
      {"自动编号.docx", "numbers that Word makes up", Numbered()},
      {"文本框.docx", "titles in text boxes", TitlesInBoxes()},
      {"粘贴表格.docx", "tables pasted as paragraphs with TABs",
       DocumentOf(TabbedTable, ParagraphOf).Bytes()},
      {"软回车.docx", "pasted tables, a line break a row",
       DocumentOf(SoftBreaks, ParagraphOf).Bytes()},
      TrackedChanges(),
      HiddenText(),
      TableAsPicture(),
      {"宏.docm", "a document with macros", WithMacros()},
      {"改名.doc", "a .docx called .doc", Plain()},
      Empty(),
  };
}

}  // namespace yuheng::awkward
