#include "services/cli/commands/totals_rows.h"

#include <string>

#include "services/budget/decimal.h"
#include "services/cli/commands/account_words.h"

namespace yuheng::cli {

std::vector<OutputColumn> TotalsColumns() {
  return {
      {"address", budget::Message("cli.column_address")},
      {"label", budget::Message("cli.column_label")},
      {"derived", budget::Message("cli.column_derived"), Align::kRight},
      {"printed", budget::Message("cli.column_printed_total"), Align::kRight},
      {"difference", budget::Message("cli.column_difference"), Align::kRight}};
}

void AddTotal(const Terminal& terminal, const aggregation::v1::Total& total,
              int fiscal_year, RowPrinter* rows) {
  const budget::CellAddress account = AddressFromMessage(total.account());
  const int64_t difference = total.printed_fen() - total.derived_fen();
  const bool differs = total.has_printed_fen() && difference != 0;
  rows->Row(
      {budget::FormatAddress(account),
       AccountLabel(terminal, account, fiscal_year),
       budget::FormatDecimal(total.derived_fen()),
       total.has_printed_fen() ? budget::FormatDecimal(total.printed_fen())
                               : "",
       {differs ? budget::FormatDecimal(difference) : "", Color::kYellow}});
}

}  // namespace yuheng::cli
