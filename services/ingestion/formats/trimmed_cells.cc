#include "services/ingestion/formats/trimmed_cells.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/row_look.h"
#include "services/ingestion/formats/sheet_columns.h"
#include "services/ingestion/formats/sheet_head.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

using budget::RowSpace;
using Cells = absl::Span<const RawCell>;

// One row may lack cells for another reason than that blanks were trimmed.
constexpr int kBrokenRunsMin = 2;

// Cells stand one a line, and none is a TAB alone or ends with a blank that an
// editor would trim.
bool IsTrimmed(absl::Span<const TextLine> lines) {
  bool cells = false;
  for (const TextLine& line : lines) {
    if (!line.cell) continue;
    if (line.row || line.text.empty() ||
        absl::ascii_isblank(line.text.back())) {
      return false;
    }
    cells = true;
  }
  return cells;
}

bool NoText(Cells cells) {
  return std::none_of(cells.begin(), cells.end(), [](const RawCell& cell) {
    return cell.look == CellLook::kText;
  });
}

bool IsTotal(const RawCell& cell) {
  return cell.look == CellLook::kText &&
         IsTotalLabel(budget::NormaliseLabel(cell.text));
}

// Where the name of an account or of a total stands in a coded row.
size_t NameIndex(const budget::TableShape& shape) {
  return shape.cells_per_row - shape.columns.size() -
         (shape.row_space == RowSpace::kProject ? 2 : 1);
}

// Whether the cells of a whole row are each what the form has in their place;
// 合计 may stand in any label's.
bool FitsCodedRow(const budget::TableShape& shape, Cells cells) {
  const size_t columns = shape.columns.size();
  const Cells labels = cells.first(cells.size() - columns);
  if (!NoText(cells.last(columns))) return false;
  const auto printed =
      std::count_if(labels.begin(), labels.end(),
                    [](const RawCell& cell) { return !cell.blank(); });
  if (printed == 1 && std::any_of(labels.begin(), labels.end(), IsTotal)) {
    return true;
  }
  const size_t name = NameIndex(shape);
  return NoText(labels.first(name)) && labels[name].look == CellLook::kText &&
         CodeDigits(labels[0].text).size() == 3;
}

bool FitsLineRow(const RowLook& look, Cells cells) {
  const budget::TableShape& shape = look.shape();
  const size_t second =
      shape.two_sided() ? shape.income_columns.size() + 1 : cells.size();
  const Cells left = cells.subspan(0, second);
  if (!NoText(left.subspan(1)) ||
      !(look.IsData(left.first(1)) || (shape.two_sided() && AllBlank(left)))) {
    return false;
  }
  if (!shape.two_sided()) return true;
  const RawCell& label = cells[second];
  const Cells right = cells.subspan(second + 1);
  return NoText(right) &&
         (IsTotal(label) || SplitCodedLabel(label.text).code.size() == 3 ||
          (label.blank() && AllBlank(right)));
}

// One line of a table or sheet, as a cell.
struct Slot {
  size_t index = 0;    // Of the line.
  bool empty = false;  // A row's end, a blank cell or a gap inside a cell.
  RawCell cell;
};

// Counts out the rows of one table or sheet.
class RowCount {
 public:
  // `fits`: whether cells, as many as `width`, are a row.
  RowCount(std::vector<Slot> slots, size_t width,
           absl::FunctionRef<bool(Cells)> fits)
      : slots_(std::move(slots)), width_(width), fits_(fits) {}

  // The lines of the blank cells when from the slot `begin` on every row can be
  // told and can be told in one way only.
  std::optional<std::vector<size_t>> BlankCells(size_t begin) const {
    std::vector<size_t> blanks;
    size_t last = slots_.size();
    while (last > begin && slots_[last - 1].cell.blank()) --last;
    while (begin < last) {
      const std::optional<std::vector<size_t>> row = RowAt(begin);
      if (!row.has_value()) return std::nullopt;
      for (const size_t slot : *row) {
        if (slots_[slot].empty) blanks.push_back(slots_[slot].index);
      }
      begin = BehindSurplus(row->back() + 1) + 1;
    }
    return blanks;
  }

 private:
  // The slots of the row that begins at `begin`. Where the lines as they stand
  // are none, one of the empty ones may be inside a cell.
  std::optional<std::vector<size_t>> RowAt(size_t begin) const {
    std::vector<size_t> row;
    if (TakeRow(begin, slots_.size(), &row)) return row;
    std::optional<std::vector<size_t>> found;
    for (size_t gap = begin + 1; gap < begin + width_; ++gap) {
      // Of empty lines below each other it is all the same which.
      if (gap >= slots_.size() || !slots_[gap].empty || slots_[gap - 1].empty ||
          !TakeRow(begin, gap, &row)) {
        continue;
      }
      if (found.has_value()) return std::nullopt;
      found = row;
    }
    return found;
  }

  // Takes `width_` slots, without the slot `gap`, and an empty one behind them.
  bool TakeRow(size_t begin, size_t gap, std::vector<size_t>* row) const {
    row->clear();
    std::vector<RawCell> cells;
    size_t slot = begin;
    for (; cells.size() < width_; ++slot) {
      if (slot >= slots_.size()) return false;
      if (slot == gap) continue;
      row->push_back(slot);
      cells.push_back(slots_[slot].cell);
    }
    slot = BehindSurplus(slot);
    const bool ends = slot >= slots_.size() || slots_[slot].empty;
    return ends && (AllBlank(cells) || fits_(cells));
  }

  // Behind blank cells that a row has more than the form.
  size_t BehindSurplus(size_t slot) const {
    while (slot < slots_.size() && !slots_[slot].empty &&
           slots_[slot].cell.blank()) {
      ++slot;
    }
    return slot;
  }

