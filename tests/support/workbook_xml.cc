#include "tests/support/workbook_xml.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace yuheng::testing {
namespace {

constexpr absl::string_view kMain =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string Letters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

// 1 and 30.5, not 01.
bool IsNumber(const std::string& text) {
  double value = 0;
  return absl::ascii_isdigit(text.back()) && absl::SimpleAtod(text, &value) &&
         (text[0] != '0' || text.size() == 1 || text[1] == '.');
}

}  // namespace

std::string RowsOf(const Grid& grid, int first_row, int first_column) {
  std::string xml;
  for (size_t r = 0; r < grid.size(); ++r) {
    const int row = first_row + static_cast<int>(r);
    absl::StrAppend(&xml, "<row r=\"", row, "\">");
    for (size_t c = 0; c < grid[r].size(); ++c) {
      const std::string& text = grid[r][c];
      if (text.empty()) continue;
      absl::StrAppend(&xml, "<c r=\"",
                      Letters(first_column + static_cast<int>(c)), row, "\"");
      if (IsNumber(text)) {
        absl::StrAppend(&xml, "><v>", text, "</v></c>");
      } else {
        absl::StrAppend(&xml, " t=\"inlineStr\"><is><t>", XmlText(text),
                        "</t></is></c>");
      }
    }
    xml += "</row>";
  }
  return xml;
}

PackageEntries WorkbookXml::Entries() const {
  PackageEntries entries = PackageFront("xl/workbook.xml");
  std::string list;
  std::string relations;
  for (size_t i = 0; i < sheets.size(); ++i) {
    const SheetXml& sheet = sheets[i];
    const std::string id = absl::StrCat("rId", i + 1);
    absl::StrAppend(
        &list, "<sheet name=\"", XmlText(sheet.name), "\" sheetId=\"", i + 1,
        "\" r:id=\"", id, "\"",
        sheet.state.empty() ? "" : absl::StrCat(" state=\"", sheet.state, "\""),
        "/>");
    const std::string file = absl::StrCat("worksheets/sheet", i + 1, ".xml");
    relations += XmlRelation(id, "worksheet", file);
    entries.emplace_back(
        absl::StrCat("xl/", file),
        XmlPartOf(absl::StrCat("<worksheet xmlns=\"", kMain, "\">",
                               sheet.before, "<sheetData>", sheet.rows,
                               "</sheetData>", sheet.behind, "</worksheet>")));
  }
  const auto add = [&](absl::string_view content, absl::string_view root,
                       absl::string_view type, absl::string_view file) {
    if (content.empty()) return;
    relations += XmlRelation(type, type, file);
    entries.emplace_back(
        absl::StrCat("xl/", file),
        XmlPartOf(absl::StrCat("<", root, " xmlns=\"", kMain, "\">", content,
                               "</", root, ">")));
  };
  add(strings, "sst", "sharedStrings", "sharedStrings.xml");
  add(styles, "styleSheet", "styles", "styles.xml");
  entries.emplace_back("xl/_rels/workbook.xml.rels", XmlRelations(relations));
  entries.emplace_back(
      "xl/workbook.xml",
      XmlPartOf(absl::StrCat("<workbook xmlns=\"", kMain, "\" xmlns:r=\"",
                             kOffice, "\">", properties, "<sheets>", list,
                             "</sheets></workbook>")));
  return entries;
}

std::string WorkbookOf(absl::string_view name, const Grid& grid) {
  return WorkbookXml{
      .sheets = {{.name = std::string(name), .rows = RowsOf(grid)}}}
      .Bytes();
}

Grid Table3Grid(const Grid& rows) {
  Grid grid = {{"表3"},
               {"部门支出总体情况表"},
               {"编制部门：测试局", "", "", "", "", "", "单位：万元"},
               {"功能分类科目编码", "", "", "功能分类科目名称", "合计",
                "基本支出", "项目支出"},
               {"类", "款", "项"}};
  grid.insert(grid.end(), rows.begin(), rows.end());
  return grid;
}

}  // namespace yuheng::testing
