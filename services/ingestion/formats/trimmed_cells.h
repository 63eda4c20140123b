#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TRIMMED_CELLS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TRIMMED_CELLS_H_

#include <vector>

#include "services/budget/table_shape.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Editors trim the blanks at line ends. A blank cell in a line of its own is a
// TAB alone, and then an empty line as at the end of a row. In a text of such
// cells that has not one blank among them, the empty lines that are cells are
// made cells again: in tables and performance sheets in which every row,
// counted out line by line, is one of the form. Tables in which several rows
// lack cells that can't be counted out get `cells_lost`.
void RestoreTrimmedCells(const budget::Form& form,
                         std::vector<TableAnchor>* anchors,
                         std::vector<TextLine>* lines);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TRIMMED_CELLS_H_
