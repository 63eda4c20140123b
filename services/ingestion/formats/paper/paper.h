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
  std::string text;                   // \n at its line ends; never blank.
  std::unique_ptr<PaperTable> table;  // Null for a paragraph.
};

// Merged cells are one, in the first row of theirs; below it they are blank.
struct PaperCell {
  std::vector<PaperBlock> blocks;
};

struct PaperRow {
  std::vector<PaperCell> cells;
};

struct PaperTable {
  std::vector<PaperRow> rows;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_H_
