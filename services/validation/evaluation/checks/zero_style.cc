#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// Zeros as a table prints them, with how often and where first.
struct Print {
  int count = 0;
  Place first;
};

bool HasAmount(const budget::Row& row) {
  for (const budget::Cell& cell : row.cells) {
    if (cell.stated() && cell.amount_fen != 0) return true;
  }
  return false;
}

}  // namespace

// S-09: one table prints zeros in one way: 0, 0.00 or nothing. Only rows with
// amounts count: rows that a form prints empty say nothing.
void CheckZeroStyle(const CheckContext& context) {
  for (const budget::Table& table : context.document.tables) {
    const budget::TableShape& shape = context.form.Table(table.kind);
    std::map<std::string, Print> prints;
    for (const budget::Row& row : table.rows) {
      const bool filled = HasAmount(row);
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const budget::Cell& cell = row.cells[i];
        const bool blank = cell.state == budget::CellState::kBlank;
        if (blank ? !filled : !cell.stated() || cell.amount_fen != 0) continue;
        if (i >= shape.ColumnsOf(row.side).size()) break;
        if (shape.ColumnsOf(row.side)[i].presence !=
            budget::Presence::kPrinted) {
          continue;
        }
        Print& print = prints[blank ? std::string() : cell.printed];
        if (print.count++ == 0) {
          print.first = {budget::AddressOf(shape, row, static_cast<int>(i)),
                         cell.location};
        }
      }
    }
    if (prints.size() < 2) continue;
    budget::Text list;
    std::vector<Place> places;
    for (auto& [printed, print] : prints) {
      const std::string zh = printed.empty() ? "空白" : printed;
      const std::string en = printed.empty() ? "blank" : printed;
      absl::StrAppend(&list.zh, list.zh.empty() ? "" : "、", zh, "（",
                      print.count, "处）");
      absl::StrAppend(&list.en, list.en.empty() ? "" : ", ", en, " (",
                      print.count, ")");
      // The explicit zeros stand out.
      places.insert(printed.empty() ? places.end() : places.begin(),
                    std::move(print.first));
    }
    context.reporter.Fail(
        std::move(places),
        Message("prose.zero_styles",
                {{"table", TableText(shape)}, {"list", list}}));
  }
}

}  // namespace yuheng::validation
