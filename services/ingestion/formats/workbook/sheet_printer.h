#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"

namespace yuheng::ingestion {

// Prints the sheets of a workbook one below the other: rows of cells as rows of
// a table, a cell that stands alone in its row and in no table as a paragraph,
// or as many as it has lines when it is prose. A sheet in whose first rows no
// table is named is called by its own name, if that names one. Of a sheet that
// names none at all only paragraphs are printed.
class SheetPrinter {
 public:
  explicit SheetPrinter(const budget::Form& form) : form_(form) {}

  // DOCUMENT_TOO_LARGE beyond kSourcePartsMax or kPrintedBytesMax.
  absl::Status Print(absl::string_view name, const SheetCells& cells);

  // Rows of the sheet printed last that were left out.
  const CellCount& left_out() const { return left_out_; }
  PrintedText& printed() { return printed_; }

 private:
  // One line more; it stands in row `row` of the sheet.
  void AddLine(absl::string_view line, int row);
  void AddRow(const SheetRow& row, int width);
  void AddParagraphs(absl::string_view text, int row);

  const budget::Form& form_;
  PrintedText printed_;
  int next_line_ = 1;
  std::string name_;  // Of the sheet.
  int column_ = 1;    // Its first one.
  CellCount left_out_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_
