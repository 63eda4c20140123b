#include "services/aggregation/totals/joint_totals.h"

#include <algorithm>

#include "services/budget/check.h"

namespace yuheng::aggregation {

bool JointTotals::Fits(const AccountCells& changes) const {
  return std::all_of(changes.begin(), changes.end(), [&](const auto& change) {
    Cell sum = Get(change.first);
    return AddCell(change.second, &sum);
  });
}

void JointTotals::Add(const AccountCells& changes,
                      const AccountTable& accounts) {
  for (const auto& [id, change] : changes) {
    const auto [at, is_new] = cells_.try_emplace(id);
    YUHENG_CHECK(AddCell(change, &at->second));
    if (!is_new) continue;
    const Account& account = accounts.Get(id);
    const size_t table =
        account.key.table <= budget::kTableCount ? account.key.table : 0;
    in_print_order_[table].insert(&account);
  }
}

Cell JointTotals::Get(AccountId id) const {
  const auto found = cells_.find(id);
  return found == cells_.end() ? Cell{} : found->second;
}

std::vector<TotalValue> JointTotals::Read(const TableSet& tables) const {
  std::vector<TotalValue> values;
  for (int table = 0; table <= budget::kTableCount; ++table) {
    if (!Wants(tables, table)) continue;
    for (const Account* account : in_print_order_[table]) {
      const Cell cell = Get(account->id);
      if (!cell.zero()) values.push_back(ValueOf(*account, cell));
    }
  }
  return values;
}

}  // namespace yuheng::aggregation
