#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_GRID_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_GRID_H_

#include <vector>

#include "services/ingestion/formats/package/xml_part.h"

namespace yuheng::ingestion {

// The columns of a Word table (w:tblGrid). Borders that were drawn a little
// beside each other leave columns too narrow to hold anything: these are none.
class WordGrid {
 public:
  explicit WordGrid(const pugi::xml_node& table);

  // As how many columns a cell over `span` ones of the file from `column` on,
  // from 0, is seen; at least 1.
  int ColumnsSeen(int column, int span) const;

 private:
  // How many columns are seen in front of that one of the file.
  int SeenBefore(int column) const;

  std::vector<int> seen_;  // By border, the first one left of the table.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_GRID_H_
