#include "services/ingestion/formats/row_lines.h"

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/table_notes.h"

namespace yuheng::ingestion {
namespace {

// The number of a paragraph, with a TAB behind it: "（十一）".
constexpr size_t kNumberBytesMax = 16;

bool HasTab(const TextLine& line) { return absl::StrContains(line.text, '\t'); }

bool BeginsWithNumber(absl::string_view text) {
  const std::string first =
      budget::NormaliseLabel(text.substr(0, text.find('\t')));
  return !first.empty() && first.size() <= kNumberBytesMax &&
         budget::EndsWithAny(first, {"、", ".", ")"});
}

// Whether a line without a TAB at its front can be a row all the same.
bool MayBeRow(const TextLine& line, bool sheet) {
  if (!HasTab(line) || BeginsWithNumber(line.text)) return false;
  if (sheet) return true;
  if (absl::StrContains(line.text, "。")) return false;
  const TableNote note = ReadTableNote(line.text);
  return note.unit_fen == 0 && !note.prepared_by_label;
}

// The lines of one table or sheet.
class Region {
 public:
  Region(absl::Span<TextLine> lines, bool sheet)
      : lines_(lines), sheet_(sheet) {}

  // Whether blank cells at the end of the rows are not printed.
  bool MarkRows() {
    Count();
    bool any = false;
    bool trimmed = true;
    for (TextLine& line : lines_) {
      if (!Mark(&line)) continue;
      any = true;
      trimmed = trimmed && !absl::EndsWith(line.text, "\t");
    }
    return any && trimmed;
  }

  // Whether no TAB stands before the first cell of a row.
  bool bare() const { return in_lines_ && bare_; }

 private:
  // Of what kind most lines are.
  void Count() {
    size_t cells = 0;
    size_t rows = 0;
    // Above the header of a sheet the paragraphs of the goal may be numbered.
    bool ends = !sheet_;
    for (size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      ends = ends || absl::StrContains(line.text, "一级指标");
      if (PartNumber(line) > 0 ||
          (ends && !HasTab(line) && IsSectionHeading(line))) {
        lines_ = lines_.subspan(0, i);
        break;
      }
      if (!HasTab(line)) {
        cells += line.cell && !budget::TrimBlanks(line.text).empty();
      } else if (HoldsRow(line.text) && (line.cell || MayBeRow(line, sheet_))) {
        ++rows;
        bare_ = bare_ || !line.cell;
      }
    }
    in_lines_ = rows > 0 && rows >= cells;
  }

  bool Mark(TextLine* line) const {
    if (in_lines_ ? !line->cell && !MayBeRow(*line, sheet_)
                  : !HasTab(*line) || !HoldsRow(line->text) ||
                        !(line->cell || MayBeRow(*line, sheet_))) {
      return false;
    }
    // A cell in a line of its own, of a heading perhaps.
    if (bare_ && line->cell && !HasTab(*line)) return false;
    if (bare_ && line->cell) {
      // The TAB at the front stands behind an empty cell.
      line->text = {line->text.data() - 1, line->text.size() + 1};
    }
    line->cell = true;
    line->row = true;
    return true;
  }

  absl::Span<TextLine> lines_;
  const bool sheet_;
  bool in_lines_ = false;  // Most rows stand in one line each.
  bool bare_ = false;      // Some of them have no TAB before the first cell.
};

}  // namespace

void MarkRows(std::vector<TableAnchor>* anchors, std::vector<TextLine>* lines) {
  for (size_t i = 0; i < anchors->size(); ++i) {
    TableAnchor& anchor = (*anchors)[i];
    const bool sheet = anchor.kind == budget::TableKind::kNone;
    if (sheet && !IsPerformanceSheetTitle((*lines)[anchor.title].text)) {
      continue;
    }
    const size_t begin = anchor.title + 1;
    const size_t end =
        i + 1 < anchors->size() ? (*anchors)[i + 1].begin : lines->size();
    Region region(absl::MakeSpan(*lines).subspan(begin, end - begin), sheet);
    anchor.rows_trimmed = region.MarkRows();
    if (!sheet || !region.bare()) continue;
    // The title and the year below it are cells too.
    for (size_t at = anchor.title; at < end && !(*lines)[at].row; ++at) {
      TextLine& line = (*lines)[at];
      line.cell = line.cell || !budget::TrimBlanks(line.text).empty();
    }
  }
}

}  // namespace yuheng::ingestion
