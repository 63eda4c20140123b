#include "services/budget/address.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::budget {
namespace {

absl::Status AddressError(absl::string_view text, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat(
      "address \"", text.substr(0, 200), "\": expected ", expected));
}

std::string Format(TableKind table, Side side, absl::string_view row,
                   absl::string_view column) {
  const absl::string_view side_text = side == Side::kIncome        ? "in:"
                                      : side == Side::kExpenditure ? "ex:"
                                                                   : "";
  return absl::StrCat("T", static_cast<int>(table), ":", side_text, row,
                      column.empty() ? "" : ":", column);
}

}  // namespace

std::string FormatAddress(const CellAddress& address) {
  return Format(address.table, address.side, address.row, address.column);
}

std::string AddressOf(const TableShape& shape, const Row& row, int column) {
  const std::vector<Column>& columns = shape.ColumnsOf(row.side);
  return Format(
      shape.kind, row.side, row.Key(),
      columns.size() == 1 ? absl::string_view() : columns[column].key);
}

absl::StatusOr<CellAddress> ParseCellAddress(const Form& form,
                                             absl::string_view text) {
  absl::string_view rest = text;
  const size_t colon = rest.find(':');
  int number = 0;
  if (!absl::ConsumePrefix(&rest, "T") || colon == absl::string_view::npos ||
      !absl::SimpleAtoi(text.substr(1, colon - 1), &number) || number < 1 ||
      number > kTableCount) {
    return AddressError(text, "T1: to T10: in front");
  }
  rest = text.substr(colon + 1);
  CellAddress address;
  address.table = static_cast<TableKind>(number);
  const TableShape& shape = form.Table(address.table);
  if (shape.two_sided()) {
    if (absl::ConsumePrefix(&rest, "in:")) {
      address.side = Side::kIncome;
    } else if (absl::ConsumePrefix(&rest, "ex:")) {
      address.side = Side::kExpenditure;
    } else {
      return AddressError(text, "in: or ex: behind the table");
    }
  }
  if (shape.ColumnsOf(address.side).size() > 1) {
    const size_t last = rest.rfind(':');
    if (last == absl::string_view::npos) {
      return AddressError(text, "a column behind the last ':'");
    }
    address.column = std::string(rest.substr(last + 1));
    if (shape.ColumnIndex(address.side, address.column) < 0) {
      return AddressError(text, "a column of the table");
    }
    rest = rest.substr(0, last);
  }
  if (rest.empty()) return AddressError(text, "a row");
  address.row = std::string(rest);
  return address;
}

const Cell* FindCell(const Form& form, const Document& document,
                     const CellAddress& address) {
  const Table* table = document.FindTable(address.table);
  if (table == nullptr) return nullptr;
  const Row* row = table->FindRow(address.side, address.row);
  if (row == nullptr) return nullptr;
  const int index =
      address.column.empty()
          ? 0
          : form.Table(address.table).ColumnIndex(address.side, address.column);
  if (index < 0 || index >= static_cast<int>(row->cells.size())) return nullptr;
  return &row->cells[index];
}

}  // namespace yuheng::budget
