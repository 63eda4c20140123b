#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_ELIMINATIONS_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_ELIMINATIONS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// One side of a transfer: a department as a whole, or a unit of it.
struct Party {
  std::string department;
  std::string unit;

  auto operator<=>(const Party&) const = default;
};

// Gaps of one reading at most.
inline constexpr size_t kEliminationGapsMax = 1000;

// What a party's declared transfers are more than its ledger holds: of the
// payee the income, of the payer the expenditure of the function, by own money
// and by kind. Nobody corrects it: a total that both are in then says less than
// nothing is left.
struct EliminationGap {
  Party party;
  storage::AccountKey account;
  int64_t declared_fen = 0;
  int64_t held_fen = 0;  // Below declared_fen.

  bool operator==(const EliminationGap&) const = default;
};

// An elimination that a scope holds a party of.
struct ScopedElimination {
  std::string department;  // The payee's, whose ledger has it.
  storage::EntryRecord entry;
  bool both = false;  // Whether the scope holds both, so that it eliminates.
};

// Where a list goes on: the payee's department and the seq.
struct EliminationPlace {
  std::string department;
  uint64_t seq = 0;

  auto operator<=>(const EliminationPlace&) const = default;
};

struct EliminationsReading {
  uint64_t revision = 0;
  std::vector<ScopedElimination> eliminations;  // By department and seq.
  // By party and account; of the whole scope whatever the page, at most
  // kEliminationGapsMax. A party's transfers count wherever the other side is.
  // What is declared of a department as a whole, and with it what is declared
  // of its units, is compared with all it holds, units included; of a unit with
  // the unit's.
  std::vector<EliminationGap> gaps;
  std::optional<EliminationPlace> next;  // nullopt after the last.
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_ELIMINATIONS_H_
