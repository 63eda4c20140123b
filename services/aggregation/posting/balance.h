#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_BALANCE_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_BALANCE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// Income equals expenditure (domain.md L-01), in three places:
//   T1 in = T1 ex;  T2 = T3 for every 7-digit function code;  T4 in = T4 ex.
// Printed figures are rounded, so n non-zero leaves of a place may be apart by
// n * precision_fen / 2 and no more.
//
// `leaves` is the content of a normalised posting: sorted, magnitudes adding up
// to at most kGrossFenMax, without T1:ex:ROUNDING. Returns T1's difference
// (income - expenditure), which has to be written to T1:ex:ROUNDING so that
// the entry balances exactly; ENTRY_UNBALANCED with place, income_fen,
// expenditure_fen, difference_fen and allowed_fen otherwise.
absl::StatusOr<int64_t> BalanceOf(absl::Span<const storage::AmountLine> leaves,
                                  int64_t precision_fen);

// Income minus expenditure of T1, the rounding account included: 0 for every
// entry and every contribution of a sound ledger. DATA_LOSS on overflow.
absl::StatusOr<int64_t> T1DifferenceOf(
    absl::Span<const storage::AmountLine> leaves);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_BALANCE_H_
