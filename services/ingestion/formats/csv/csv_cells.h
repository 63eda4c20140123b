#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_CELLS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_CELLS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"

namespace yuheng::ingestion {

// What separates the cells of most lines: ',', ';' or TAB; 0 when nothing does.
char SeparatorOf(absl::string_view text);

// The cells of a csv file (RFC 4180), numbered as a spreadsheet does that opens
// it: a cell in quotes may hold line ends. Quotes that are not closed as a
// program closes them are characters like any other. What spreadsheets put
// around a text that looks like a number (="0203", '0203) is taken off. Takes
// what it reads from `allowance`; DOCUMENT_TOO_LARGE names file and cell.
absl::StatusOr<SheetCells> ReadCsvCells(absl::string_view file_name,
                                        absl::string_view text, char separator,
                                        SheetAllowance* allowance);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_CELLS_H_
