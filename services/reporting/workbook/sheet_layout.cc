#include "services/reporting/workbook/sheet_layout.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/forms/form_layout.h"

namespace yuheng::reporting {
namespace {

using budget::RowLevel;
using budget::RowSpace;
using forms::LayoutCell;
using forms::ShownAmount;

// Empty lines above the total of an empty table, as the form has them.
constexpr int kNilFillerRowCount = 8;

// The form has one row a project and none for its 项. Such a row stands only
// where a document prints one, or where no project stands below it.
bool IsLeftOut(const ReportTable& table, size_t index) {
  const ReportRow& row = table.rows[index];
  if (table.shape->row_space != RowSpace::kProject ||
      row.level != RowLevel::kItem || index + 1 >= table.rows.size()) {
    return false;
  }
  const ReportRow& next = table.rows[index + 1];
  if (next.level != RowLevel::kProject || next.code != row.code) return false;
  return std::none_of(
      row.cells.begin(), row.cells.end(),
      [](const ReportCell& cell) { return cell.printed_fen.has_value(); });
}

std::string DifferenceComment(const ReportCell& cell) {
  const int64_t derived = cell.derived_fen.value_or(0);
  const int64_t difference = *cell.printed_fen - derived;
  const budget::Text text = budget::Message(
      "reporting.difference",
      {{"printed", ShownAmount(*cell.printed_fen)},
       {"derived", ShownAmount(derived)},
       {"difference",
        absl::StrCat(difference > 0 ? "+" : "", ShownAmount(difference))}});
  return absl::StrCat(text.zh, "\n", text.en);
}

}  // namespace

forms::Sheet LayOutSheet(const ReportTable& table) {
  const budget::TableShape& shape = *table.shape;
  std::vector<const ReportRow*> shown;
  std::vector<forms::FormRow> rows;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (IsLeftOut(table, i)) continue;
    const ReportRow& row = table.rows[i];
    shown.push_back(&row);
    rows.push_back({row.side, row.level, row.code, row.name, row.project});
  }
  const forms::FormLayout layout =
      forms::LayOutForm(shape, rows, table.nil() ? kNilFillerRowCount : 0);
  // Null where there is no amount.
  const auto amount_of = [&](const LayoutCell& cell) -> const ReportCell* {
    if (cell.row < 0 || cell.column < 0) return nullptr;
    const std::vector<ReportCell>& cells = shown[cell.row]->cells;
    return cell.column < static_cast<int>(cells.size()) ? &cells[cell.column]
                                                        : nullptr;
  };
  forms::Sheet sheet;
  sheet.title = table.title;
  sheet.headings = layout.headings;
  sheet.heading_row_count = layout.heading_row_count;
  sheet.frozen_column_count = layout.frozen_column_count;
  sheet.one_page = layout.one_page;
  sheet.column_widths =
      forms::ColumnWidths(shape, layout, [&](const LayoutCell& cell) {
        const ReportCell* amount = amount_of(cell);
        return amount != nullptr && amount->derived_fen
                   ? budget::DisplayWidth(ShownAmount(*amount->derived_fen))
                   : 0;
      });
  for (const std::vector<LayoutCell>& cells : layout.body) {
    std::vector<forms::SheetCell>& row = sheet.body.emplace_back();
    for (const LayoutCell& cell : cells) {
      forms::SheetCell written{.look = LookOf(cell.kind), .text = cell.text};
      written.indent = cell.indent;
      written.bold = cell.bold;
      if (const ReportCell* amount = amount_of(cell); amount != nullptr) {
        written.amount_fen = amount->derived_fen;
        if (amount->differs()) {
          written.fill = forms::CellFill::kYellow;
          written.comment = DifferenceComment(*amount);
        }
      }
      row.push_back(std::move(written));
    }
  }
  return sheet;
}

}  // namespace yuheng::reporting
