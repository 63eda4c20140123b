#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ROW_ASSEMBLER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ROW_ASSEMBLER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {

// A row as it was printed.
struct RawRow {
  std::vector<RawCell> cells;
  // Every cell the form asks for is there, or only label cells are merged.
  bool complete = false;
  // The text ended in the middle of the row.
  bool cut = false;
};

// Puts the cells of one table together to rows. Rows end with an empty line,
// but a cell may hold paragraphs, so that an empty line or a line without TAB
// stands inside it: a row is complete when its number of cells is reached. A
// row that never gets complete is handed on as such, and the next one is found
// again.
class RowAssembler {
 public:
  // `look` must outlive the assembler. Rows come out in printed order; blank
  // filler rows and header rows don't.
  explicit RowAssembler(const RowLook& look) : look_(look) {}

  void AddCell(absl::string_view text, int line);
  // Adds a row that stood in one line. `trimmed`: blank cells at its end are
  // not printed.
  void AddRow(std::vector<RawCell> cells, bool trimmed);
  void EndRun();
  // Whether a paragraph can only be the rest of a cell; if so it was taken.
  bool TakeParagraph(absl::string_view text, bool followed_by_cell);
  // Ends the table. `at_end`: so does the text; the form's last row then has
  // its blank cells, which editors take from the end of a text.
  void Finish(bool at_end);

  // Whether a data row was seen.
  bool in_data() const { return in_data_; }
  // Cells of a row that is not complete yet.
  size_t pending() const { return pending_.size(); }
  std::vector<RawRow>& rows() { return rows_; }
  const std::vector<RawRow>& rows() const { return rows_; }
  // The lines of what has figures and yet was taken for no row.
  const std::vector<int>& unread_lines() const { return unread_lines_; }

 private:
  void EmitBroken(size_t count, bool cut);
  void EmitComplete(size_t count);
  // Decides on the cells behind `run_`; true when they are settled.
  bool SettleRun();
  void SplitSurplus();
  // Leaves the cells out: column headings and such.
  void Drop(absl::Span<const RawCell> cells);

  const RowLook& look_;
  std::vector<RawCell> pending_;
  size_t run_ = 0;  // Where the current run of cells begins in pending_.
  bool in_data_ = false;
  std::vector<RawRow> rows_;
  std::vector<int> unread_lines_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ROW_ASSEMBLER_H_
