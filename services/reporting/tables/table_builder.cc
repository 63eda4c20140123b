#include "services/reporting/tables/table_builder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/messages.h"
#include "services/budget/rollup.h"

namespace yuheng::reporting {
namespace {

using budget::ChartKind;
using budget::RowLevel;
using budget::RowSpace;
using budget::Side;
using budget::TableKind;
using budget::TableShape;

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c);
  });
}

// kNone for a row that can't stand in the table.
RowLevel LevelOf(const TableShape& shape, Side side, absl::string_view row) {
  if (row == budget::kTotalKey) return RowLevel::kTotal;
  if (!shape.coded()) {
    if (row == budget::kRoundingRow) return RowLevel::kLine;
    const bool code = row.size() == 3 && IsDigits(row);
    if (shape.FindLine(side, row) == nullptr) {
      return side == Side::kExpenditure && code ? RowLevel::kClass
                                                : RowLevel::kNone;
    }
    return code ? RowLevel::kClass : RowLevel::kLine;
  }
  const size_t bar = row.find('|');
  if (!IsDigits(row.substr(0, bar))) return RowLevel::kNone;
  if (bar != absl::string_view::npos) {
    return shape.row_space == RowSpace::kProject ? RowLevel::kProject
                                                 : RowLevel::kNone;
  }
  const RowLevel level = budget::LevelOfCode(row);
  const bool economic_item =
      level == RowLevel::kItem && shape.row_space == RowSpace::kEconomic;
  return economic_item ? RowLevel::kNone : level;
}

// Collects the rows of one table.
class TableBuilder {
 public:
  TableBuilder(const budget::Form& form, const TableShape& shape,
               const TableOptions& options)
      : form_(form), shape_(shape), options_(options), rows_(RowBefore{&form}) {
    for (const budget::Line& line : shape.lines) RowOf(line.side, line.key);
    if (shape.coded()) RowOf(Side::kNone, std::string(budget::kTotalKey));
  }

  void Add(const TableTotal& total) {
    const budget::CellAddress& account = total.account;
    if (shape_.two_sided() != (account.side != Side::kNone)) return;
    if (total.derived_fen == 0 && !total.printed_fen) return;
    const std::vector<budget::Column>& columns = shape_.ColumnsOf(account.side);
    const int column = columns.size() == 1 && account.column.empty()
                           ? 0
                           : shape_.ColumnIndex(account.side, account.column);
    if (column < 0) return;
    ReportRow* row = RowOf(account.side, account.row);
    if (row == nullptr) return;
    ReportCell& cell = row->cells[column];
    cell.derived_fen = total.derived_fen;
    cell.printed_fen = total.printed_fen;
    if (!cell.printed_fen && account.row != budget::kRoundingRow &&
        budget::IsLeaf(form_, account)) {
      cell.printed_fen = total.derived_fen;
    }
  }

  ReportTable Finish() && {
    ReportTable table{
        .shape = &shape_,
        .title = options_.of_unit
                     ? absl::StrReplaceAll(shape_.title, {{"部门", "单位"}})
                     : shape_.title,
        .title_en =
            options_.of_unit
                ? absl::StrReplaceAll(shape_.title_en, {{"Department", "Unit"}})
                : shape_.title_en,
        .rows = {}};
    table.rows.reserve(rows_.size());
    for (auto& [address, row] : rows_) table.rows.push_back(std::move(row));
    return table;
  }

 private:
  struct RowBefore {
    const budget::Form* form;
    bool operator()(const budget::CellAddress& a,
                    const budget::CellAddress& b) const {
      return budget::PrintedBefore(*form, a, b);
    }
  };

  // nullptr when it can't stand in the table.
  ReportRow* RowOf(Side side, const std::string& key) {
    // One row whatever the column: addresses here have none.
    const budget::CellAddress address{shape_.kind, side, key, ""};
    const auto known = rows_.find(address);
    if (known != rows_.end()) return &known->second;
    const RowLevel level = LevelOf(shape_, side, key);
    if (level == RowLevel::kNone) return nullptr;
    ReportRow row{
        .side = side,
        .level = level,
        .code = key,
        .name = {},
        .project = {},
        .cells = std::vector<ReportCell>(shape_.ColumnsOf(side).size())};
    if (level == RowLevel::kProject) {
      const size_t bar = key.find('|');
      row.code = key.substr(0, bar);
      row.project = key.substr(bar + 1);
    }
    row.name = NameOf(row);
    return &rows_.emplace(address, std::move(row)).first->second;
  }

  std::string NameOf(const ReportRow& row) const {
    if (row.code == budget::kRoundingRow) {
      return budget::Message("reporting.rounding_row").zh;
    }
    if (!shape_.coded()) {
      const budget::Line* line = shape_.FindLine(row.side, row.code);
      if (line != nullptr) return line->label;
    }
    if (row.level == RowLevel::kTotal) {
      return budget::Message("reporting.total_row").zh;
    }
    const ChartKind chart = shape_.row_space == RowSpace::kEconomic
                                ? ChartKind::kEconomicDepartment
                                : ChartKind::kFunction;
    const absl::string_view name =
        budget::ChartFor(chart, options_.fiscal_year).Name(row.code);
    return name.empty() ? row.code : std::string(name);
  }

  const budget::Form& form_;
  const TableShape& shape_;
  const TableOptions& options_;
  std::map<budget::CellAddress, ReportRow, RowBefore> rows_;
};

}  // namespace

bool ReportTable::nil() const {
  for (const ReportRow& row : rows) {
    for (const ReportCell& cell : row.cells) {
      if (!cell.blank()) return false;
    }
  }
  return true;
}

std::vector<ReportTable> BuildTables(const budget::Form& form,
                                     const TableOptions& options,
                                     const std::vector<TableTotal>& totals) {
  std::map<TableKind, TableBuilder> builders;
  for (const TableShape& shape : form.tables) {
    if (options.tables.empty() ||
        std::find(options.tables.begin(), options.tables.end(), shape.kind) !=
            options.tables.end()) {
      builders.try_emplace(shape.kind, form, shape, options);
    }
  }
  for (const TableTotal& total : totals) {
    const auto builder = builders.find(total.account.table);
    if (builder != builders.end()) builder->second.Add(total);
  }
  std::vector<ReportTable> tables;
  for (const TableShape& shape : form.tables) {
    const auto builder = builders.find(shape.kind);
    if (builder != builders.end()) {
      tables.push_back(std::move(builder->second).Finish());
    }
  }
  return tables;
}

}  // namespace yuheng::reporting
