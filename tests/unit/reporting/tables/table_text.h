// Totals and tables as short texts, so that tests read like tables.
#ifndef YUHENG_TESTS_UNIT_REPORTING_TABLES_TABLE_TEXT_H_
#define YUHENG_TESTS_UNIT_REPORTING_TABLES_TABLE_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/reporting/tables/table_builder.h"

namespace yuheng::reporting {

// `address` as in findings (T1:in:gen_own, T3:206:total); figures in 万元.
inline TableTotal TotalAt(const std::string& address,
                          const std::string& derived,
                          const std::string& printed = "") {
  TableTotal total;
  total.account =
      budget::ParseCellAddress(budget::StandardForm(), address).value();
  total.derived_fen = budget::ParseDecimal(derived).value().micro;
  if (!printed.empty()) {
    total.printed_fen = budget::ParseDecimal(printed).value().micro;
  }
  return total;
}

// "code/name/project: derived [printed if other], …"; a blank cell is "-".
inline std::string RowText(const ReportRow& row) {
  std::string text = absl::StrCat(row.code, "/", row.name);
  if (!row.project.empty()) absl::StrAppend(&text, "/", row.project);
  std::vector<std::string> cells;
  for (const ReportCell& cell : row.cells) {
    if (cell.blank()) {
      cells.push_back("-");
      continue;
    }
    std::string figure = budget::FormatDecimal(cell.derived_fen.value_or(0));
    if (!cell.printed_fen) {
      absl::StrAppend(&figure, "[]");
    } else if (cell.differs()) {
      absl::StrAppend(&figure, "[", budget::FormatDecimal(*cell.printed_fen),
                      "]");
    }
    cells.push_back(std::move(figure));
  }
  return absl::StrCat(text, ": ", absl::StrJoin(cells, ", "));
}

// The rows that hold a figure.
inline std::vector<std::string> FilledRows(const ReportTable& table) {
  std::vector<std::string> texts;
  for (const ReportRow& row : table.rows) {
    bool filled = false;
    for (const ReportCell& cell : row.cells) filled |= !cell.blank();
    if (filled) texts.push_back(RowText(row));
  }
  return texts;
}

}  // namespace yuheng::reporting

#endif  // YUHENG_TESTS_UNIT_REPORTING_TABLES_TABLE_TEXT_H_
