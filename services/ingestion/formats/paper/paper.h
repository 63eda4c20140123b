#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace yuheng::ingestion {

// What a document made of pages shows, Word document or web page: paragraphs,
// and tables whose cells hold paragraphs and tables again.

// How deep tables stand in each other; a layout takes three or four.
inline constexpr size_t kTablesDeepMax = 16;

struct PaperTable;

// A paragraph, or a table.
struct PaperBlock {
  // \n at its line ends, TABs between columns; never blank.
  std::string text;
  std::unique_ptr<PaperTable> table;  // Null for a paragraph.
};

// Of merged cells the first holds what they show, the others are blank: cell n
// of a row stands in the same column as cell n of every other.
struct PaperCell {
  std::vector<PaperBlock> blocks;
  bool goes_on = false;  // Merged with the cell left of it.
};

struct PaperRow {
  std::vector<PaperCell> cells;
};

struct PaperTable {
  std::vector<PaperRow> rows;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_H_
