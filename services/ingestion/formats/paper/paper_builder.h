#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_BUILDER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_BUILDER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/paper/paper.h"

namespace yuheng::ingestion {

// Puts paragraphs and tables together in the order in which they are read.
// Whatever the order of its calls, what comes out is sound: a row without a
// table is none, a cell without a row begins one, and text in a table but in no
// cell stands before the table.
class PaperBuilder {
 public:
  // How many columns and rows a cell goes over; at least 1.
  struct Span {
    int columns = 1;
    int rows = 1;
  };

  PaperBuilder() { open_.emplace_back(); }

  // Text of the paragraph that is open, \n at a line end; opens one. Blanks
  // that don't break and TABs become blanks; what shows nothing (soft hyphens,
  // zero-width and control characters) is left out.
  void Append(absl::string_view text);
  // Counts text that was put together, whether or not it is shown.
  void ChargeText(size_t bytes) { Charge(0, bytes); }
  // A TAB that parts columns.
  void AppendTab();
  // What the paragraph holds so far.
  const std::string& paragraph() const { return paragraph_; }
  // Ends the paragraph; none when it is blank.
  void EndParagraph();

  void OpenTable();
  void OpenRow();
  void OpenCell(Span span);
  void CloseCell();
  void CloseRow();
  void CloseTable();
  // Whether a table, or a cell of the innermost one, is open.
  bool in_table() const { return open_.size() > 1; }
  bool in_cell() const { return open_.back().in_cell; }

  // DOCUMENT_TOO_LARGE once a limit of printed_text.h or paper.h was passed;
  // from then on nothing is added.
  const absl::Status& status() const { return status_; }
  // Closes what is open.
  absl::StatusOr<std::vector<PaperBlock>> Finish();

 private:
  // A cell of a row above that goes on below it.
  struct Covering {
    int column = 0;
    int columns = 1;
    int rows_left = 0;
  };
  // A table and what of it is open; the first one is the document itself, whose
  // blocks are those of its only cell.
  struct OpenedTable {
    std::unique_ptr<PaperTable> table;  // Null for the document.
    std::vector<PaperBlock> blocks;     // Of the cell, or of the document.
    bool in_row = false;
    bool in_cell = false;
    int column = 0;                   // Where the next cell of the row begins.
    int columns = 1;                  // Of the cell that is open.
    std::vector<Covering> covering;   // Of the rows above, by column.
    size_t next_covering = 0;         // The first not left of `column`.
    std::vector<Covering> beginning;  // Of this row.
  };

  // Where a paragraph belongs: the innermost cell, or the document.
  OpenedTable& Container();
  // Cells that those above cover up to where the next one begins, or all.
  void AddCovered(bool all);
  // A cell over so many columns.
  void AddCells(std::vector<PaperBlock> blocks, int columns);
  void Charge(size_t cells, size_t bytes);

  std::vector<OpenedTable> open_;
  std::string paragraph_;
  size_t cells_ = 0;
  size_t bytes_ = 0;
  absl::Status status_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_PAPER_BUILDER_H_
