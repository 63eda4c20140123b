// Workbooks whose figures stand where other programs and people put them.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"

namespace yuheng::awkward {
namespace {

using testing::Grid;
using Sheets = std::vector<DisclosureSheet>;

template <typename Change>
Sheets WithTables(const Change& change) {
  Sheets sheets = DisclosureSheets();
  for (DisclosureSheet& sheet : sheets) {
    if (sheet.table > 0) change(&sheet);
  }
  return sheets;
}

// Calls `change` for the cells below the heads.
template <typename Change>
Sheets WithBodies(const Change& change) {
  return WithTables([&](DisclosureSheet* sheet) {
    for (size_t r = sheet->head_row_count; r < sheet->rows.size(); ++r) {
      for (size_t c = 0; c < sheet->rows[r].size(); ++c) {
        change(*sheet, c, &sheet->rows[r][c]);
      }
    }
  });
}

bool IsFigure(const std::string& text, double* value) {
  return !text.empty() && absl::ascii_isdigit(text.back()) &&
         absl::SimpleAtod(text, value);
}

std::string MergedHeads() {
  const Sheets sheets = DisclosureSheets();
  testing::WorkbookXml workbook = WorkbookOf(sheets);
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].code_column_count != 3) continue;
    // The codes over their columns, the names over two rows; a program left
    // behind what merging covers.
    const size_t row = sheets[i].head_row_count - 1;
    workbook.sheets[i].rows = Swap(
        workbook.sheets[i].rows, absl::StrCat("<c r=\"D", row, "\""),
        absl::StrCat("<c r=\"B", row,
                     "\" t=\"inlineStr\"><is><t>旧标题</t></is></c><c r=\"D",
                     row, "\""));
    workbook.sheets[i].behind = absl::StrCat(
        "<mergeCells><mergeCell ref=\"A2:G2\"/><mergeCell ref=\"A", row, ":C",
        row, "\"/><mergeCell ref=\"D", row, ":D", row + 1, "\"/></mergeCells>");
  }
  return workbook.Bytes();
}

// 206, 20601, 2060101 in one column.
std::string CodesInOneColumn() {
  return WorkbookOf(WithTables([](DisclosureSheet* sheet) {
           const size_t codes = sheet->code_column_count;
           if (codes == 0) return;
           Grid rows;
           for (size_t r = 0; r < sheet->rows.size(); ++r) {
             std::vector<std::string> row = sheet->rows[r];
             if (r + 1 == sheet->head_row_count) {
               std::fill(row.begin(), row.begin() + static_cast<int>(codes),
                         "");  // 类, 款, 项
             }
             if (row.size() > codes) {
               for (size_t c = 1; c < codes; ++c) {
                 row[r < sheet->head_row_count ? codes : 0] += row[c];
               }
               row.erase(row.begin() + 1,
                         row.begin() + static_cast<int>(codes));
             }
             rows.push_back(std::move(row));
           }
           sheet->rows = std::move(rows);
         }))
      .Bytes();
}

std::string LeadingZerosLost() {
  return WorkbookOf(WithBodies([](const DisclosureSheet& sheet, size_t column,
                                  std::string* cell) {
           if (column < sheet.code_column_count && cell->size() == 2 &&
               cell->front() == '0') {
             cell->erase(0, 1);
           }
         }))
      .Bytes();
}

std::string AmountsInYuan() {
  Sheets sheets = WithBodies(
      [](const DisclosureSheet& sheet, size_t column, std::string* cell) {
        double value = 0;
        if (column >= sheet.code_column_count && IsFigure(*cell, &value)) {
          *cell = absl::StrCat(std::llround(value * 10'000));
        }
      });
  for (DisclosureSheet& sheet : sheets) {
    for (size_t r = 0; sheet.table > 0 && r < sheet.head_row_count; ++r) {
      for (std::string& cell : sheet.rows[r]) {
        cell = absl::StrReplaceAll(cell, {{"万元", "元"}});
      }
    }
  }
  return WorkbookOf(sheets).Bytes();
}

// The row that says 合计 stands above the others.
std::string TotalsOnTop() {
  return WorkbookOf(WithTables([](DisclosureSheet* sheet) {
           if (sheet->code_column_count == 0) return;
           for (size_t r = sheet->head_row_count; r < sheet->rows.size(); ++r) {
             for (const std::string& cell : sheet->rows[r]) {
               if (absl::StrReplaceAll(cell, {{" ", ""}, {"　", ""}}) != "合计")
                 continue;
               std::vector<std::string> total = sheet->rows[r];
               sheet->rows.erase(sheet->rows.begin() + static_cast<int>(r));
               sheet->rows.insert(sheet->rows.begin() +
                                      static_cast<int>(sheet->head_row_count),
                                  std::move(total));
               return;
             }
           }
         }))
      .Bytes();
}

// A code is printed once, its cells merged over what is below it.
std::string CodesMergedDownwards() {
  return WorkbookOf(WithTables([](DisclosureSheet* sheet) {
           if (sheet->code_column_count != 3) return;
           std::string last;
           for (size_t r = sheet->head_row_count; r < sheet->rows.size(); ++r) {
             std::string& code = sheet->rows[r][0];
             if (code.empty()) {
               last.clear();
             } else if (code == last) {
               code.clear();
             } else {
               last = code;
             }
           }
         }))
      .Bytes();
}

// A column with the number of each row in front, and one for remarks behind.
std::string ColumnsBeside() {
  return WorkbookOf(WithTables([](DisclosureSheet* sheet) {
           if (sheet->table != 3 && sheet->table != 5) return;
           const size_t heads = sheet->head_row_count;
           for (size_t r = 0; r < sheet->rows.size(); ++r) {
             std::vector<std::string>& row = sheet->rows[r];
             if (row.size() < 2) continue;
             row.resize(7);
             row.insert(row.begin(), r == heads - 2 ? "序号"
                                     : r >= heads ? absl::StrCat(r - heads + 1)
                                                  : "");
             row.push_back(r == heads - 2 ? "备注"
                           : r >= heads   ? "见附件"
                                          : "");
           }
         }))
      .Bytes();
}

std::string FarFromTheCorner() {
  testing::WorkbookXml workbook = WorkbookOf(DisclosureSheets());
  const Sheets sheets = DisclosureSheets();
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].table == 0) continue;
    workbook.sheets[i].rows = testing::RowsOf(sheets[i].rows, 4, 3);
  }
  return workbook.Bytes();
}

