#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_ELIMINATION_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_ELIMINATION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/posting/posting.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// Eliminations in force that one ledger holds at most, and all ledgers
// together: they are kept in memory.
inline constexpr size_t kEliminationsOfLedgerMax = 1000;
inline constexpr size_t kEliminationsMax = 20'000;

// Money that moves within the prefecture (上级补助, 附属单位上缴): the payee's
// income and the payer's expenditure, which a roll-up of both counts beside
// what the payee spends it on. It is no fiscal appropriation by definition, so
// tables 4 to 10 hold nothing of it.
struct Transfer {
  std::string income_row;     // The payee's line of T1: unit_upsub, unit_aff.
  std::string function_code;  // Where the payer spends it; 7 digits.
  std::string kind;           // Column of T3 there: basic or project.
  int64_t amount_fen = 0;     // Above 0.

  bool operator==(const Transfer&) const = default;
};

// What a roll-up of payer and payee counts twice, sorted: income and class in
// T1, and of the payer's function its own money in T2 and the kind in T3. It
// balances in T1 and for the function.
std::vector<storage::AmountLine> LeavesOf(const Transfer& transfer);
// The transfer that has exactly these leaves; nullopt when there is none.
std::optional<Transfer> TransferOf(
    const std::vector<storage::AmountLine>& leaves);

// A posting that declares an elimination in the payee's ledger, made of all but
// `leaves`, or (reverses_seq) reverses one. FIELD_INVALID naming what is wrong:
// a limit, a transfer of no such kind, one party twice, a department as a whole
// beside a unit of its own.
absl::StatusOr<Posting> NormaliseElimination(Posting posting,
                                             const Transfer& transfer);
absl::StatusOr<Posting> NormaliseEliminationReversal(Posting posting);

// The eliminations of one ledger that are in force, by seq. Not thread-safe.
class Eliminations {
 public:
  // DATA_LOSS when an entry with terms can't be the next one of that
  // department's ledger: lines that are no transfer's, one party twice,
  // anything of a document, or a reversal of what is not in force or of another
  // content.
  absl::Status Check(absl::string_view department,
                     const storage::EntryRecord& entry) const;
  // Follows an entry that Check allows.
  void Apply(const storage::EntryRecord& entry);

  // nullptr when it is not in force.
  const storage::EntryRecord* Find(uint64_t seq) const;
  const std::map<uint64_t, storage::EntryRecord>& in_force() const {
    return in_force_;
  }

 private:
  std::map<uint64_t, storage::EntryRecord> in_force_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_ELIMINATION_H_
