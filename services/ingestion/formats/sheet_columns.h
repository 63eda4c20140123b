#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SHEET_COLUMNS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SHEET_COLUMNS_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/formats/raw_cell.h"

namespace yuheng::ingestion {

// What the columns of a performance sheet's indicators hold.
enum class SheetColumn : uint8_t {
  kLevel1,
  kLevel2,
  kName,
  kTarget,
  kBasis,
  kPrior,
  kWeight,
  kScoring,
  kEvidence,
  kOperator,  // Where the target's operator and unit have their own columns.
  kUnit,
  kUnknown
};

// A normalised label such as "年度预算总额:" or "项目资金(万元)" without what
// stands behind the name; a view of `normalised`.
absl::string_view SheetLabelName(absl::string_view normalised);

// kUnknown for what is no heading of a column.
SheetColumn SheetColumnOf(const RawCell& cell);

// Whether a header begins with this cell (一级指标), or with one before it that
// numbers the rows (序号).
bool OpensSheetHeader(const RawCell& cell);
bool NumbersSheetRows(const RawCell& cell);

// How many cells at the start of a run belong to the header: all headings that
// are known, and in its `first` run all up to the row of the first indicator.
size_t HeaderCells(absl::Span<const RawCell> run, bool first);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SHEET_COLUMNS_H_
