#include "services/ingestion/formats/spaced_rows.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

using budget::RowSpace;

// No row is longer.
constexpr size_t kRowBytesMax = 600;

// One character of three bytes: 合 of "合  计".
bool IsOneCharacter(absl::string_view text) {
  size_t end = 0;
  budget::NextCodePoint(text, &end);
  return end == text.size() && text.size() == 3;
}

// The texts between runs of two blanks or more. Characters that were spread
// over a cell are put together again.
std::vector<std::string> SpacedTexts(absl::string_view text) {
  std::vector<std::string> texts;
  bool open = false;    // The last of them goes on.
  bool single = false;  // It was put together from single characters.
  size_t blanks = 0;
  std::string part;
  const auto close = [&] {
    if (part.empty()) return;
    const bool one = IsOneCharacter(part);
    if (one && single) {
      texts.back() += part;
    } else {
      texts.push_back(part);
    }
    single = one;
    part.clear();
  };
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    budget::NextCodePoint(text, &offset);
    const absl::string_view character = text.substr(start, offset - start);
    if (budget::TrimBlanks(character).empty()) {
      open = ++blanks < 2;
      continue;
    }
    if (!open) close();
    if (blanks == 1 && !part.empty()) part += ' ';
    part.append(character.data(), character.size());
    open = true;
    blanks = 0;
  }
  close();
  return texts;
}

// "210卫生健康支出", on the right of a table with two sides.
bool IsClassLine(const RawCell& cell) {
  return SplitCodedLabel(cell.text).code.size() == 3;
}

// Whether the last word of a text is a figure: no name ends so, its column is a
// single blank away.
bool EndsWithFigure(absl::string_view text) {
  const size_t blank = text.rfind(' ');
  return blank != absl::string_view::npos &&
         MakeRawCell(text.substr(blank + 1), 0).look == CellLook::kFigure;
}

using Cells = absl::Span<const RawCell>;

bool AnyText(Cells cells) {
  return std::any_of(cells.begin(), cells.end(), [](const RawCell& cell) {
    return cell.look == CellLook::kText;
  });
}

// Adds the amounts of one side; false when their columns can't be told.
bool PlaceAmounts(Cells amounts, size_t columns, std::vector<RawCell>* row) {
  if (AnyText(amounts) || (!amounts.empty() && amounts.size() != columns)) {
    return false;
  }
  row->insert(row->end(), amounts.begin(), amounts.end());
  row->resize(row->size() + columns - amounts.size());
  return true;
}

// A row of codes, name and amounts.
bool PlaceCoded(const budget::TableShape& shape, Cells cells,
                std::vector<RawCell>* row) {
  const size_t labels = shape.cells_per_row - shape.columns.size();
  const bool with_project = shape.row_space == RowSpace::kProject;
  const size_t codes = labels - (with_project ? 2 : 1);
  const size_t name = std::find_if(cells.begin(), cells.end(),
                                   [](const RawCell& cell) {
                                     return cell.look == CellLook::kText;
                                   }) -
                      cells.begin();
  if (name == cells.size() || name > codes) return false;
  const bool total = IsTotalLabel(budget::NormaliseLabel(cells[name].text));
  if (total ? name > 0
            : name == 0 || CodeDigits(cells.front().text).size() < 3) {
    return false;
  }
  row->assign(cells.begin(), cells.begin() + name);
  row->resize(codes);
  row->push_back(cells[name]);
  size_t next = name + 1;
  if (with_project) {
    const bool project =
        next < cells.size() && cells[next].look == CellLook::kText && !total;
    row->push_back(project ? cells[next++] : RawCell());
  }
  return PlaceAmounts(cells.subspan(next), shape.columns.size(), row);
}

// A row of one label and amounts a side.
bool PlaceLine(const budget::TableShape& shape, Cells cells,
               std::vector<RawCell>* row) {
  if (cells.front().look != CellLook::kText) return false;
  if (!shape.two_sided()) {
    row->push_back(cells.front());
    return PlaceAmounts(cells.subspan(1), shape.columns.size(), row);
  }
  size_t second = 0;
  const size_t income = shape.income_columns.size();
  if (IsClassLine(cells.front())) {
    row->resize(1 + income);
  } else {
    second = std::find_if(cells.begin() + 1, cells.end(),
                          [](const RawCell& cell) {
                            return cell.look == CellLook::kText;
                          }) -
             cells.begin();
    row->push_back(cells.front());
    if (!PlaceAmounts(cells.subspan(1, second - 1), income, row)) return false;
  }
  if (second == cells.size()) {
    row->resize(shape.cells_per_row);
    return true;
  }
  row->push_back(cells[second]);
  return PlaceAmounts(cells.subspan(second + 1), shape.columns.size(), row);
}

}  // namespace

std::vector<RawCell> ReadSpacedRow(const RowLook& look, absl::string_view text,
                                   int line) {
  const budget::TableShape& shape = look.shape();
  if (text.size() > kRowBytesMax || absl::StrContains(text, "。")) return {};
  std::vector<RawCell> cells;
  bool figures = false;
  for (const std::string& part : SpacedTexts(text)) {
    if (EndsWithFigure(part)) return {};
    cells.push_back(MakeRawCell(part, line));
    figures = figures || cells.back().look == CellLook::kFigure;
  }
  const bool right_alone =
      cells.size() == 1 && shape.two_sided() && IsClassLine(cells.front());
  if ((cells.size() < 2 && !right_alone) || (shape.coded() && !figures) ||
      !look.IsData(cells)) {
    return {};
  }
  std::vector<RawCell> row;
  const bool placed = shape.coded() ? PlaceCoded(shape, cells, &row)
                                    : PlaceLine(shape, cells, &row);
  if (!placed) return cells;
  for (RawCell& cell : row) cell.line = line;
  return row;
}

}  // namespace yuheng::ingestion
