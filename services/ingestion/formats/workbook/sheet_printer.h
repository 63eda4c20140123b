#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/line_printer.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"

namespace yuheng::ingestion {

// Whether a table is named in the first rows of a sheet, where its title
// stands.
bool HoldsTitle(const budget::Form& form, const SheetCells& cells);

// Whether the sheet is a list of what the tables are sums of.
bool HoldsDetailLines(const SheetCells& cells);

// Whether the sheet names a table of the form and has rows of figures.
bool HoldsTable(const budget::Form& form, absl::string_view name,
                const SheetCells& cells);

// Prints the sheets of a workbook one below the other, their rows as
// LinePrinter does. A sheet in whose first rows no table is named is called by
// its own name, if that names one. Of a sheet that names none at all only
// paragraphs are printed; and of a list of detail lines, where others hold the
// tables.
class SheetPrinter {
 public:
  explicit SheetPrinter(const budget::Form& form) : form_(form), lines_(form) {}

  // Of any sheet, before the first is printed.
  void Announce(absl::string_view name, const SheetCells& cells) {
    tables_ = tables_ || HoldsTable(form_, name, cells);
  }

  // DOCUMENT_TOO_LARGE beyond kSourcePartsMax or kPrintedBytesMax.
  absl::Status Print(absl::string_view name, const SheetCells& cells);

  // Rows of the sheet printed last that were left out.
  const CellCount& left_out() const { return left_out_; }
  // The message that tells them.
  absl::string_view left_out_id() const {
    return list_left_out_ ? "reader.sheet_list_left_out"
                          : "reader.sheet_foreign";
  }
  PrintedText& printed() { return lines_.printed(); }

 private:
  const budget::Form& form_;
  LinePrinter lines_;
  bool tables_ = false;  // Some sheet holds one.
  CellCount left_out_;
  bool list_left_out_ = false;  // What was left out is a list.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_PRINTER_H_
