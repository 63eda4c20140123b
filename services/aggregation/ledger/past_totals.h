#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_PAST_TOTALS_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_PAST_TOTALS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/totals/sources.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/department_list.h"
#include "services/budget/table_shape.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// The totals as they were at a revision, made again from the entries up to it:
// of the scope's department, of its group's, or of all. `departments` says who
// is in a group and may be nullptr, as for Totals. Slow: reads those ledgers
// from their beginning. LEDGER_DAMAGED when a chain is broken, CANCELLED.
// `form` and `departments` must outlive the result.
absl::StatusOr<std::unique_ptr<Totals>> TotalsAt(
    const storage::Store& store, const budget::Form& form,
    const budget::DepartmentList* departments, const Scope& scope,
    uint64_t revision, const Cancelled& cancelled = nullptr);

// How a scope's expenditure is paid.
struct SourcesReading {
  std::vector<FunctionSources> functions;  // Ascending by code.
  // The newest entry of each contribution, only of a department or unit.
  std::vector<Position> entries;
};

// The same of how expenditure was paid, as far as leaves tell. Holds the
// contributions of one ledger at a time.
absl::StatusOr<SourcesReading> SourcesAt(
    const storage::Store& store, const budget::Form& form,
    const budget::DepartmentList* departments, const Scope& scope,
    uint64_t revision, const Cancelled& cancelled = nullptr);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_PAST_TOTALS_H_
