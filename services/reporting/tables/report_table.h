// The rendered tables as plain values.
#ifndef YUHENG_SERVICES_REPORTING_TABLES_REPORT_TABLE_H_
#define YUHENG_SERVICES_REPORTING_TABLES_REPORT_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::reporting {

// A cell. Both figures absent: nothing stands there, which is not zero.
struct ReportCell {
  std::optional<int64_t> derived_fen;  // What the leaves add up to.
  std::optional<int64_t> printed_fen;  // What the documents print there.

  bool blank() const { return !derived_fen && !printed_fen; }
  // Whether the documents print something else than what adds up.
  bool differs() const {
    return printed_fen.has_value() && *printed_fen != derived_fen.value_or(0);
  }

  friend bool operator==(const ReportCell&, const ReportCell&) = default;
};

struct ReportRow {
  budget::Side side = budget::Side::kNone;
  budget::RowLevel level = budget::RowLevel::kNone;
  std::string code;  // A code, a line key, ALL, or ROUNDING (T1).
  // The label of the form or of the chart of accounts; the code itself where
  // the chart has no such code.
  std::string name;
  std::string project;            // T7 project rows only.
  std::vector<ReportCell> cells;  // In the order of ColumnsOf(side).

  friend bool operator==(const ReportRow&, const ReportRow&) = default;
};

struct ReportTable {
  // The form; never null, outlives the table.
  const budget::TableShape* shape = nullptr;
  std::string title;
  std::string title_en;
  std::vector<ReportRow> rows;  // In printed order, side by side.

  // No cell holds a figure: what documents declare as an empty table.
  bool nil() const;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_TABLES_REPORT_TABLE_H_
