#include "services/ingestion/formats/sheet_rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/table_anchor.h"

namespace yuheng::ingestion {
namespace {

using Row = std::vector<RawCell>;

// The longest sub-heading that may stand behind a sheet, normalised.
constexpr size_t kHeadingBytesMax = 90;
// A title outside the cells has them this many lines below at most.
constexpr size_t kTitleLinesMax = 6;

// A title that stands outside the cells: alone in its line, cells soon behind.
bool IsTitleAbove(absl::Span<const TextLine> lines, size_t i) {
  if (!IsPerformanceSheetTitle(lines[i].text)) return false;
  if (absl::StrContains(budget::NormaliseLabel(lines[i].text), "。")) {
    return false;
  }
  for (size_t next = i + 1; next < lines.size() && next <= i + kTitleLinesMax;
       ++next) {
    if (lines[next].cell) return true;
  }
  return false;
}

// Whether a line outside the cells ends the sheet before it: a heading of the
// narrative or of a part.
bool EndsSheet(absl::string_view text) {
  if (PartNumber(text) != 0) return true;
  const std::string normal = budget::NormaliseLabel(text);
  return normal.size() <= kHeadingBytesMax && BeginsNumbered(normal);
}

class SheetFinder {
 public:
  std::vector<SheetRows> Find(absl::Span<const TextLine> lines) {
    for (size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].cell) {
        OnCell(lines[i]);
      } else {
        OnText(lines, i);
      }
    }
    return std::move(sheets_);
  }

 private:
  void OnCell(const TextLine& line) {
    if (IsPerformanceSheetTitle(line.text)) {
      Open(line);
      return;
    }
    if (!open_) return;
    if (line.row) sheets_.back().rows_in_lines = true;
    auto& runs = sheets_.back().runs;
    if (line.row || new_run_ || runs.empty()) runs.emplace_back();
    const auto add = [&](absl::string_view text) {
      runs.back().push_back(MakeRawCell(text, line.number));
    };
    if (line.row) {
      EachCell(line.text, [&](absl::string_view text) {
        add(text);
        runs.back().back().number = static_cast<int>(runs.back().size());
      });
    } else {
      add(line.text);
    }
    new_run_ = line.row;
    if (absl::StrContains(line.text, "一级指标")) header_ = true;
  }

  void OnText(absl::Span<const TextLine> lines, size_t i) {
    const absl::string_view text = lines[i].text;
    if (budget::TrimBlanks(text).empty()) {
      new_run_ = true;
      return;
    }
    if (IsTitleAbove(lines, i)) {
      Open(lines[i]);
      return;
    }
    if (!open_) return;
    auto& runs = sheets_.back().runs;
    // Above the header the paragraphs of the goal may be numbered.
    if (header_ && EndsSheet(text)) {
      open_ = false;
    } else if (runs.empty()) {
      runs.push_back({MakeRawCell(text, lines[i].number)});
    } else {
      // A further paragraph of the cell before.
      AppendParagraph(text, &runs.back().back());
      new_run_ = false;
    }
  }

  void Open(const TextLine& line) {
    sheets_.push_back({.title = MakeRawCell(line.text, line.number)});
    open_ = true;
    header_ = false;
    new_run_ = true;
  }

  std::vector<SheetRows> sheets_;
  bool open_ = false;
  bool header_ = false;
  bool new_run_ = true;
};

void DropBlankTail(size_t columns, Row* row) {
  while (row->size() > columns && row->back().blank()) row->pop_back();
}

}  // namespace

std::vector<SheetRows> FindSheets(absl::Span<const TextLine> lines) {
  return SheetFinder().Find(lines);
}

std::vector<std::vector<RawCell>> RowsOf(
    absl::Span<const std::vector<RawCell>> runs, size_t columns) {
  std::vector<Row> rows;
  for (size_t i = 0; i < runs.size(); ++i) {
    Row row = runs[i];
    // An empty line inside a cell: the rest of the row is the next run.
    while (row.size() < columns && i + 1 < runs.size() &&
           runs[i + 1].size() < columns &&
           row.size() + runs[i + 1].size() <= columns) {
      ++i;
      row.insert(row.end(), runs[i].begin(), runs[i].end());
    }
    DropBlankTail(columns, &row);
    // Rows without an empty line between them.
    size_t begin = 0;
    while (row.size() - begin > columns &&
           (row.size() - begin) % columns == 0) {
      rows.emplace_back(row.begin() + begin, row.begin() + begin + columns);
      begin += columns;
    }
    row.erase(row.begin(), row.begin() + begin);
    if (!AllBlank(row)) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace yuheng::ingestion
