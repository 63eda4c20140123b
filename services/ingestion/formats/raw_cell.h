#ifndef YUHENG_SERVICES_INGESTION_FORMATS_RAW_CELL_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_RAW_CELL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// What a printed cell may be before we know where it stands.
enum class CellLook : uint8_t {
  kBlank,   // Nothing, or only a dash.
  kFigure,  // A number.
  kText,
};

// A printed cell of a row under construction.
struct RawCell {
  std::string text;  // Trimmed; paragraphs of one cell joined.
  int line = 0;
  int number = 0;  // In its line, from 1; 0 where a cell is a line.
  CellLook look = CellLook::kBlank;
  int64_t micro = 0;  // kFigure only; see services/budget/decimal.h.
  int64_t precision_micro = 0;

  bool blank() const { return look == CellLook::kBlank; }
};

RawCell MakeRawCell(absl::string_view text, int line);

bool AllBlank(absl::Span<const RawCell> cells);

// Whether a cell says anything: neither blank nor zero.
inline bool SaysAnything(const RawCell& cell) {
  return cell.look == CellLook::kText ||
         (cell.look == CellLook::kFigure && cell.micro != 0);
}

// Adds a further paragraph to the cell.
void AppendParagraph(absl::string_view text, RawCell* cell);

// The unit amounts of a table are printed in.
struct AmountUnit {
  int64_t unit_fen = 0;  // 分 a printed 1 stands for.
};

// The amount cell for a printed cell of `file`. kUnreadable when it is no
// number, no whole number of 分 or too large.
budget::Cell ReadAmountCell(const RawCell& raw, AmountUnit unit,
                            const budget::SourceFile& file);

// Where the amounts of a row with too few or too many cells belong.
struct Alignment {
  // For each column the index of its cell; -1 for none.
  std::vector<int> source;
  // For each column whether that is certain.
  std::vector<bool> certain;
};

// Tries every way to put `cells` into `columns` in their order: missing cells
// are taken as blank, surplus ones must be blank. A column is certain when all
// ways whose sums hold (domain.md section 8) agree on it.
Alignment AlignAmounts(const std::vector<budget::Column>& columns,
                       absl::Span<const RawCell> cells);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_RAW_CELL_H_
