#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_PLAN_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_PLAN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/aggregation/posting/elimination.h"
#include "services/aggregation/posting/posting.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// Where in the ledger the entry will stand.
struct PlanPosition {
  // The end of the department's chain; seq 0 before the first entry.
  storage::LedgerHeadRecord head;
  // What the posting's (year, stage, unit) stands at; nullptr when nothing was
  // ever posted there.
  const storage::ContributionRecord* current = nullptr;
  // Eliminations in force in all ledgers; only an elimination asks.
  size_t elimination_count = 0;
  // The revision the entry gets; above head.revision.
  uint64_t revision = 0;
  int64_t commit_time_unix_us = 0;
};

// An entry and what stands after it, ready to be written.
struct PlannedEntry {
  storage::EntryRecord entry;
  std::string encoded_entry;
  storage::LedgerHeadRecord head;
  // What the slot stands at; of an elimination nothing changes there.
  storage::ContributionRecord contribution;
  std::string encoded_contribution;
  int64_t gross_fen = 0;  // Of the contribution.
};

// Whether a contribution is in force: posted and not reversed.
bool InForce(const storage::ContributionRecord& contribution);

// The entry a normalised posting makes:
//   POSTING    nothing in force there: the content itself
//   AMENDMENT  the content minus what is in force, linked to its entry; empty
//              when the content is the same
//   REVERSAL   what is in force, negated
// Balanced (see balance.h), with T1:ex:ROUNDING where needed, and chained to
// the head. ENTRY_UNBALANCED or NOTHING_TO_REVERSE when it may not be written;
// DATA_LOSS when `current` is damaged.
absl::StatusOr<PlannedEntry> PlanEntry(const Posting& posting,
                                       const PlanPosition& position);

// The entry of a normalised elimination or of the reversal of one, chained to
// the head (position.current is not looked at). NOTHING_TO_REVERSE when the
// elimination is not in force; ELIMINATIONS_TOO_MANY above
// kEliminationsOfLedgerMax and kEliminationsMax.
absl::StatusOr<PlannedEntry> PlanElimination(const Posting& posting,
                                             const PlanPosition& position,
                                             const Eliminations& eliminations);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_PLAN_H_
