#ifndef YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_

#include <vector>

#include "services/cli/output/rows.h"
#include "yuheng/aggregation/v1/totals.pb.h"

namespace yuheng::cli {

// A total as a row: address, label, derived, printed, difference; and, asked
// for, what is counted twice and what is left without it.
enum class Consolidated { kNo, kYes };
std::vector<OutputColumn> TotalsColumns(Consolidated consolidated);
void AddTotal(const Terminal& terminal, const aggregation::v1::Total& total,
              int fiscal_year, Consolidated consolidated, RowPrinter* rows);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_
