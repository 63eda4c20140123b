#ifndef YUHENG_SERVICES_INGESTION_FORMATS_AMOUNT_ROW_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_AMOUNT_ROW_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/row_assembler.h"

namespace yuheng::ingestion {

// The unit to read a table's amounts with: the one printed, else 万元, the
// form's own (the missing unit is a problem of its own).
AmountUnit UnitOf(const budget::Table& table);

// Fills `row->cells` from the amount cells that were printed. Where they are
// as many as the columns each has its place; else those that can't be placed
// for certain are kUnreadable. Amounts that are no numbers become problems.
void ReadAmounts(const budget::TableShape& shape, const RawRow& raw,
                 absl::Span<const RawCell> amounts, AmountUnit unit,
                 budget::Row* row, budget::Document* document);

// The problem that a cell which is kUnreadable is told as: a formula that
// failed asks for something else than a word where a number should be.
absl::string_view UnreadableAmountId(const budget::Cell& cell);

// Says that a printed row has too few or too many cells.
void AddRowProblem(const budget::TableShape& shape, const RawRow& raw,
                   budget::Document* document);

// The printed cells of a row for a message: "206 | 01 | … ".
std::string PrintedRow(absl::Span<const RawCell> cells);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_AMOUNT_ROW_H_
