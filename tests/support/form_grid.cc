#include "tests/support/form_grid.h"

#include <vector>

#include "services/forms/form_layout.h"

namespace yuheng::testing {

FormGrid FormGridOf(const budget::Form& form, const budget::Table& table) {
  std::vector<forms::FormRow> rows;
  for (const budget::Row& row : table.rows) {
    rows.push_back({row.side, row.level, row.code, row.name, row.project});
  }
  const forms::FormLayout layout =
      forms::LayOutForm(form.Table(table.kind), rows);
  const auto width = static_cast<size_t>(layout.column_count);
  FormGrid grid;
  grid.heading_row_count = static_cast<size_t>(layout.heading_row_count);
  grid.rows.assign(grid.heading_row_count, std::vector<std::string>(width));
  for (const forms::HeadingRange& heading : layout.headings) {
    grid.rows[heading.first_row][heading.first_column] = heading.text;
  }
  for (const auto& cells : layout.body) {
    std::vector<std::string>& row = grid.rows.emplace_back();
    for (const forms::LayoutCell& cell : cells) {
      row.push_back(cell.column < 0
                        ? cell.text
                        : table.rows[cell.row].cells[cell.column].printed);
    }
  }
  return grid;
}

}  // namespace yuheng::testing
