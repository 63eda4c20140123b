#include "services/cli/commands/totals_rows.h"

#include <string>
#include <utility>

#include "services/budget/decimal.h"
#include "services/cli/commands/account_words.h"

namespace yuheng::cli {

std::vector<OutputColumn> TotalsColumns(Consolidated consolidated) {
  std::vector<OutputColumn> columns = {
      {"address", budget::Message("cli.column_address")},
      {"label", budget::Message("cli.column_label")},
      {"derived", budget::Message("cli.column_derived"), Align::kRight},
      {"printed", budget::Message("cli.column_printed_total"), Align::kRight},
      {"difference", budget::Message("cli.column_difference"), Align::kRight}};
  if (consolidated == Consolidated::kYes) {
    columns.push_back({"eliminated",
                       budget::Message("eliminations.column_eliminated"),
                       Align::kRight});
    columns.push_back({"consolidated",
                       budget::Message("eliminations.column_consolidated"),
                       Align::kRight});
  }
  return columns;
}

void AddTotal(const Terminal& terminal, const aggregation::v1::Total& total,
              int fiscal_year, Consolidated consolidated, RowPrinter* rows) {
  const budget::CellAddress account = AddressFromMessage(total.account());
  const int64_t difference = total.printed_fen() - total.derived_fen();
  const bool differs = total.has_printed_fen() && difference != 0;
  std::vector<OutputCell> cells = {
      budget::FormatAddress(account),
      AccountLabel(terminal, account, fiscal_year),
      budget::FormatDecimal(total.derived_fen()),
      total.has_printed_fen() ? budget::FormatDecimal(total.printed_fen()) : "",
      {differs ? budget::FormatDecimal(difference) : "", Color::kYellow}};
  if (consolidated == Consolidated::kYes) {
    cells.push_back(budget::FormatDecimal(total.eliminated_fen()));
    cells.push_back(
        budget::FormatDecimal(total.derived_fen() - total.eliminated_fen()));
  }
  rows->Row(std::move(cells));
}

}  // namespace yuheng::cli
