#include "services/aggregation/ledger/past_totals.h"

#include <string>
#include <utility>
#include <vector>

#include "services/aggregation/ledger/ledger_reader.h"

namespace yuheng::aggregation {

absl::StatusOr<std::unique_ptr<Totals>> TotalsAt(const storage::Store& store,
                                                 const budget::Form& form,
                                                 const Scope& scope,
                                                 uint64_t revision,
                                                 const Cancelled& cancelled) {
  std::vector<std::string> names = {scope.department};
  if (scope.department.empty()) {
    auto ledgers = ListLedgers(store);
    if (!ledgers.ok()) return ledgers.status();
    names = *std::move(ledgers);
  }
  auto totals = std::make_unique<Totals>(form);
  for (const std::string& name : names) {
    absl::Status applied;
    absl::Status read =
        ReadEntries(store, name, [&](const storage::EntryRecord& entry) {
          if (entry.revision > revision) return false;
          if (cancelled && cancelled()) {
            applied = absl::CancelledError(name);
          } else {
            applied = totals->Apply(name, entry).status();
          }
          return applied.ok();
        });
    if (!read.ok()) return read;
    if (absl::IsCancelled(applied)) return applied;
    if (!applied.ok()) {
      return DamageError({name, 0, "totals", std::string(kAbsent),
                          std::string(applied.message())});
    }
  }
  return totals;
}

}  // namespace yuheng::aggregation
