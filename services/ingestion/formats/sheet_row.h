#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROW_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROW_H_

#include <string>
#include <vector>

namespace yuheng::ingestion {

// A cell that shows something.
struct SheetCell {
  int column = 0;    // 1-based.
  std::string text;  // As shown, \n at its line ends.
};

// A row of a sheet of a workbook, or of a table of a document.
struct SheetRow {
  int number = 0;                // 1-based.
  std::vector<SheetCell> cells;  // By column; never empty.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SHEET_ROW_H_
