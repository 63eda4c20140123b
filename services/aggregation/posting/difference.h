#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_DIFFERENCE_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_DIFFERENCE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// newer - older, account by account, without zeros. Both lists are sorted by
// account. DATA_LOSS when an amount leaves 64 bits: what is stored is damaged,
// since postings are limited (kGrossFenMax).
absl::StatusOr<std::vector<storage::AmountLine>> Difference(
    absl::Span<const storage::AmountLine> newer,
    absl::Span<const storage::AmountLine> older);

// a + b, the same way: what a list stands at after a change.
absl::StatusOr<std::vector<storage::AmountLine>> Sum(
    absl::Span<const storage::AmountLine> a,
    absl::Span<const storage::AmountLine> b);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_DIFFERENCE_H_
