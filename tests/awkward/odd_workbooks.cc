// Workbooks with odd cells, sheets, settings and names.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/package_xml.h"

namespace yuheng::awkward {
namespace {

using testing::SheetXml;
using testing::WorkbookXml;

// The disclosure, with the sheet of table 3 changed.
template <typename Change>
std::string WithTable3(const Change& change) {
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  change(&SheetNamed(workbook.sheets, "表3"));
  return workbook.Bytes();
}

template <typename Change>
std::string WithEverySheet(const Change& change) {
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  for (SheetXml& sheet : workbook.sheets) change(&sheet);
  return workbook.Bytes();
}

std::string Plain() { return WorkbookOf(DisclosureSheets()).Bytes(); }

std::string FormulasWithValues() {
  return WithTable3([](SheetXml* sheet) {
    sheet->rows = Swap(sheet->rows, "\"><v>", "\"><f>SUM(A1:A2)</f><v>");
  });
}

AwkwardFile FormulasWithoutValues() {
  AwkwardFile file{"公式未计算.xlsx", "formulas that no program calculated",
                   WithTable3([](SheetXml* sheet) {
                     sheet->rows = Swap(sheet->rows, "<v>713.33</v>",
                                        "<f>SUM(F7:G7)</f>");
                   })};
  file.left_out = {"T3:206:total", "T3:ALL:total"};
  file.told = {{"reader.formulas_uncalculated", "表3!E7", "重新计算并保存",
                "let it calculate, save it"},
               {"reader.amount_unreadable", "表3!E7", "=SUM(F7:G7)",
                "expected a number"},
               {"reader.amount_unreadable", "表3!E17", "=SUM(F7:G7)",
                "expected a number"}};
  return file;
}

AwkwardFile HiddenRowsAndColumns() {
  AwkwardFile file{
      "隐藏行列.xlsx", "a hidden row and a hidden column of the table",
      WithTable3([](SheetXml* sheet) {
        sheet->rows =
            Swap(sheet->rows, "<row r=\"9\">", "<row r=\"9\" hidden=\"1\">");
        sheet->before = "<cols><col min=\"6\" max=\"6\" hidden=\"1\"/></cols>";
      })};
  file.told = {{"reader.sheet_rows_hidden", "表3", "1 行、1 列是隐藏的",
                "1 hidden rows and 1 hidden columns"}};
  return file;
}

AwkwardFile HiddenSheet() {
  AwkwardFile file{"隐藏底稿.xlsx", "a hidden sheet with older figures", ""};
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  SheetXml draft = SheetNamed(workbook.sheets, "表3");
  draft.name = "表3底稿";
  draft.rows = Swap(draft.rows, "<v>713.33</v>", "<v>700</v>");
  draft.state = "veryHidden";
  workbook.sheets.insert(workbook.sheets.begin(), draft);
  file.bytes = workbook.Bytes();
  file.told = {
      {"reader.sheet_hidden", "表3底稿", "请取消隐藏后再报送", "unhide it"}};
  return file;
}

AwkwardFile DateForAmount() {
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  SheetXml& sheet = SheetNamed(workbook.sheets, "表3");
  sheet.rows = Swap(sheet.rows, "<c r=\"G7\"><v>", "<c r=\"G7\" s=\"1\"><v>");
  workbook.styles =
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
  AwkwardFile file{"日期.xlsx", "an amount that is shown as a date",
                   workbook.Bytes()};
  file.left_out = {"T3:206:project"};
  file.told = {{"reader.amount_unreadable", "表3!G7", "1900年10月5日",
                "expected a number"}};
  return file;
}

AwkwardFile ErrorCell() {
  AwkwardFile file{"错误值.xlsx", "a cell that shows an error",
                   WithTable3([](SheetXml* sheet) {
                     sheet->rows =
                         Swap(sheet->rows, "<c r=\"E7\"><v>713.33</v>",
                              "<c r=\"E7\" t=\"e\"><f>F7/0</f><v>#DIV/0!</v>");
                   })};
  file.left_out = {"T3:206:total"};
  file.told = {{"reader.amount_formula_error", "表3!E7",
                "“#DIV/0!”，是公式出错", "the formula of the cell fails"}};
  return file;
}

// Numbers kept as texts: blanks before and behind, full width, thousands, an
// apostrophe that Excel stores as quotePrefix.
std::string NumbersAsTexts() {
  const auto text = [](absl::string_view shown) {
    return absl::StrCat(" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
                        shown, "</t></is>");
  };
  return WithTable3([&](SheetXml* sheet) {
    sheet->rows = Swap(sheet->rows, "><v>713.33</v>", text("　７１３．３３ "));
    sheet->rows = Swap(sheet->rows, "><v>433.53</v>", text(" 433.53\xC2\xA0"));
    sheet->rows = Swap(sheet->rows, "><v>279.8</v>", text("0,279.80"));
  });
}

std::string Epoch1904() {
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  workbook.properties = "<workbookPr date1904=\"1\"/>";
  return workbook.Bytes();
}

// Zeros in all blank cells, which the sheet does not show.
std::string ZerosNotShown() {
  std::vector<DisclosureSheet> sheets = DisclosureSheets();
  DisclosureSheet& table = SheetNamed(sheets, "表3");
  for (size_t r = table.head_row_count; r < table.rows.size(); ++r) {
    table.rows[r].resize(7);
    for (size_t c = 4; c < 7; ++c) {
      if (table.rows[r][c].empty()) table.rows[r][c] = "0";
    }
  }
  WorkbookXml workbook = WorkbookOf(sheets);
  SheetNamed(workbook.sheets, "表3").before =
      "<sheetViews><sheetView showZeros=\"0\" workbookViewId=\"0\"/>"
      "</sheetViews>";
  return workbook.Bytes();
}

std::string Protected() {
  WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  workbook.properties =
      "<workbookProtection workbookPassword=\"CC1A\" lockStructure=\"1\"/>";
  for (SheetXml& sheet : workbook.sheets) {
    sheet.behind =
        "<sheetProtection password=\"CC1A\" sheet=\"1\" objects=\"1\"/>";
  }
  return workbook.Bytes();
}

std::string WithMacros() {
  testing::PackageEntries entries = WorkbookOf(DisclosureSheets()).Entries();
  entries.emplace_back("xl/vbaProject.bin", std::string("\xD0\xCF\x11\xE0", 4));
  return testing::Zip(entries);
}

// Sheets that hold charts, macros or other tables.
AwkwardFile OtherSheets() {
  std::vector<DisclosureSheet> sheets = DisclosureSheets();
  sheets.push_back({.name = "采购明细",
                    .table = 99,
                    .rows = {{"品目", "数量", "金额"},
                             {"计算机", "12", "7.2"},
                             {"合计", "12", "7.2"}}});
  AwkwardFile file{"另附明细.xlsx", "a sheet that is none of the form",
                   WorkbookOf(sheets).Bytes()};
  file.told = {{"reader.sheet_foreign", "采购明细!A1", "请在表上方注明标题",
                "put the title above"}};
  return file;
}

AwkwardFile TwoDocuments() {
  std::vector<DisclosureSheet> sheets = DisclosureSheets();
  for (DisclosureSheet sheet : DisclosureSheets()) {
    sheet.name = absl::StrCat(sheet.name, " (2)");
    sheets.push_back(std::move(sheet));
  }
  AwkwardFile file{"两份文本.xlsx", "the whole disclosure twice",
                   WorkbookOf(sheets).Bytes()};
  file.told = {{"reader.second_document", "'第一部分 (2)'!1",
                "一个文件只能有一份部门预算", "holds one department budget"}};
  return file;
}

AwkwardFile EmptyWorkbook() {
  AwkwardFile file{
      "空工作簿.xlsx", "no cell in any sheet",
      WorkbookXml{.sheets = {{.name = "Sheet1"}, {.name = "Sheet2"}}}.Bytes()};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentEmpty;
  file.zh = {"工作簿中可见的工作表都是空的"};
  file.en = {"no visible sheet of the workbook has anything in it"};
  return file;
}

AwkwardFile OtherWorkbook() {
  AwkwardFile file{
      "通讯录.xlsx", "a workbook of something else",
      testing::WorkbookOf("通讯录", {{"姓名", "电话"}, {"张三", "0994-1"}})};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentNotABudget;
  file.zh = {"没有找到部门预算公开的任何表格", "应有“表1"};
  file.en = {"no table and no part of a department budget was found"};
  return file;
}

AwkwardFile Truncated() {
  const std::string whole = Plain();
  AwkwardFile file{"传输中断.xlsx", "the second half is missing",
                   whole.substr(0, whole.size() / 2)};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentUnreadable;
  file.zh = {"已损坏或不完整", "另存为新的 .xlsx"};
  file.en = {"damaged or incomplete", "save it as a new .xlsx"};
  return file;
}

AwkwardFile OneTableOnly() {
  std::vector<DisclosureSheet> sheets = DisclosureSheets();
  const DisclosureSheet table = SheetNamed(sheets, "表3");
  AwkwardFile file{"只有一张表.xlsx", "table 3 and nothing else",
                   WorkbookOf({table}).Bytes(), Outcome::kTables};
  for (const int other : {1, 2, 4, 5, 6, 7, 8, 9, 10}) {
    file.left_out.push_back(absl::StrCat("T", other, ":"));
  }
  return file;
}

}  // namespace

std::vector<AwkwardFile> OddWorkbooks() {
  return {
      {"公式.xlsx", "formulas with their results", FormulasWithValues()},
      FormulasWithoutValues(),
      HiddenRowsAndColumns(),
      HiddenSheet(),
      DateForAmount(),
      ErrorCell(),
      {"文本数字.xlsx", "numbers as texts, with blanks and in full width",
       NumbersAsTexts()},
      {"1904.xlsx", "dates count from 1904", Epoch1904()},
      {"不显示零.xlsx", "zeros that the sheet does not show", ZerosNotShown()},
      {"保护.xlsx", "sheets protected against changes", Protected()},
      {"宏.xlsm", "a workbook with macros", WithMacros()},
      {"改名.xls", "an .xlsx called .xls", Plain()},
      {"无扩展名", "no extension at all", Plain()},
      OtherSheets(),
      TwoDocuments(),
      OneTableOnly(),
      EmptyWorkbook(),
      OtherWorkbook(),
      Truncated(),
  };
}

}  // namespace yuheng::awkward
