#ifndef YUHENG_TESTS_FAULT_HISTORY_TOTALS_MODEL_H_
#define YUHENG_TESTS_FAULT_HISTORY_TOTALS_MODEL_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/budget/table_shape.h"
#include "tests/fault/history/history.h"

namespace yuheng::fault {

// What totals should be, made from entries the plainest way: sums of whole
// contributions, nothing kept up to date.
class TotalsModel {
 public:
  // `form` must outlive it.
  explicit TotalsModel(const budget::Form& form) : form_(form) {}

  // The next entry by revision.
  void Apply(const LedgerEntry& entry);

  // How given figures differ from a scope's totals; empty when they don't.
  std::string DifferenceFrom(const TotalsScope& scope, const Figures& figures);

  // Whether an entry is one that changes that scope.
  static bool In(const TotalsScope& scope, const LedgerEntry& entry);
  // Whether an elimination has a party in that scope.
  static bool HasParty(const TotalsScope& scope, const LedgerEntry& entry);

 private:
  struct Cell {
    int64_t derived_fen = 0;
    int64_t printed_fen = 0;
    int printed_count = 0;
    int64_t eliminated_fen = 0;
  };
  using Cells = std::vector<Cell>;  // By address number.
  struct Contribution {
    std::map<std::string, int64_t> leaves;
    std::map<std::string, int64_t> printed;
    Cells cells;
  };

  size_t NumberOf(const std::string& address);
  // The addresses a leaf is part of. Empty for what is no leaf of the form.
  const std::vector<size_t>& RollUp(const std::string& leaf);
  void Fold(Contribution* contribution);
  const Cells& CellsOf(const TotalsScope& scope);

  const budget::Form& form_;
  std::unordered_map<std::string, size_t> numbers_;
  std::vector<std::string> addresses_;
  std::unordered_map<std::string, std::vector<size_t>> roll_ups_;
  std::map<TotalsScope, Contribution> contributions_;
  std::vector<LedgerEntry> transfers_;   // Eliminations and their reversals.
  std::map<TotalsScope, Cells> scopes_;  // Since the last entry.
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_HISTORY_TOTALS_MODEL_H_
