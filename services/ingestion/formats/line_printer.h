#ifndef YUHENG_SERVICES_INGESTION_FORMATS_LINE_PRINTER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_LINE_PRINTER_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/sheet_row.h"

namespace yuheng::ingestion {

// Prints rows of cells as rows of a table, a cell that stands alone in its row
// and in no table as a paragraph, or as many as it has lines when it is prose;
// and keeps where each line stands.
class LinePrinter {
 public:
  explicit LinePrinter(const budget::Form& form) : form_(form) {}

  // What is printed from here on stands there: `name` and `column` of a
  // budget::SourcePart.
  void Enter(budget::SourcePartKind kind, std::string name, int column);

  // One line more; it stands in row, or is paragraph, `row`.
  void AddLine(absl::string_view line, int row);
  // A paragraph; its lines go on in each other, not in what follows.
  void AddParagraph(absl::string_view text, int row);
  // `width` tells how many cells of a row of a table are printed, blank ones
  // included; 0 leaves an empty line in its place. A wide gap between rows is
  // one empty line. Stops when full.
  void AddRows(const std::vector<SheetRow>& rows,
               absl::FunctionRef<int(const SheetRow&)> width);

  // Whether more was printed than kPrintedBytesMax or kSourcePartsMax.
  bool full() const;
  PrintedText& printed() { return printed_; }

 private:
  void AddRow(const SheetRow& row, int width);
  // A paragraph for each line of a text.
  void AddCellLines(absl::string_view text, int row);

  const budget::Form& form_;
  PrintedText printed_;
  int next_line_ = 1;
  budget::SourcePart part_;  // What is entered; line and row say nothing.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_LINE_PRINTER_H_
