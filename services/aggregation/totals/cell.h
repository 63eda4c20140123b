#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_CELL_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_CELL_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/aggregation/totals/account_table.h"

namespace yuheng::aggregation {

// What is known of one account in one scope, or by how much it changes.
struct Cell {
  int64_t derived_fen = 0;    // From leaves.
  int64_t printed_fen = 0;    // As printed, summed.
  int32_t printed_count = 0;  // Contributions that print something else than 0.
  // Of derived_fen, what eliminations say is counted twice.
  int64_t eliminated_fen = 0;

  bool zero() const {
    return derived_fen == 0 && printed_fen == 0 && printed_count == 0 &&
           eliminated_fen == 0;
  }
  friend bool operator==(const Cell&, const Cell&) = default;
};

// Adds b to a; false, without any change, when a sum leaves 64 bits.
bool AddCell(const Cell& b, Cell* a);

// By how much accounts change, or what they stand at; each once.
using AccountCells = std::vector<std::pair<AccountId, Cell>>;

// A total as readers see it.
struct TotalValue {
  const Account* account = nullptr;
  int64_t derived_fen = 0;
  std::optional<int64_t> printed_fen;
  int64_t eliminated_fen = 0;
};

// How readers see a cell.
TotalValue ValueOf(const Account& account, const Cell& cell);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_CELL_H_
