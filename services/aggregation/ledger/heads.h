#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_HEADS_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_HEADS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregation/totals/totals.h"
#include "services/audit/checkpoint.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// The heads of the ledgers at these positions, in the same order. Postings may
// go on meanwhile. LEDGER_DAMAGED when one can't be read.
absl::StatusOr<std::vector<audit::LedgerHead>> HeadsAt(
    const storage::Store& store, const std::vector<Position>& positions);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_HEADS_H_
