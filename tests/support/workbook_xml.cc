#include "tests/support/workbook_xml.h"

#include <zip.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/check.h"

namespace yuheng::testing {
namespace {

constexpr absl::string_view kMain =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr absl::string_view kPackage =
    "http://schemas.openxmlformats.org/package/2006/";

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

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

std::string Part(absl::string_view content) {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", content);
}

std::string Relation(absl::string_view id, absl::string_view type,
                     absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/",
                      type, "\" Target=\"", target, "\"/>");
}

std::string Relations(absl::string_view content) {
  return Part(absl::StrCat("<Relationships xmlns=\"", kPackage,
                           "relationships\">", content, "</Relationships>"));
}

}  // namespace

std::string Zip(const std::vector<std::pair<std::string, std::string>>& entries,
                bool stored) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  YUHENG_CHECK(archive != nullptr);
  zip_source_keep(source);
  for (const auto& [name, bytes] : entries) {
    zip_source_t* entry =
        zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8);
    YUHENG_CHECK(index >= 0);
    if (stored) {
      zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                               ZIP_CM_STORE, 0);
    }
  }
  YUHENG_CHECK(zip_close(archive) == 0);
  zip_stat_t stat;
  YUHENG_CHECK(zip_source_stat(source, &stat) == 0);
  std::string bytes(stat.size, '\0');
  YUHENG_CHECK(zip_source_open(source) == 0);
  YUHENG_CHECK(zip_source_read(source, bytes.data(), bytes.size()) ==
               static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

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
        absl::StrAppend(&xml, " t=\"inlineStr\"><is><t>", Escape(text),
                        "</t></is></c>");
      }
    }
    xml += "</row>";
  }
  return xml;
}

std::vector<std::pair<std::string, std::string>> WorkbookXml::Entries() const {
  std::vector<std::pair<std::string, std::string>> entries;
  entries.emplace_back(
      "[Content_Types].xml",
      Part(absl::StrCat("<Types xmlns=\"", kPackage, "content-types\"/>")));
  entries.emplace_back(
      "_rels/.rels",
      Relations(Relation("rId1", "officeDocument", "xl/workbook.xml")));
  std::string list;
  std::string relations;
  for (size_t i = 0; i < sheets.size(); ++i) {
    const SheetXml& sheet = sheets[i];
    const std::string id = absl::StrCat("rId", i + 1);
    absl::StrAppend(
        &list, "<sheet name=\"", Escape(sheet.name), "\" sheetId=\"", i + 1,
        "\" r:id=\"", id, "\"",
        sheet.state.empty() ? "" : absl::StrCat(" state=\"", sheet.state, "\""),
        "/>");
    const std::string file = absl::StrCat("worksheets/sheet", i + 1, ".xml");
    relations += Relation(id, "worksheet", file);
    entries.emplace_back(
        absl::StrCat("xl/", file),
        Part(absl::StrCat("<worksheet xmlns=\"", kMain, "\">", sheet.before,
                          "<sheetData>", sheet.rows, "</sheetData>",
                          sheet.behind, "</worksheet>")));
  }
  const auto add = [&](absl::string_view content, absl::string_view root,
                       absl::string_view type, absl::string_view file) {
    if (content.empty()) return;
    relations += Relation(type, type, file);
    entries.emplace_back(absl::StrCat("xl/", file),
                         Part(absl::StrCat("<", root, " xmlns=\"", kMain, "\">",
                                           content, "</", root, ">")));
  };
  add(strings, "sst", "sharedStrings", "sharedStrings.xml");
  add(styles, "styleSheet", "styles", "styles.xml");
  entries.emplace_back("xl/_rels/workbook.xml.rels", Relations(relations));
  entries.emplace_back(
      "xl/workbook.xml",
      Part(absl::StrCat("<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kOffice,
                        "\">", properties, "<sheets>", list,
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
