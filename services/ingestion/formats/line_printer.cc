#include "services/ingestion/formats/line_printer.h"

#include <cstddef>
#include <utility>

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

namespace yuheng::ingestion {
namespace {

// What is longer is no label of a table: 20 characters.
constexpr size_t kLabelBytesMax = 60;
// So many empty rows are printed; a wider gap is one empty line.
constexpr int kEmptyRowsMax = 20;

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

void LinePrinter::Enter(budget::SourcePartKind kind, std::string name,
                        int column) {
  part_ = {std::move(name), 0, 0, column, kind};
}

void LinePrinter::AddLine(absl::string_view line, int row) {
  const auto goes_on = [&] {
    if (printed_.parts.empty()) return false;
    const budget::SourcePart& last = printed_.parts.back();
    return last.kind == part_.kind && last.name == part_.name && last.row > 0 &&
           last.row + (next_line_ - last.line) == row;
  };
  if (!goes_on()) {
    printed_.parts.push_back(
        {part_.name, next_line_, row, part_.column, part_.kind});
  }
  absl::StrAppend(&printed_.text, line, "\n");
  ++next_line_;
}

void LinePrinter::AddParagraph(absl::string_view text, int row) {
  absl::string_view last;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = budget::TrimBlanks(line);
    if (line.empty()) continue;
    AddLine(line, row);
    last = line;
  }
  if (!last.empty() && !absl::EndsWith(last, "。")) AddLine("", row);
}

void LinePrinter::AddRows(const std::vector<SheetRow>& rows,
                          absl::FunctionRef<int(const SheetRow&)> width) {
  if (rows.empty()) return;
  int last_row = rows.front().number - 1;
  int table_row = 0;
  for (size_t i = 0; i < rows.size() && !full(); ++i) {
    const SheetRow& row = rows[i];
    const int gap = row.number - last_row - 1;
    for (int k = 1; k <= (gap > kEmptyRowsMax ? 1 : gap); ++k) {
      AddLine("", last_row + k);
    }
    last_row = row.number;
    const bool of_table =
        row.cells.size() > 1 || IsOfTable(form_, rows, i, table_row);
    table_row = of_table ? row.number : 0;
    if (of_table) {
      AddRow(row, width(row));
    } else {
      AddCellLines(row.cells[0].text, row.number);
    }
  }
  AddLine("", last_row + 1);
}

bool LinePrinter::full() const {
  return printed_.text.size() > kPrintedBytesMax ||
         printed_.parts.size() > budget::kSourcePartsMax;
}

void LinePrinter::AddRow(const SheetRow& row, int width) {
  std::string line;
  auto cell = row.cells.begin();
  for (int column = part_.column; column < part_.column + width; ++column) {
    line.push_back('\t');
    if (cell == row.cells.end() || cell->column != column) continue;
    absl::StrAppend(&line, Quoted(InOneLine(cell->text)));
    ++cell;
  }
  AddLine(line, row.number);
}

void LinePrinter::AddCellLines(absl::string_view text, int row) {
  if (!IsProse(text)) {
    AddParagraph(InOneLine(text), row);
    return;
  }
  // Lines of a text go on in the next one, those of a cell don't.
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    AddParagraph(paragraph, row);
  }
}

}  // namespace yuheng::ingestion
