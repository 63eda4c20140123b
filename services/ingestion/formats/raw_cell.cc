#include "services/ingestion/formats/raw_cell.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

// Rows further off than this are not guessed at.
constexpr int kCellsOffMax = 2;
// Half of the last printed place of a table in 万元 (0.005), in millionths.
constexpr int64_t kHalfPlaceMicro = 5'000;
// A printed figure is never longer, its separators included.
constexpr size_t kFigureBytesMax = 96;

// Dashes and strokes stand for nothing.
bool IsDashOnly(absl::string_view text) {
  for (size_t offset = 0; offset < text.size();) {
    const char32_t c = budget::NextCodePoint(text, &offset);
    if (c != U'-' && c != U'—' && c != U'–' && c != U'－' && c != U'−' &&
        c != U'/' && c != U'／') {
      return false;
    }
  }
  return true;
}

// Whether a figure can begin like this; spares most texts the parsing.
bool MayBeFigure(absl::string_view text) {
  const unsigned char c = text.front();
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '(' ||
         c == '.' || c == 0xE2 || c == 0xEF;
}

void Look(RawCell* cell) {
  cell->look = CellLook::kText;
  if (cell->text.empty() || IsDashOnly(cell->text)) {
    cell->look = CellLook::kBlank;
    return;
  }
  if (cell->text.size() > kFigureBytesMax || !MayBeFigure(cell->text)) return;
  const absl::StatusOr<budget::Decimal> figure =
      budget::ParseDecimal(cell->text);
  if (!figure.ok()) return;
  cell->look = CellLook::kFigure;
  cell->micro = figure->micro;
  cell->precision_micro = figure->precision_micro;
}

int64_t MicroOf(absl::Span<const RawCell> cells, int index) {
  return index < 0 ? 0 : cells[index].micro;
}

bool SumsHold(const std::vector<budget::Column>& columns,
              absl::Span<const RawCell> cells, const std::vector<int>& source) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].leaf()) continue;
    int64_t sum = 0;
    int parts = 0;
    for (const int part : columns[i].parts) {
      const int64_t micro = MicroOf(cells, source[part]);
      sum += micro;
      parts += micro != 0;
    }
    const int64_t allowed = parts < 2 ? 0 : (parts + 1) * kHalfPlaceMicro;
    if (std::llabs(MicroOf(cells, source[i]) - sum) > allowed) return false;
  }
  return true;
}

// Calls `visit` with every choice of `count` of the indexes below `size`.
template <typename Visit>
void ForEachChoice(int size, int count, const Visit& visit) {
  if (count == 1) {
    for (int i = 0; i < size; ++i) visit(i, -1);
    return;
  }
  for (int i = 0; i < size; ++i) {
    for (int j = i + 1; j < size; ++j) visit(i, j);
  }
}

}  // namespace

RawCell MakeRawCell(absl::string_view text, int line) {
  RawCell cell;
  const absl::string_view trimmed = budget::TrimBlanks(text);
  cell.text.assign(trimmed.data(), trimmed.size());
  // A line end inside the cell, as word processors write it.
  cell.text.erase(std::remove(cell.text.begin(), cell.text.end(), '\v'),
                  cell.text.end());
  cell.line = line;
  Look(&cell);
  return cell;
}

bool AllBlank(absl::Span<const RawCell> cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const RawCell& cell) { return cell.blank(); });
}

void AppendParagraph(absl::string_view text, RawCell* cell) {
  const absl::string_view trimmed = budget::TrimBlanks(text);
  cell->text.append(trimmed.data(), trimmed.size());
  Look(cell);
}

budget::Cell ReadAmountCell(const RawCell& raw, AmountUnit unit,
                            const budget::SourceFile& file) {
  budget::Cell cell;
  cell.location = file.Locate(raw.line, raw.number);
  cell.printed = budget::RemoveBlanks(raw.text);
  if (raw.blank()) return cell;
  cell.state = budget::CellState::kUnreadable;
  if (raw.look != CellLook::kFigure) return cell;
  const __int128 scaled = static_cast<__int128>(raw.micro) * unit.unit_fen;
  if (scaled % budget::kMicroPerOne != 0) return cell;
  const __int128 fen = scaled / budget::kMicroPerOne;
  if (fen > budget::kFigureMicroMax || fen < -budget::kFigureMicroMax) {
    return cell;
  }
  cell.state = budget::CellState::kStated;
  cell.amount_fen = static_cast<int64_t>(fen);
  return cell;
}

Alignment AlignAmounts(const std::vector<budget::Column>& columns,
                       absl::Span<const RawCell> cells) {
  const int width = static_cast<int>(columns.size());
  const int count = static_cast<int>(cells.size());
  Alignment result;
  result.source.assign(width, -1);
  result.certain.assign(width, false);
  const int off = count - width;
  if (width < 2 || off == 0 || std::abs(off) > kCellsOffMax) return result;

  bool found = false;
  const auto consider = [&](const std::vector<int>& source) {
    if (!SumsHold(columns, cells, source)) return;
    if (!found) {
      found = true;
      result.source = source;
      result.certain.assign(width, true);
      return;
    }
    for (int i = 0; i < width; ++i) {
      const bool same_blank =
          (source[i] < 0 || cells[source[i]].blank()) &&
          (result.source[i] < 0 || cells[result.source[i]].blank());
      const bool same_figure =
          source[i] >= 0 && result.source[i] >= 0 &&
          cells[source[i]].look == CellLook::kFigure &&
          cells[result.source[i]].look == CellLook::kFigure &&
          cells[source[i]].micro == cells[result.source[i]].micro;
      if (!same_blank && !same_figure) result.certain[i] = false;
    }
  };
  std::vector<int> source(width);
  if (off < 0) {
    ForEachChoice(width, -off, [&](int a, int b) {
      int next = 0;
      for (int i = 0; i < width; ++i) {
        source[i] = i == a || i == b ? -1 : next++;
      }
      consider(source);
    });
  } else {
    ForEachChoice(count, off, [&](int a, int b) {
      if (!cells[a].blank() || (b >= 0 && !cells[b].blank())) return;
      int column = 0;
      for (int i = 0; i < count; ++i) {
        if (i != a && i != b) source[column++] = i;
      }
      consider(source);
    });
  }
  return result;
}

}  // namespace yuheng::ingestion
