#include "services/aggregation/ledger/past_totals.h"

#include <string>
#include <utility>
#include <vector>

#include "services/aggregation/ledger/ledger_reader.h"

namespace yuheng::aggregation {
namespace {

// The ledgers a scope's totals are made of. Of a group's departments one may
// have none yet, which reads as an empty one.
absl::StatusOr<std::vector<std::string>> LedgersOf(
    const storage::Store& store, const budget::DepartmentList* departments,
    const Scope& scope) {
  using Names = std::vector<std::string>;
  if (!scope.department.empty()) return Names{scope.department};
  if (scope.group.empty()) return ListLedgers(store);
  const Names* members =
      departments == nullptr ? nullptr : departments->FindGroup(scope.group);
  return members == nullptr ? Names{} : *members;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Totals>> TotalsAt(
    const storage::Store& store, const budget::Form& form,
    const budget::DepartmentList* departments, const Scope& scope,
    uint64_t revision, const Cancelled& cancelled) {
  const auto names = LedgersOf(store, departments, scope);
  if (!names.ok()) return names.status();
  auto totals = std::make_unique<Totals>(form, departments);
  for (const std::string& name : *names) {
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