  const std::vector<Slot> slots_;
  const size_t width_;
  const absl::FunctionRef<bool(Cells)> fits_;
};

// The lines of one table or sheet.
class Region {
 public:
  explicit Region(absl::Span<TextLine> lines) : lines_(lines) {
    size_t end = lines_.size();
    while (end > 0 && (IsBlank(lines_[end - 1]) || !lines_[end - 1].cell)) {
      --end;  // What stands behind the last cell that is printed.
    }
    for (size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (PartNumber(line) > 0 || (i >= end && !IsBlank(line))) break;
      if (line.cell || IsBlank(line)) {
        slots_.push_back({i, !line.cell, MakeRawCell(line.text, line.number)});
        continue;
      }
      // A further paragraph of the cell before.
      while (!slots_.empty() && slots_.back().empty) slots_.pop_back();
    }
  }

  // False when the cells of the table are lost: several rows lack some and
  // can't be counted out.
  bool RestoreTable(const budget::TableShape& shape) {
    const RowLook look(shape);
    const size_t begin = FirstRow(look);
    const auto fits = [&](Cells cells) {
      return shape.coded() ? FitsCodedRow(shape, cells)
                           : FitsLineRow(look, cells);
    };
    return Restore(begin, shape.cells_per_row, fits) ||
           BrokenRuns(begin, look) < kBrokenRunsMin;
  }

  void RestoreSheet() {
    size_t begin = 0;
    while (begin < slots_.size() && !OpensSheetHeader(slots_[begin].cell)) {
      ++begin;
    }
    RestoreHead(begin);
    if (begin > 0 && begin < slots_.size() &&
        NumbersSheetRows(slots_[begin - 1].cell)) {
      --begin;
    }
    std::vector<SheetColumn> columns;
    for (; begin < slots_.size() && !slots_[begin].empty; ++begin) {
      columns.push_back(SheetColumnOf(slots_[begin].cell));
    }
    Restore(begin + 1, columns.size(), [&](Cells cells) {
      for (size_t i = 0; i < cells.size(); ++i) {
        const bool printed = columns[i] == SheetColumn::kName ||
                             columns[i] == SheetColumn::kTarget ||
                             columns[i] == SheetColumn::kWeight;
        if (printed && cells[i].blank()) return false;
        if (columns[i] == SheetColumn::kWeight && !NoText({&cells[i], 1})) {
          return false;
        }
      }
      return true;
    });
  }

 private:
  bool Restore(size_t begin, size_t width,
               absl::FunctionRef<bool(Cells)> fits) {
    if (begin >= slots_.size() || width == 0) return true;
    const auto blanks = RowCount(slots_, width, fits).BlankCells(begin);
    if (!blanks.has_value()) return false;
    for (const size_t index : *blanks) lines_[index].cell = true;
    return true;
  }

  // How many runs of cells between empty lines lack cells of a row.
  int BrokenRuns(size_t begin, const RowLook& look) const {
    int broken = 0;
    std::vector<RawCell> run;
    for (size_t i = begin; i <= slots_.size(); ++i) {
      if (i < slots_.size() && !slots_[i].empty) {
        run.push_back(slots_[i].cell);
        continue;
      }
      broken += !run.empty() && run.size() < look.cells_per_row() &&
                !look.IsCompleteThoughShort(run);
      run.clear();
    }
    return broken;
  }

  // The slot of the first row's first cell: of its code, its line or the blank
  // codes in front of its total.
  size_t FirstRow(const RowLook& look) const {
    const budget::TableShape& shape = look.shape();
    const size_t name = shape.coded() ? NameIndex(shape) : 0;
    for (size_t i = 0; i < slots_.size(); ++i) {
      const RawCell& cell = slots_[i].cell;
      if (cell.blank() || (i > 0 && !slots_[i - 1].cell.blank())) continue;
      if (!shape.coded()) {
        if (look.IsData({&cell, 1})) return i;
      } else if (CodeDigits(cell.text).size() == 3) {
        return i;
      } else if (IsTotal(cell)) {
        size_t first = i;
        while (first > 0 && i - first < name &&
               slots_[first - 1].cell.blank()) {
          --first;
        }
        return first;
      }
    }
    return slots_.size();
  }

  // A label of the head without its value: an empty line behind it, and one
  // more or another label behind that.
  void RestoreHead(size_t end) {
    const auto label = [&](size_t slot) {
      return SheetHeadFieldOf(budget::NormaliseLabel(slots_[slot].cell.text))
          .has_value();
    };
    for (size_t i = 0; i + 2 < end; ++i) {
      if (label(i) && slots_[i + 1].empty &&
          (slots_[i + 2].empty || label(i + 2))) {
        lines_[slots_[i + 1].index].cell = true;
      }
    }
  }

  absl::Span<TextLine> lines_;
  std::vector<Slot> slots_;
};

}  // namespace

void RestoreTrimmedCells(const budget::Form& form,
                         std::vector<TableAnchor>* anchors,
                         std::vector<TextLine>* lines) {
  if (!IsTrimmed(*lines)) return;
  for (size_t i = 0; i < anchors->size(); ++i) {
    TableAnchor& anchor = (*anchors)[i];
    const size_t begin = anchor.title + 1;
    const size_t end =
        i + 1 < anchors->size() ? (*anchors)[i + 1].begin : lines->size();
    Region region(absl::MakeSpan(*lines).subspan(begin, end - begin));
    if (anchor.kind != budget::TableKind::kNone) {
      anchor.cells_lost = !region.RestoreTable(form.Table(anchor.kind));
    } else if (IsPerformanceSheetTitle((*lines)[anchor.title].text)) {
      region.RestoreSheet();
    }
  }
}

}  // namespace yuheng::ingestion
