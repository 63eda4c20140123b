#ifndef YUHENG_SERVICES_BUDGET_ROLLUP_H_
#define YUHENG_SERVICES_BUDGET_ROLLUP_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/address.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// What of a document goes into the ledger, and what adds up to what.

// The row of T1:ex that keeps an entry's rounding difference. It is part of no
// total: it is shown beside them.
inline constexpr absl::string_view kRoundingRow = "ROUNDING";

struct AmountLine {
  CellAddress account;
  int64_t amount_fen = 0;

  friend bool operator==(const AmountLine&, const AmountLine&) = default;
};

struct LedgerLines {
  // Stated non-zero amounts of leaf cells: a leaf column of
  //   a leaf line (T1, T4, T10), an expenditure class of T1 and T4,
  //   a 7-digit code (T2, T3, T5, T8, T9), a 5-digit code (T6),
  //   a project row (T7).
  std::vector<AmountLine> leaves;
  // Every other stated amount: parents and totals as printed.
  std::vector<AmountLine> printed;
  // The coarsest precision of the tables.
  int64_t precision_fen = 0;
};

// Both lists are sorted by (table, side, row, column); amounts of rows printed
// twice are added.
LedgerLines LedgerLinesOf(const Form& form, const Document& document);

// Whether an account is a leaf in the sense above.
bool IsLeaf(const Form& form, const CellAddress& account);

// The accounts whose derived amount a leaf is part of: itself, the rows and
// columns above it, and every combination of them. Accounts of T1:ex:ROUNDING
// stand alone. `leaf` must be a leaf.
std::vector<CellAddress> RollUpOf(const Form& form, const CellAddress& leaf);

// Orders accounts as tables print them: table, side, then row (lines in form
// order, codes ascending with parents before children and projects behind
// their code, the total last), then column.
bool PrintedBefore(const Form& form, const CellAddress& a,
                   const CellAddress& b);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_ROLLUP_H_
