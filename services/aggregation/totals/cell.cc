#include "services/aggregation/totals/cell.h"

namespace yuheng::aggregation {

bool AddCell(const Cell& b, Cell* a) {
  Cell sum;
  if (__builtin_add_overflow(a->derived_fen, b.derived_fen, &sum.derived_fen) ||
      __builtin_add_overflow(a->printed_fen, b.printed_fen, &sum.printed_fen) ||
      __builtin_add_overflow(a->eliminated_fen, b.eliminated_fen,
                             &sum.eliminated_fen)) {
    return false;
  }
  sum.printed_count = a->printed_count + b.printed_count;
  *a = sum;
  return true;
}

TotalValue ValueOf(const Account& account, const Cell& cell) {
  TotalValue value{&account, cell.derived_fen, std::nullopt,
                   cell.eliminated_fen};
  if (cell.printed_count > 0) value.printed_fen = cell.printed_fen;
  return value;
}

}  // namespace yuheng::aggregation
