#include "services/ingestion/formats/heading_rows.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {
namespace {

using Kind = HeadingMeaning::Kind;

// A row of figures that numbers the columns has at least so many.
constexpr int kNumberedColumnsMin = 3;

size_t CellCount(const TextLine& line) {
  return 1 + static_cast<size_t>(
                 std::count(line.text.begin(), line.text.end(), '\t'));
}

bool HoldsFigure(absl::Span<const RawCell> cells) {
  return std::any_of(cells.begin(), cells.end(), [](const RawCell& cell) {
    return cell.look == CellLook::kFigure;
  });
}

// 栏次 1 2 3 below the headings.
bool NumbersColumns(absl::Span<const RawCell> cells) {
  int count = 0;
  int64_t last = 0;
  for (const RawCell& cell : cells) {
    if (cell.look != CellLook::kFigure) continue;
    if (count > 0 && cell.micro != last + budget::kMicroPerOne) return false;
    if (cell.micro % budget::kMicroPerOne != 0) return false;
    last = cell.micro;
    ++count;
  }
  return count >= kNumberedColumnsMin &&
         last <= static_cast<int64_t>(cells.size()) * budget::kMicroPerOne;
}

class HeadingFinder {
 public:
  HeadingFinder(const ColumnHeadings& headings,
                const ColumnHeadings& income_headings,
                absl::Span<const TextLine> lines)
      : headings_(headings), income_headings_(income_headings), lines_(lines) {}

  HeadingRows Find(size_t begin, size_t limit) {
    found_.end = limit;
    bool open = true;
    for (size_t i = begin; i < found_.end; ++i) {
      if (PartNumber(lines_[i]) > 0) found_.end = i;
      if (i == found_.end || !open || !lines_[i].row) continue;
      std::vector<RawCell> cells = CellsOf(lines_[i]);
      if (AllBlank(cells)) continue;
      if (IsHeadingRow(cells)) {
        found_.rows.push_back(std::move(cells));
        found_.behind = i + 1;
        continue;
      }
      open = found_.rows.empty() && !HoldsFigure(cells);
      if (!found_.rows.empty() && NumbersColumns(cells)) found_.behind = i + 1;
    }
    DropShort();
    return std::move(found_);
  }

 private:
  Kind KindOf(const RawCell& cell) const {
    if (cell.look != CellLook::kText) return Kind::kUnknown;
    const Kind kind = headings_.MeaningOf(cell.text).kind;
    return kind == Kind::kUnknown ? income_headings_.MeaningOf(cell.text).kind
                                  : kind;
  }

  bool IsHeadingRow(absl::Span<const RawCell> cells) const {
    size_t printed = 0;
    size_t known = 0;
    size_t of_form = 0;
    if (HoldsFigure(cells)) return false;
    for (const RawCell& cell : cells) {
      if (cell.blank()) continue;
      ++printed;
      const Kind kind = KindOf(cell);
      known += kind != Kind::kUnknown;
      of_form += kind != Kind::kUnknown && kind != Kind::kBeside;
      // The total of a table without amounts.
      if (printed == 1 && known == 1 && of_form == 1 &&
          IsTotalLabel(budget::NormaliseLabel(cell.text)) &&
          std::all_of(&cell + 1, cells.data() + cells.size(),
                      [](const RawCell& other) { return other.blank(); })) {
        return false;
      }
    }
    if (of_form == 0) return false;
    return !found_.rows.empty() || known >= 2 || known == printed;
  }

  // Where merged cells are printed once, headings stand too far left, in rows
  // that are shorter than others. What is left says less than all.
  void DropShort() {
    size_t widest = 0;
    for (const auto& row : found_.rows) widest = std::max(widest, row.size());
    for (size_t i = found_.behind; i < found_.end; ++i) {
      if (lines_[i].row) widest = std::max(widest, CellCount(lines_[i]));
    }
    const auto dropped =
        std::remove_if(found_.rows.begin(), found_.rows.end(),
                       [&](const auto& row) { return row.size() < widest; });
    found_.complete = dropped == found_.rows.end();
    found_.rows.erase(dropped, found_.rows.end());
  }

  const ColumnHeadings& headings_;
  const ColumnHeadings& income_headings_;
  const absl::Span<const TextLine> lines_;
  HeadingRows found_;
};

}  // namespace

std::vector<RawCell> CellsOf(const TextLine& line) {
  std::vector<RawCell> cells;
  EachCell(line.text, [&](absl::string_view text) {
    cells.push_back(MakeRawCell(text, line.number));
    cells.back().number = static_cast<int>(cells.size());
  });
  return cells;
}

HeadingRows FindHeadingRows(const ColumnHeadings& headings,
                            const ColumnHeadings& income_headings,
                            absl::Span<const TextLine> lines, size_t begin,
                            size_t limit) {
  return HeadingFinder(headings, income_headings, lines).Find(begin, limit);
}

}  // namespace yuheng::ingestion