std::string OneSheet() {
  DisclosureSheet all{.name = "Sheet1", .table = 1};
  for (const DisclosureSheet& sheet : DisclosureSheets()) {
    all.rows.insert(all.rows.end(), sheet.rows.begin(), sheet.rows.end());
    all.rows.emplace_back();
  }
  return WorkbookOf({all}).Bytes();
}

std::string SheetsBackwards() {
  Sheets sheets = DisclosureSheets();
  std::vector<DisclosureSheet> words;
  std::vector<DisclosureSheet> tables;
  for (DisclosureSheet& sheet : sheets) {
    if (sheet.table == 0) {
      words.push_back(std::move(sheet));
    } else {
      tables.insert(tables.begin(), std::move(sheet));
    }
  }
  words.insert(words.begin() + 3, tables.begin(), tables.end());
  return WorkbookOf(words).Bytes();
}

// Names as people leave them; the titles in the sheets are right.
std::string WrongSheetNames() {
  Sheets sheets = DisclosureSheets();
  for (size_t i = 0; i < sheets.size(); ++i) {
    sheets[i].name = sheets[i].table == 3   ? "部门收入总表"
                     : sheets[i].table == 2 ? "表7"
                                            : absl::StrCat("Sheet", i + 1);
  }
  return WorkbookOf(sheets).Bytes();
}

// No title in the sheets, only on their tabs.
std::string TitlesOnTabs() {
  return WorkbookOf(WithTables([](DisclosureSheet* sheet) {
           std::string title;
           for (const std::string& cell : sheet->rows[1]) {
             if (!cell.empty()) title = cell;
           }
           sheet->name = absl::StrCat(
               "3.", sheet->table, " ",
               absl::StrReplaceAll(title, {{" ", ""}, {"　", ""}}));
           sheet->rows.erase(sheet->rows.begin(), sheet->rows.begin() + 2);
         }))
      .Bytes();
}

// Known by the number on the tab, which is told.
AwkwardFile NumbersOnTabs() {
  AwkwardFile file{"只有表号.xlsx", "titles nowhere, numbers on the tabs", ""};
  Sheets sheets = WithTables([](DisclosureSheet* sheet) {
    sheet->rows.erase(sheet->rows.begin(), sheet->rows.begin() + 2);
  });
  for (int table = 1; table <= 10; ++table) {
    file.told.push_back({"reader.title_missing", absl::StrCat("表", table),
                         "按表号识别", "told by its number"});
  }
  file.bytes = WorkbookOf(sheets).Bytes();
  return file;
}

}  // namespace

std::vector<AwkwardFile> LaidOutWorkbooks() {
  return {
      {"表头合并.xlsx", "heads merged, old text under them", MergedHeads()},
      {"编码一列.xlsx", "codes in one column", CodesInOneColumn()},
      {"编码丢零.xlsx", "codes as numbers, 01 became 1", LeadingZerosLost()},
      {"编码合并.xlsx", "a code stands once for the rows below it",
       CodesMergedDownwards()},
      {"单位元.xlsx", "amounts in 元", AmountsInYuan()},
      {"合计在上.xlsx", "totals above the rows", TotalsOnTop()},
      {"序号备注.xlsx", "columns beside the form's", ColumnsBeside()},
      {"偏移.xlsx", "tables begin at C4", FarFromTheCorner()},
      {"一张工作表.xlsx", "all on one sheet", OneSheet()},
      {"倒序.xlsx", "sheets in another order", SheetsBackwards()},
      {"表名错误.xlsx", "tabs that say something else", WrongSheetNames()},
      {"标题在标签.xlsx", "titles on the tabs only", TitlesOnTabs()},
      NumbersOnTabs(),
  };
}

}  // namespace yuheng::awkward
