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

// Applies a ledger's entries up to a revision.
absl::Status ApplyLedger(const storage::Store& store, const std::string& name,
                         uint64_t revision, const Cancelled& cancelled,
                         Totals* totals) {
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
  if (applied.ok() || absl::IsCancelled(applied)) return applied;
  return DamageError({name, 0, "totals", std::string(kAbsent),
                      std::string(applied.message())});
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
    absl::Status applied =
        ApplyLedger(store, name, revision, cancelled, totals.get());
    if (!applied.ok()) return applied;
  }
  return totals;
}

absl::StatusOr<SourcesReading> SourcesAt(
    const storage::Store& store, const budget::Form& form,
    const budget::DepartmentList* departments, const Scope& scope,
    uint64_t revision, const Cancelled& cancelled) {
  const auto names = LedgersOf(store, departments, scope);
  if (!names.ok()) return names.status();
  SourcesReading reading;
  SourcesSum sum;
  Totals totals(form, departments);
  for (const std::string& name : *names) {
    absl::Status applied =
        ApplyLedger(store, name, revision, cancelled, &totals);
    if (!applied.ok()) return applied;
    auto entries = totals.AddSources({scope.period, name, scope.unit}, &sum);
    if (!scope.department.empty()) reading.entries = std::move(entries);
    totals.Forget(name);
  }
  reading.functions = sum.Take();
  return reading;
}

}  // namespace yuheng::aggregation
