#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_DECLARED_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_DECLARED_H_

#include <cstdint>
#include <functional>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/totals/eliminations.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// What the eliminations in force of one period declare of parties, and where
// that is more than they hold. The gaps are kept, so that reading them looks at
// nothing else. Not thread-safe.
class Declared {
 public:
  using Place = std::pair<Party, storage::AccountKey>;
  // What a party's ledger has in a leaf account.
  using HeldFen =
      std::function<int64_t(const Party&, const storage::AccountKey&)>;
  struct Gap {
    int64_t declared_fen = 0;
    int64_t held_fen = 0;  // Below declared_fen.
  };
  using Gaps = absl::btree_map<Place, Gap>;

  // Adds a line to what is declared of a party, and with a unit to what its
  // department as a whole is compared with. The sums fit 64 bits.
  void Add(const Party& party, const storage::AmountLine& line,
           const HeldFen& held);
  // What a department, or a unit of it, holds in an account has changed.
  void Compare(const Party& party, const storage::AccountKey& account,
               const HeldFen& held);
  // Whether anything is declared of a department or its units.
  bool Names(absl::string_view department) const;

  const Gaps& gaps() const { return gaps_; }

 private:
  struct Amounts {
    int64_t own_fen = 0;
    int64_t of_units_fen = 0;  // Of a department as a whole.
  };

  void Compare(const Place& place, const HeldFen& held);

  absl::btree_map<Place, Amounts> amounts_;  // Not zero.
  Gaps gaps_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_DECLARED_H_
