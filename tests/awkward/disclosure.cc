#include "tests/awkward/disclosure.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/check.h"
#include "services/budget/text.h"
#include "tests/support/text_blocks.h"

namespace yuheng::awkward {
namespace {

using testing::Grid;
using testing::TextBlock;

bool HoldsFigure(const std::vector<std::string>& row) {
  return std::any_of(row.begin(), row.end(), [](const std::string& cell) {
    return !cell.empty() && absl::ascii_isdigit(cell.front()) &&
           absl::ascii_isdigit(cell.back());
  });
}

// The number or the title that stands alone in a row; empty when none does.
std::string TitleIn(const testing::TextRow& row) {
  std::string only;
  for (const testing::TextCell& cell : row) {
    if (!only.empty() && !cell.text.empty()) return "";
    only += cell.text;
  }
  const std::string bare = budget::RemoveBlanks(only);
  return absl::StartsWith(bare, "表") || absl::EndsWith(bare, "情况表") ? only
                                                                        : "";
}

// Where the heads end, and where codes stand: below 类, 款 and 项.
void FindParts(DisclosureSheet* sheet) {
  Grid& rows = sheet->rows;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() > 1 && rows[i][0] == "类" && rows[i][1] == "款") {
      sheet->code_column_count =
          rows[i].size() > 2 && rows[i][2] == "项" ? 3 : 2;
      sheet->head_row_count = i + 1;
      return;
    }
  }
  while (sheet->head_row_count < rows.size() &&
         !HoldsFigure(rows[sheet->head_row_count])) {
    ++sheet->head_row_count;
  }
}

std::vector<std::string> CellsOf(const testing::TextRow& row) {
  std::vector<std::string> cells;
  for (const testing::TextCell& cell : row) {
    cells.push_back(cell.text);
    cells.resize(cells.size() + static_cast<size_t>(cell.columns) - 1);
  }
  return cells;
}

// Words are cells too, and no figures are made of them.
std::string TextRows(const Grid& grid) {
  std::string xml;
  for (size_t r = 0; r < grid.size(); ++r) {
    absl::StrAppend(&xml, "<row r=\"", r + 1, "\">");
    for (size_t c = 0; c < grid[r].size(); ++c) {
      if (grid[r][c].empty()) continue;
      absl::StrAppend(&xml, "<c r=\"", std::string(1, 'A' + c), r + 1,
                      "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
                      testing::XmlText(grid[r][c]), "</t></is></c>");
    }
    xml += "</row>";
  }
  return xml;
}

}  // namespace

const std::string& DisclosureText() {
  static const auto* const text = [] {
    std::ifstream file(YUHENG_SOURCE_DIR
                       "/deploy/samples/changji-keji-2023.txt",
                       std::ios::binary);
    return new std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return *text;
}

// A number or a title in the first row of a table is a paragraph above it.
std::vector<TextBlock> DisclosureBlocks() {
  std::vector<TextBlock> blocks;
  bool tables = false;
  for (TextBlock& block : testing::TextBlocksOf(DisclosureText())) {
    if (absl::StartsWith(block.paragraph, "第")) {
      tables = absl::StartsWith(block.paragraph, "第二部分");
    }
    if (!tables || !block.paragraph.empty()) {
      blocks.push_back(std::move(block));
      continue;
    }
    TextBlock rest;
    for (testing::TextRow& row : block.rows) {
      const std::string title = TitleIn(row);
      if (title.empty()) {
        rest.rows.push_back(std::move(row));
        continue;
      }
      if (!rest.rows.empty()) blocks.push_back(std::exchange(rest, {}));
      blocks.push_back({title, {}});
    }
    if (!rest.rows.empty()) blocks.push_back(std::move(rest));
  }
  return blocks;
}

std::vector<DisclosureSheet> DisclosureSheets() {
  std::vector<DisclosureSheet> sheets(1);
  sheets.back().name = "封面";
  for (const TextBlock& block : DisclosureBlocks()) {
    const std::string bare = budget::RemoveBlanks(block.paragraph);
    const bool table = absl::StartsWith(bare, "表") && bare.size() <= 5;
    if (table ||
        (absl::StartsWith(bare, "第") &&
         absl::StartsWith(bare.substr(bare.size() < 6 ? 0 : 6), "部分"))) {
      DisclosureSheet& sheet = sheets.emplace_back();
      sheet.name = table ? bare : bare.substr(0, 12);
      YUHENG_CHECK(!table || absl::SimpleAtoi(bare.substr(3), &sheet.table));
    }
    if (!block.paragraph.empty())
      sheets.back().rows.push_back({block.paragraph});
    for (const testing::TextRow& row : block.rows) {
      sheets.back().rows.push_back(CellsOf(row));
    }
  }
  for (DisclosureSheet& sheet : sheets) {
    if (sheet.table > 0) FindParts(&sheet);
  }
  return sheets;
}

testing::WorkbookXml WorkbookOf(const std::vector<DisclosureSheet>& sheets) {
  testing::WorkbookXml workbook;
  for (const DisclosureSheet& sheet : sheets) {
    workbook.sheets.push_back({.name = sheet.name,
                               .rows = sheet.table > 0
                                           ? testing::RowsOf(sheet.rows)
                                           : TextRows(sheet.rows)});
  }
  return workbook;
}

std::string Swap(const std::string& text, absl::string_view from,
                 absl::string_view to) {
  YUHENG_CHECK(absl::StrContains(text, from));
  return absl::StrReplaceAll(text, {{from, to}});
}

std::string Encode(absl::string_view text, const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(text.size() * 4 + 16, '\0');
  const int32_t size = ucnv_convert(
      encoding, "UTF-8", out.data(), static_cast<int32_t>(out.size()),
      text.data(), static_cast<int32_t>(text.size()), &error);
  YUHENG_CHECK(U_SUCCESS(error));
  out.resize(static_cast<size_t>(size));
  return out;
}

}  // namespace yuheng::awkward
