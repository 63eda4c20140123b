#ifndef YUHENG_SERVICES_INGESTION_FORMATS_LINE_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_LINE_ROWS_H_

#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/row_assembler.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {

// Turns the printed rows of a table with fixed lines (T1, T4, T10) into rows
// of `table`, whose unit is known by now. Lines are told by their label and,
// where a label occurs twice, by their order.
void ReadLineRows(const RowLook& look, const std::vector<RawRow>& rows,
                  budget::Table* table, budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_LINE_ROWS_H_
