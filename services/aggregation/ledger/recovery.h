#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_RECOVERY_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_RECOVERY_H_

#include "absl/status/statusor.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/shard.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// Threads of a process that starts; more would wait for the totals.
inline constexpr int kRecoveryThreads = 3;

// Reads every ledger and rebuilds from its entries all that lives in memory:
// totals, the changes watchers resume from, and where each ledger stands. The
// revision goes on from the highest found. `threads` (1: only the caller's)
// read one ledger each at a time; the totals do not depend on the order, and
// the changes are sorted at the end.
//
// LEDGER_DAMAGED, naming department and seq, when a chain is broken, a
// revision is claimed twice, or head and contributions do not belong to the
// entries; FAILED_PRECONDITION for records of a newer layout; of several that
// are damaged the first by name. Nothing is written.
absl::StatusOr<ShardState> Recover(const storage::Store& store,
                                   TotalsFeed* feed, int threads = 1);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_RECOVERY_H_
