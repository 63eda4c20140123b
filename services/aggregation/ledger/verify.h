#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/mismatch.h"
#include "services/audit/checkpoint.h"
#include "services/budget/table_shape.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// Mismatches that a verification lists; it stops looking at more.
inline constexpr size_t kMismatchesMax = 100;

// What is verified; all pointers outlive the call.
struct VerifyInput {
  const storage::Store* store = nullptr;
  const budget::Form* form = nullptr;
  // What is served, to be compared with; nullptr for a data folder without a
  // service.
  const TotalsFeed* feed = nullptr;
  // Empty for all.
  std::string department;
  // What the ledgers must be continuations of; nullptr for nothing.
  const audit::Checkpoint* checkpoint = nullptr;
  // Told after each ledger how many entries were read; may be empty.
  std::function<void(int64_t entry_count)> on_progress;
  Cancelled cancelled;
};

// The prefecture's sums of one period, made again from entries, in 分.
struct PeriodSums {
  Period period;
  int64_t total_count = 0;  // Totals that are not zero.
  int64_t income_fen = 0;
  int64_t expenditure_fen = 0;
};

struct Verification {
  int64_t ledger_count = 0;
  int64_t entry_count = 0;
  // What the totals were compared at; without a service the highest found.
  uint64_t revision = 0;
  // Of all departments only, and only when every ledger was read to its end.
  std::vector<PeriodSums> sums;
  // What does not hold, first things first; at most kMismatchesMax.
  std::vector<Mismatch> mismatches;
};

// Proves, from the entries alone, what is stored and served. Postings may go on
// meanwhile.
//   files          each has the checksum it was written with (of all only)
//   chain          seq, revisions, hashes and balance of every entry; the head
//   links          kind and superseded seq of every entry
//   contributions  each is the sum of its entries
//   eliminations   each is a transfer's, each reversal takes out one in force
//   outcomes       each applied one names an entry of its request id, and each
//                  entry has one
//   revisions      no two entries have the same
//   checkpoint     the entry at each of its heads has that head's hash
//   served totals  the department's contributions and eliminations at the seq
//                  they stand at,
//                  and the prefecture's and groups' totals at one revision, are
//                  the sums of the entries up to there
// A ledger is read up to the entry that breaks its chain, and no more ledgers
// are when kMismatchesMax was reached; the totals are not compared then. A
// mismatch is a finding, not an error, damaged files included: errors are what
// keeps the ledgers from being read at all, and CANCELLED. One ledger's
// standing is kept in memory at a time, the prefecture's and groups' totals,
// and 16 bytes an entry at most.
absl::StatusOr<Verification> VerifyLedgers(const VerifyInput& input);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_VERIFY_H_
