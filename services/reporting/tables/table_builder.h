// From totals to tables.
#ifndef YUHENG_SERVICES_REPORTING_TABLES_TABLE_BUILDER_H_
#define YUHENG_SERVICES_REPORTING_TABLES_TABLE_BUILDER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/budget/address.h"
#include "services/budget/table_shape.h"
#include "services/reporting/tables/report_table.h"

namespace yuheng::reporting {

// One total, as aggregation states it.
struct TableTotal {
  budget::CellAddress account;
  int64_t derived_fen = 0;
  // Parents and totals as printed; documents print leaves as they are posted,
  // so a leaf without it counts as printed.
  std::optional<int64_t> printed_fen;
};

struct TableOptions {
  int fiscal_year = 0;  // Whose charts of accounts name the codes.
  // The titles say 单位 instead of 部门.
  bool of_unit = false;
  // Which tables, in any order; empty for all ten. No kNone.
  std::vector<budget::TableKind> tables;
};

// The tables in the order of the form, each once. Rows:
//   T1, T4, T10  every line of the form, blank where there is nothing; behind
//                the listed classes those that the form does not list; the
//                total; in T1 the rounding difference when there is one
//   others       the codes that have a figure, projects behind their code, and
//                the total
// Totals may come in any order; those of other tables, of columns the form
// does not have and of rows that can't stand in the table are left out. `form`
// must outlive the result.
std::vector<ReportTable> BuildTables(const budget::Form& form,
                                     const TableOptions& options,
                                     const std::vector<TableTotal>& totals);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_TABLES_TABLE_BUILDER_H_
