#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_CONTRIBUTION_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_CONTRIBUTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregation/totals/account_table.h"
#include "services/aggregation/totals/scope.h"

namespace yuheng::aggregation {

// An amount of one account, in 分.
struct Amount {
  AccountId account = 0;
  int64_t fen = 0;

  friend bool operator==(const Amount&, const Amount&) = default;
};

// What one (year, stage, unit) of a department stands at. Lists are sorted by
// account id and hold no zeros.
struct Contribution {
  Period period;
  std::string unit;
  uint64_t seq = 0;  // The newest entry in it.
  std::vector<Amount> leaves;
  std::vector<Amount> printed;
};

// A list after changes, and for each change in order by how much the number of
// non-zero amounts grew there: -1, 0 or 1.
struct ChangedAmounts {
  std::vector<Amount> amounts;
  std::vector<int> growth;
};

// Adds changes (sorted by account, each account once) to a list. DATA_LOSS on
// overflow.
absl::StatusOr<ChangedAmounts> AddChanges(const std::vector<Amount>& amounts,
                                          const std::vector<Amount>& changes);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_CONTRIBUTION_H_
