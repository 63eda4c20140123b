#include "services/aggregation/posting/account.h"

#include <algorithm>

#include "services/budget/rollup.h"

namespace yuheng::aggregation {
namespace {

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

bool IsKnownRow(const budget::TableShape& shape, budget::Side side,
                absl::string_view row) {
  if (!shape.coded()) {
    if (shape.FindLine(side, row) != nullptr) return true;
    return side == budget::Side::kExpenditure && row.size() == 3 &&
           AllDigits(row);
  }
  if (row == budget::kTotalKey) return true;
  const size_t bar = row.find('|');
  const absl::string_view code = row.substr(0, bar);
  if (!AllDigits(code)) return false;
  const bool has_project = bar != absl::string_view::npos;
  if (has_project && bar + 1 == row.size()) return false;
  switch (shape.row_space) {
    case budget::RowSpace::kEconomic:
      return !has_project && (code.size() == 3 || code.size() == 5);
    case budget::RowSpace::kProject:
      return code.size() == 3 || code.size() == 5 || code.size() == 7;
    case budget::RowSpace::kFunction:
      return !has_project &&
             (code.size() == 3 || code.size() == 5 || code.size() == 7);
    case budget::RowSpace::kLines:
      return false;
  }
  return false;
}

}  // namespace

budget::CellAddress AddressOf(const storage::AccountKey& account) {
  budget::CellAddress address;
  if (account.table <= budget::kTableCount) {
    address.table = static_cast<budget::TableKind>(account.table);
  }
  if (account.side <= static_cast<uint8_t>(budget::Side::kExpenditure)) {
    address.side = static_cast<budget::Side>(account.side);
  }
  address.row = account.row;
  address.column = account.column;
  return address;
}

storage::AccountKey KeyOf(const budget::CellAddress& address) {
  return {static_cast<uint8_t>(address.table),
          static_cast<uint8_t>(address.side), address.row, address.column};
}

bool IsKnown(const budget::Form& form, const budget::CellAddress& address) {
  if (address.table == budget::TableKind::kNone) return false;
  const budget::TableShape& shape = form.Table(address.table);
  if (shape.two_sided() != (address.side != budget::Side::kNone)) return false;
  const bool one_column = shape.ColumnsOf(address.side).size() == 1;
  if (one_column ? !address.column.empty()
                 : shape.ColumnIndex(address.side, address.column) < 0) {
    return false;
  }
  return IsKnownRow(shape, address.side, address.row);
}

const storage::AccountKey& RoundingAccount() {
  static const auto* const account =
      new storage::AccountKey{static_cast<uint8_t>(budget::TableKind::kT1),
                              static_cast<uint8_t>(budget::Side::kExpenditure),
                              std::string(budget::kRoundingRow), ""};
  return *account;
}

}  // namespace yuheng::aggregation
