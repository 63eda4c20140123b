#include "services/ingestion/formats/workbook/sheet_printer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/detail/detail_columns.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/table_anchor.h"

namespace yuheng::ingestion {
namespace {

// A table's title stands in its first rows.
constexpr size_t kTitleRowsMax = 10;
// A row of a table has at least a label and two cells of amounts.
constexpr size_t kTableCellsMin = 3;

// Whether a table is named in the first `count` rows.
bool NamesATable(const budget::Form& form, const SheetCells& cells,
                 size_t count) {
  for (size_t i = 0; i < std::min(cells.rows.size(), count); ++i) {
    for (const SheetCell& cell : cells.rows[i].cells) {
      if (NamesTable(form, cell.text)) return true;
    }
  }
  return false;
}

bool HoldsFigures(const SheetRow& row) {
  if (row.cells.size() < kTableCellsMin) return false;
  return std::any_of(
      row.cells.begin(), row.cells.end(), [&row](const SheetCell& cell) {
        return MakeRawCell(cell.text, row.number).look == CellLook::kFigure;
      });
}

}  // namespace

bool HoldsDetailLines(const SheetCells& cells) {
  for (size_t i = 0; i < std::min(cells.rows.size(), kTitleRowsMax); ++i) {
    std::vector<std::string> headings;
    for (const SheetCell& cell : cells.rows[i].cells) {
      headings.push_back(cell.text);
    }
    if (FindDetailColumns(headings).has_value()) return true;
  }
  return false;
}

bool HoldsTable(const budget::Form& form, absl::string_view name,
                const SheetCells& cells) {
  const auto names = [&form](absl::string_view text) {
    return NamesTable(form, text) && !IsPerformanceSheetTitle(text);
  };
  const bool named =
      names(name) ||
      std::any_of(
          cells.rows.begin(), cells.rows.end(), [&](const SheetRow& row) {
            return std::any_of(
                row.cells.begin(), row.cells.end(),
                [&](const SheetCell& cell) { return names(cell.text); });
          });
  return named && !HoldsDetailLines(cells) &&
         std::any_of(cells.rows.begin(), cells.rows.end(), HoldsFigures);
}

bool HoldsTitle(const budget::Form& form, const SheetCells& cells) {
  return NamesATable(form, cells, kTitleRowsMax);
}

absl::Status SheetPrinter::Print(absl::string_view name,
                                 const SheetCells& cells) {
  if (cells.rows.empty()) return absl::OkStatus();
  left_out_ = {};
  int first_column = budget::kSheetColumnsMax;
  int last_column = 0;
  for (const SheetRow& row : cells.rows) {
    first_column = std::min(first_column, row.cells.front().column);
    last_column = std::max(last_column, row.cells.back().column);
  }
  lines_.Enter(budget::SourcePartKind::kSheet, std::string(name), first_column);
  const bool named = NamesTable(form_, name);
  if (named && !HoldsTitle(form_, cells)) {
    lines_.AddLine(name, 0);
  }
  // Rows of no table we know are none of the table on the sheet before.
  const bool list = HoldsDetailLines(cells);
  const bool foreign = !named &&
                       !NamesATable(form_, cells, cells.rows.size()) &&
                       (tables_ || !list);
  list_left_out_ = foreign && list;
  lines_.AddRows(cells.rows, [&](const SheetRow& row) {
    if (!foreign) return last_column - first_column + 1;
    if (left_out_.count++ == 0) {
      left_out_.row = row.number;
      left_out_.column = row.cells.front().column;
    }
    return 0;
  });
  if (lines_.full()) {
    return RefuseTooLarge("reader.workbook_lines",
                          {{"sheet", std::string(name)},
                           {"bytes", absl::StrCat(kPrintedBytesMax)},
                           {"parts", absl::StrCat(budget::kSourcePartsMax)}});
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
