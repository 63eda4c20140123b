#ifndef YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_

#include <vector>

#include "services/cli/output/rows.h"
#include "yuheng/aggregation/v1/totals.pb.h"

namespace yuheng::cli {

// A total as a row: address, label, derived, printed, difference.
std::vector<OutputColumn> TotalsColumns();
void AddTotal(const Terminal& terminal, const aggregation::v1::Total& total,
              int fiscal_year, RowPrinter* rows);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_TOTALS_ROWS_H_
