#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CSV_LONG_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CSV_LONG_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"

namespace yuheng::ingestion {

// Whether each row below the first states one figure: `address,value` as
// `yuheng parse -o csv` prints them, or `table,row,column,value`, among other
// columns and in any order.
bool IsLong(const SheetCells& cells);

// The tables of such a file, amounts in 万元. `column` is a key of the form or
// a heading. `department` and `year` are read where there are such columns.
// What is no cell of the form is told. `cells` are long. DOCUMENT_NOT_A_BUDGET
// when no table is left, DOCUMENT_UNREADABLE beyond kRowsPerTableMax.
absl::StatusOr<budget::Document> ReadLongCells(const budget::Form& form,
                                               absl::string_view file_name,
                                               const SheetCells& cells);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CSV_LONG_READER_H_
