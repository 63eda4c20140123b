#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ROW_LOOK_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ROW_LOOK_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/raw_cell.h"

namespace yuheng::ingestion {

// Whether the normalised label is that of a total row (合计, 收入总计, …).
bool IsTotalLabel(absl::string_view normal_label);

// The digits of a code cell ("206", "0１"); empty when it is none.
std::string CodeDigits(absl::string_view text);

// A label that begins with a 3, 5 or 7-digit code: "210卫生健康支出".
struct CodedLabel {
  std::string code;        // Empty when there is none.
  absl::string_view name;  // View of the label, behind the code.
};
CodedLabel SplitCodedLabel(absl::string_view label);

// The cells of a row of a coded table (all but T1, T4, T10), by what they are.
struct CodedCells {
  // False when the row has no name and no total label to go by.
  bool anchored = false;
  bool total = false;
  // The amount cells are as many as the columns.
  bool exact = false;
  absl::Span<const RawCell> codes;
  const RawCell* name = nullptr;     // May be null.
  const RawCell* project = nullptr;  // T7; may be null.
  absl::Span<const RawCell> amounts;
};

// Tells by the look of its cells what a printed row of one table is.
class RowLook {
 public:
  explicit RowLook(const budget::TableShape& shape);

  const budget::TableShape& shape() const { return shape_; }
  size_t cells_per_row() const { return shape_.cells_per_row; }

  // Column headings and such.
  bool IsHeader(absl::Span<const RawCell> cells) const;
  // Begins with a code, a line's label or a total label.
  bool IsData(absl::Span<const RawCell> cells) const;
  // Begins like a row of a table with fixed lines: its label in the first cell,
  // and in the place of the right half's label one of those.
  bool BeginsLineRow(absl::Span<const RawCell> cells) const;
  // The row that no other follows: of the form's last line, or the total.
  bool EndsTable(absl::Span<const RawCell> cells) const;
  // Shorter than the form's row only because label cells are merged.
  bool IsCompleteThoughShort(absl::Span<const RawCell> cells) const;

  // Coded tables only.
  CodedCells Split(absl::Span<const RawCell> cells) const;

 private:
  size_t LabelCells() const {
    return shape_.cells_per_row - shape_.columns.size();
  }
  bool IsHeaderWord(const RawCell& cell) const;
  CodedCells SplitFull(absl::Span<const RawCell> cells) const;
  CodedCells SplitAnchored(absl::Span<const RawCell> cells) const;
  bool IsLineLabel(const RawCell& cell) const;

  // The words that tell rows of a shape apart, normalised.
  struct Words {
    explicit Words(const budget::TableShape& shape);

    absl::flat_hash_set<std::string> headers;
    absl::flat_hash_set<std::string> line_labels;
    absl::flat_hash_set<std::string> last_labels;  // Of the last line.
  };

  const budget::TableShape& shape_;
  const std::shared_ptr<const Words> words_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ROW_LOOK_H_
