#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// Differences that a verification lists; it stops looking at more.
inline constexpr size_t kDifferencesMax = 100;

struct Verification {
  int64_t ledger_count = 0;
  int64_t entry_count = 0;
  // What the totals were compared at.
  uint64_t revision = 0;
  // What does not hold, first things first.
  std::vector<budget::Text> differences;
};

// Proves, from the entries alone, what is stored and served: of one department,
// or of all with an empty name. Postings may go on meanwhile.
//   chain          seq, revisions, hashes and balance of every entry; the head
//   contributions  each is the sum of its entries
//   outcomes       each applied one names an entry of its request id, and each
//                  entry has one
//   served totals  the department's contributions at the seq they stand at,
//                  and the prefecture's totals at one revision, are the sums of
//                  the entries up to there
// A difference is a finding, not an error: errors are what keeps the ledgers
// from being read at all.
absl::StatusOr<Verification> VerifyLedgers(const storage::Store& store,
                                           const budget::Form& form,
                                           const TotalsFeed& feed,
                                           absl::string_view department);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_
