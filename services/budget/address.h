#ifndef YUHENG_SERVICES_BUDGET_ADDRESS_H_
#define YUHENG_SERVICES_BUDGET_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// The address of a table cell (domain.md section 3):
//   T1:in:<key>  T1:ex:<class>             one amount column a side
//   T4:in:<key>  T4:ex:<class>:<column>
//   T<n>:<code>:<column>  T7:<code>|<project>:<column>  T<n>:ALL:<column>
// A project name may itself contain ':'; the column is behind the last one.
struct CellAddress {
  TableKind table = TableKind::kNone;
  Side side = Side::kNone;
  std::string row;
  std::string column;  // Empty where the side has one column.

  friend bool operator==(const CellAddress&, const CellAddress&) = default;
};

std::string FormatAddress(const CellAddress& address);

// The address of cell `column` (an index of ColumnsOf) of a row.
std::string AddressOf(const TableShape& shape, const Row& row, int column);

// INVALID_ARGUMENT when it is no cell address of the form.
absl::StatusOr<CellAddress> ParseCellAddress(const Form& form,
                                             absl::string_view text);

// The cell at an address; nullptr when the document has no such row or table.
const Cell* FindCell(const Form& form, const Document& document,
                     const CellAddress& address);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_ADDRESS_H_
