#include "tests/fault/history/totals_model.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/address.h"
#include "services/budget/rollup.h"

namespace yuheng::fault {
namespace {

constexpr char kRounding[] = "T1:ex:ROUNDING";

void Add(const std::map<std::string, int64_t>& changes,
         std::map<std::string, int64_t>* amounts) {
  for (const auto& [address, change] : changes) {
    int64_t& amount = (*amounts)[address];
    amount += change;
    if (amount == 0) amounts->erase(address);
  }
}

// Whether what a department posts for a unit is in a scope of its year and
// stage.
bool Holds(const TotalsScope& scope, absl::string_view department,
           absl::string_view unit) {
  if (!scope.group.empty()) {
    const std::vector<absl::string_view> members =
        absl::StrSplit(scope.group, '|');
    return absl::c_linear_search(members, department);
  }
  return scope.department.empty() ||
         (scope.department == department &&
          (scope.unit.empty() || scope.unit == unit));
}

std::string Words(const Figure& figure) {
  return absl::StrCat(
      figure.derived_fen, "/",
      figure.printed_fen ? absl::StrCat(*figure.printed_fen) : "-", "/",
      figure.eliminated_fen);
}

}  // namespace

bool TotalsModel::In(const TotalsScope& scope, const LedgerEntry& entry) {
  return scope.fiscal_year == entry.fiscal_year && scope.stage == entry.stage &&
         Holds(scope, entry.department, entry.unit) &&
         (entry.payer_department.empty() ||
          Holds(scope, entry.payer_department, entry.payer_unit));
}

bool TotalsModel::HasParty(const TotalsScope& scope, const LedgerEntry& entry) {
  return scope.fiscal_year == entry.fiscal_year && scope.stage == entry.stage &&
         (Holds(scope, entry.department, entry.unit) ||
          Holds(scope, entry.payer_department, entry.payer_unit));
}

size_t TotalsModel::NumberOf(const std::string& address) {
  const auto [it, added] = numbers_.emplace(address, addresses_.size());
  if (added) addresses_.push_back(address);
  return it->second;
}

const std::vector<size_t>& TotalsModel::RollUp(const std::string& leaf) {
  const auto [it, added] = roll_ups_.try_emplace(leaf);
  if (!added) return it->second;
  if (leaf == kRounding) {
    it->second = {NumberOf(leaf)};
    return it->second;
  }
  const auto parsed = budget::ParseCellAddress(form_, leaf);
  if (!parsed.ok() || !budget::IsLeaf(form_, *parsed)) return it->second;
  for (const budget::CellAddress& above : budget::RollUpOf(form_, *parsed)) {
    it->second.push_back(NumberOf(budget::FormatAddress(above)));
  }
  return it->second;
}

void TotalsModel::Fold(Contribution* contribution) {
  Cells& cells = contribution->cells;
  cells.clear();
  const auto at = [&cells](size_t number) -> Cell& {
    if (cells.size() <= number) cells.resize(number + 1);
    return cells[number];
  };
  const auto print = [&](const std::string& address, int64_t amount) {
    Cell& cell = at(NumberOf(address));
    cell.printed_fen += amount;
    ++cell.printed_count;
  };
  for (const auto& [address, amount] : contribution->leaves) {
    for (const size_t number : RollUp(address)) {
      at(number).derived_fen += amount;
    }
    // The ledger writes it, no document prints it.
    if (address != kRounding) print(address, amount);
  }
  for (const auto& [address, amount] : contribution->printed) {
    print(address, amount);
  }
}

void TotalsModel::Apply(const LedgerEntry& entry) {
  scopes_.clear();
  if (!entry.payer_department.empty()) {
    transfers_.push_back(entry);
    return;
  }
  Contribution& contribution = contributions_[{entry.fiscal_year, entry.stage,
                                               entry.department, entry.unit}];
  Add(entry.leaves, &contribution.leaves);
  Add(entry.printed, &contribution.printed);
  Fold(&contribution);
}

const TotalsModel::Cells& TotalsModel::CellsOf(const TotalsScope& scope) {
  const auto [it, added] = scopes_.try_emplace(scope);
  if (!added) return it->second;
  Cells& sum = it->second;
  for (const auto& [place, contribution] : contributions_) {
    if (place.fiscal_year != scope.fiscal_year || place.stage != scope.stage ||
        !Holds(scope, place.department, place.unit)) {
      continue;
    }
    sum.resize(std::max(sum.size(), contribution.cells.size()));
    for (size_t i = 0; i < contribution.cells.size(); ++i) {
      sum[i].derived_fen += contribution.cells[i].derived_fen;
      sum[i].printed_fen += contribution.cells[i].printed_fen;
      sum[i].printed_count += contribution.cells[i].printed_count;
    }
  }
  for (const LedgerEntry& transfer : transfers_) {
    if (!In(scope, transfer)) continue;
    for (const auto& [address, amount] : transfer.leaves) {
      for (const size_t number : RollUp(address)) {
        sum.resize(std::max(sum.size(), number + 1));
        sum[number].eliminated_fen += amount;
      }
    }
  }
  return sum;
}

std::string TotalsModel::DifferenceFrom(const TotalsScope& scope,
                                        const Figures& figures) {
  const Cells& cells = CellsOf(scope);
  std::vector<Figure> given(addresses_.size());
  for (const auto& [address, figure] : figures) {
    const size_t number = NumberOf(address);
    given.resize(std::max(given.size(), number + 1));
    given[number] = figure;
  }
  for (size_t i = 0; i < given.size(); ++i) {
    Figure expected;
    if (i < cells.size()) {
      expected.derived_fen = cells[i].derived_fen;
      if (cells[i].printed_count > 0) {
        expected.printed_fen = cells[i].printed_fen;
      }
      expected.eliminated_fen = cells[i].eliminated_fen;
    }
    if (given[i] == expected) continue;
    return absl::StrCat(addresses_[i], " is said to be ", Words(given[i]),
                        " and the entries add up to ", Words(expected));
  }
  return "";
}

}  // namespace yuheng::fault
