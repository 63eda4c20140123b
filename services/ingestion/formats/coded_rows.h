#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CODED_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CODED_ROWS_H_

#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/row_assembler.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {

// Turns the printed rows of a table with codes (T2, T3, T5 to T9) into rows of
// `table`, whose unit is known by now. What can't be read goes to the
// document's problems.
void ReadCodedRows(const RowLook& look, const std::vector<RawRow>& rows,
                   budget::Table* table, budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CODED_ROWS_H_
