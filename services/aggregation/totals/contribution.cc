#include "services/aggregation/totals/contribution.h"

namespace yuheng::aggregation {

absl::StatusOr<ChangedAmounts> AddChanges(const std::vector<Amount>& amounts,
                                          const std::vector<Amount>& changes) {
  ChangedAmounts result;
  result.amounts.reserve(amounts.size() + changes.size());
  result.growth.reserve(changes.size());
  auto at = amounts.begin();
  for (const Amount& change : changes) {
    while (at != amounts.end() && at->account < change.account) {
      result.amounts.push_back(*at++);
    }
    int64_t before = 0;
    if (at != amounts.end() && at->account == change.account) {
      before = (at++)->fen;
    }
    int64_t after = 0;
    if (__builtin_add_overflow(before, change.fen, &after)) {
      return absl::DataLossError("an amount leaves 64 bits");
    }
    if (after != 0) result.amounts.push_back({change.account, after});
    result.growth.push_back((after != 0 ? 1 : 0) - (before != 0 ? 1 : 0));
  }
  result.amounts.insert(result.amounts.end(), at, amounts.end());
  return result;
}

}  // namespace yuheng::aggregation
