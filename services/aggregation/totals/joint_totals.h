#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_JOINT_TOTALS_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_JOINT_TOTALS_H_

#include <array>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "services/aggregation/totals/account_table.h"
#include "services/aggregation/totals/cell.h"
#include "services/aggregation/totals/scope.h"
#include "services/budget/table_shape.h"

namespace yuheng::aggregation {

// The sums of one period over many departments: the prefecture's or a group's.
// Not thread-safe.
class JointTotals {
 public:
  // Whether all sums stay within 64 bits.
  bool Fits(const AccountCells& changes) const;
  // Adds what fits. `accounts` outlives this.
  void Add(const AccountCells& changes, const AccountTable& accounts);

  Cell Get(AccountId id) const;
  // All that are not zero or that a document prints, in print order.
  std::vector<TotalValue> Read(const TableSet& tables) const;

 private:
  struct PrintOrder {
    bool operator()(const Account* a, const Account* b) const {
      return a->sort_key < b->sort_key;
    }
  };

  // Of accounts that were ever changed.
  absl::flat_hash_map<AccountId, Cell> cells_;
  std::array<absl::btree_set<const Account*, PrintOrder>,
             budget::kTableCount + 1>
      in_print_order_;  // By table.
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_JOINT_TOTALS_H_
