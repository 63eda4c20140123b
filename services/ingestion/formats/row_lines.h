#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ROW_LINES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ROW_LINES_H_

#include <vector>

#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Finds the lines behind the anchors of tables and performance sheets that
// hold a whole row, as spreadsheets write them: with or without a TAB before
// the first cell, with or without the blank cells at the end. They become
// cells and rows; where no TAB stands before a row, a TAB at its front is an
// empty cell. Sets the anchors' rows_trimmed.
void MarkRows(std::vector<TableAnchor>* anchors, std::vector<TextLine>* lines);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ROW_LINES_H_
