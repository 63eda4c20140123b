#include "services/ingestion/formats/workbook/sheet_printer.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/row_look.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/table_notes.h"
#include "services/ingestion/formats/text_line.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/ingestion/formats/workbook/refusal.h"

namespace yuheng::ingestion {
namespace {

// A table's title stands in its first rows.
constexpr size_t kTitleRowsMax = 10;
// What is longer is no label of a table: 20 characters.
constexpr size_t kLabelBytesMax = 60;
// So many empty rows are printed; a wider gap is one empty line.
constexpr int kEmptyRowsMax = 20;

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

// A title ends the table above it, whether it is one of the form or not.
bool IsTitle(const budget::Form& form, absl::string_view text) {
  return absl::EndsWith(text, "表") || NamesTable(form, text);
}

bool IsProse(absl::string_view text) {
  return text.size() > kLabelBytesMax || absl::StrContains(text, "。") ||
         IsNilStatement(text);
}

// Whether a cell alone in its row is of the table around it: a label without
// amounts, or a note above the headings. `table_row`: the number of the last
// row above, when it is one of a table; else 0.
bool IsOfTable(const budget::Form& form, const std::vector<SheetRow>& rows,
               size_t i, int table_row) {
  const std::string& text = rows[i].cells.front().text;
  const TextLine line{.text = text};
  if (IsProse(text) || PartNumber(line) > 0) return false;
  // That of a performance sheet is its first cell.
  if (IsPerformanceSheetTitle(text)) return !IsSectionHeading(line);
  if (IsTitle(form, text)) return false;
  const bool above = table_row > 0;
  const bool below = i + 1 < rows.size() && rows[i + 1].cells.size() > 1;
  if (below && (above || rows[i].number + 1 == rows[i + 1].number)) return true;
  if (!above) return false;
  // Behind a table with empty rows at its end may stand its total.
  return table_row + 1 == rows[i].number
             ? !IsSectionHeading(line)
             : IsTotalLabel(budget::NormaliseLabel(text));
}

std::string InOneLine(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\n", ""}});
}

// As a spreadsheet writes it into a line: see line_cells.h.
std::string Quoted(std::string cell) {
  if (!absl::StartsWith(cell, "\"")) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::Status SheetPrinter::Print(absl::string_view name,
                                 const SheetCells& cells) {
  if (cells.rows.empty()) return absl::OkStatus();
  name_ = std::string(name);
  left_out_ = {};
  column_ = budget::kSheetColumnsMax;
  int last_column = 0;
  for (const SheetRow& row : cells.rows) {
    column_ = std::min(column_, row.cells.front().column);
    last_column = std::max(last_column, row.cells.back().column);
  }
  const bool named = NamesTable(form_, name_);
  if (named && !NamesATable(form_, cells, kTitleRowsMax)) AddLine(name_, 0);
  // Rows of no table we know are none of the table on the sheet before.
  const bool foreign = !named && !NamesATable(form_, cells, cells.rows.size());
  int last_row = cells.rows.front().number - 1;
  int table_row = 0;
  for (size_t i = 0; i < cells.rows.size(); ++i) {
    const SheetRow& row = cells.rows[i];
    const int gap = row.number - last_row - 1;
    for (int k = 1; k <= (gap > kEmptyRowsMax ? 1 : gap); ++k) {
      AddLine("", last_row + k);
    }
    last_row = row.number;
    const bool of_table =
        row.cells.size() > 1 || IsOfTable(form_, cells.rows, i, table_row);
    table_row = of_table ? row.number : 0;
    if (!of_table) {
      AddParagraphs(row.cells[0].text, row.number);
    } else if (foreign) {
      if (left_out_.count++ == 0) {
        left_out_.row = row.number;
        left_out_.column = row.cells.front().column;
      }
      AddLine("", row.number);
    } else {
      AddRow(row, last_column - column_ + 1);
    }
    if (printed_.text.size() > kPrintedBytesMax ||
        printed_.parts.size() > budget::kSourcePartsMax) {
      return RefuseTooLarge("reader.workbook_lines",
                            {{"sheet", name_},
                             {"bytes", absl::StrCat(kPrintedBytesMax)},
                             {"parts", absl::StrCat(budget::kSourcePartsMax)}});
    }
  }
  AddLine("", last_row + 1);
  return absl::OkStatus();
}

void SheetPrinter::AddLine(absl::string_view line, int row) {
  const bool goes_on =
      !printed_.parts.empty() && printed_.parts.back().name == name_ &&
      printed_.parts.back().row > 0 &&
      printed_.parts.back().row + (next_line_ - printed_.parts.back().line) ==
          row;
  if (!goes_on) printed_.parts.push_back({name_, next_line_, row, column_});
  absl::StrAppend(&printed_.text, line, "\n");
  ++next_line_;
}

void SheetPrinter::AddRow(const SheetRow& row, int width) {
  std::string line;
  auto cell = row.cells.begin();
  for (int column = column_; column < column_ + width; ++column) {
    line.push_back('\t');
    if (cell == row.cells.end() || cell->column != column) continue;
    absl::StrAppend(&line, Quoted(InOneLine(cell->text)));
    ++cell;
  }
  AddLine(line, row.number);
}

void SheetPrinter::AddParagraphs(absl::string_view text, int row) {
  const std::string joined = IsProse(text) ? "" : InOneLine(text);
  for (absl::string_view paragraph :
       absl::StrSplit(joined.empty() ? text : joined, '\n')) {
    paragraph = budget::TrimBlanks(paragraph);
    if (paragraph.empty()) continue;
    AddLine(paragraph, row);
    // Lines of a text go on in the next one, rows of a sheet don't.
    if (!absl::EndsWith(paragraph, "。")) AddLine("", row);
  }
}

}  // namespace yuheng::ingestion
