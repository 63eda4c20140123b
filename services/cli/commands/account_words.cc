#include "services/cli/commands/account_words.h"

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"
#include "services/budget/text.h"

namespace yuheng::cli {
namespace {

std::string RowLabel(const Terminal& terminal, const budget::TableShape& shape,
                     const budget::CellAddress& account, int fiscal_year) {
  if (account.row == budget::kRoundingRow) {
    return Say(terminal, "cli.rounding_row");
  }
  const budget::Line* line = shape.FindLine(account.side, account.row);
  if (line != nullptr) {
    return terminal.Pick({budget::RemoveBlanks(line->label), line->label_en});
  }
  if (account.row == budget::kTotalKey) {
    return Say(terminal, "vocabulary.total_row");
  }
  const size_t bar = account.row.find('|');
  if (bar != std::string::npos) return account.row.substr(bar + 1);
  const budget::ChartKind kind = shape.row_space == budget::RowSpace::kEconomic
                                     ? budget::ChartKind::kEconomicDepartment
                                     : budget::ChartKind::kFunction;
  return std::string(budget::ChartFor(kind, fiscal_year).Name(account.row));
}

}  // namespace

budget::CellAddress AddressFromMessage(const ledger::v1::Account& account) {
  return {static_cast<budget::TableKind>(account.table()),
          static_cast<budget::Side>(account.side()), account.row(),
          account.column()};
}

std::string AccountLabel(const Terminal& terminal,
                         const budget::CellAddress& account, int fiscal_year) {
  const budget::TableShape& shape = budget::StandardForm().Table(account.table);
  std::string label = RowLabel(terminal, shape, account, fiscal_year);
  const int column = shape.ColumnIndex(account.side, account.column);
  if (column >= 0) {
    const budget::Column& shown = shape.ColumnsOf(account.side)[column];
    absl::StrAppend(&label, " · ",
                    terminal.Pick({shown.heading, shown.heading_en}));
  }
  return label;
}

absl::string_view WithoutTableMark(absl::string_view typed) {
  for (const absl::string_view mark : {"T", "t", "表"}) {
    if (absl::ConsumePrefix(&typed, mark)) break;
  }
  return typed;
}

absl::optional<std::string> AddressPrefix(const Terminal& terminal,
                                          absl::string_view typed) {
  if (typed.empty()) return "";
  const absl::string_view rest = WithoutTableMark(typed);
  const size_t colon = rest.find(':');
  int number = 0;
  if (!absl::SimpleAtoi(rest.substr(0, colon), &number) || number < 1 ||
      number > budget::kTableCount) {
    PrintError(terminal,
               Say(terminal, "cli.address_unknown", {{"address", typed}}));
    return absl::nullopt;
  }
  return absl::StrCat(
      "T", number, ":",
      colon == absl::string_view::npos ? "" : rest.substr(colon + 1));
}

absl::optional<budget::CellAddress> CellAddressTyped(const Terminal& terminal,
                                                     absl::string_view typed) {
  const auto prefix = AddressPrefix(terminal, typed);
  if (!prefix) return absl::nullopt;
  const auto address =
      budget::ParseCellAddress(budget::StandardForm(), *prefix);
  if (address.ok()) return *address;
  const absl::string_view table =
      absl::string_view(*prefix).substr(0, prefix->find(':'));
  PrintError(terminal, Say(terminal, "cli.trace_no_address",
                           {{"address", typed}, {"table", table}}));
  return absl::nullopt;
}

}  // namespace yuheng::cli
