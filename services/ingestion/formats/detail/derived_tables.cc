#include "services/ingestion/formats/detail/derived_tables.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"
#include "services/budget/rollup.h"

namespace yuheng::ingestion {
namespace {

using budget::Cell;
using budget::CellAddress;
using budget::Row;
using budget::Side;
using budget::Table;
using budget::TableKind;
using budget::TableShape;

// The line of T10 that sums the others.
constexpr absl::string_view kTotalLine = "total";

// The column of T2 a source stands in.
absl::string_view SourceColumn(absl::string_view source) {
  if (source == "gen_own") return "gen";
  if (source == "fund_own") return "fund";
  if (source == "soe_own") return "soe";
  if (absl::StartsWith(source, "unit_")) return "unit";
  if (source == "carry_special" || source == "carry_unit") {
    return "carry_nonfiscal";
  }
  if (absl::StartsWith(source, "carry_")) return "carry_fiscal";
  return source;  // gen_up, fund_up, soe_up, special.
}

// The budget that appropriates it this year: gen, fund, soe; empty for other
// money. What was carried over is none of it (domain.md section 5, T4).
absl::string_view BudgetOf(absl::string_view source) {
  for (const absl::string_view budget : {"gen", "fund", "soe"}) {
    if (source == absl::StrCat(budget, "_own") ||
        source == absl::StrCat(budget, "_up")) {
      return budget;
    }
  }
  return "";
}

// The line of T10; empty for what is none of the three.
absl::string_view PublicSpendingOf(absl::string_view economic) {
  if (economic == "30212") return "abroad";
  if (economic == "30217") return "reception";
  if (economic == "30231") return "car_run";
  if (economic == "30913" || economic == "31013") return "car_buy";
  return "";
}

class Derivation {
 public:
  Derivation(const budget::Form& form, int fiscal_year)
      : form_(form), fiscal_year_(fiscal_year) {}

  void Add(const DetailLine& line) {
    const std::string function_class = line.function.substr(0, 3);
    const std::string kind = line.project.empty() ? "basic" : "project";
    Add({TableKind::kT1, Side::kIncome, line.source, "amount"}, line);
    Add({TableKind::kT1, Side::kExpenditure, function_class, "amount"}, line);
    Add({TableKind::kT2, Side::kNone, line.function,
         std::string(SourceColumn(line.source))},
        line);
    Add({TableKind::kT3, Side::kNone, line.function, kind}, line);
    const std::string budget(BudgetOf(line.source));
    if (budget.empty()) return;
    Add({TableKind::kT4, Side::kIncome, budget, "total"}, line);
    Add({TableKind::kT4, Side::kExpenditure, function_class, budget}, line);
    const absl::string_view spending = PublicSpendingOf(line.economic);
    if (!spending.empty()) {
      Add({TableKind::kT10, Side::kNone, std::string(spending), budget}, line);
    }
    const TableKind own = budget == "gen"    ? TableKind::kT5
                          : budget == "fund" ? TableKind::kT8
                                             : TableKind::kT9;
    Add({own, Side::kNone, line.function, kind}, line);
    if (own != TableKind::kT5) return;
    if (line.project.empty()) {
      const bool personnel = absl::StartsWith(line.economic, "301") ||
                             absl::StartsWith(line.economic, "303");
      Add({TableKind::kT6, Side::kNone, line.economic,
           personnel ? "personnel" : "public"},
          line);
    } else {
      Add({TableKind::kT7, Side::kNone,
           absl::StrCat(line.function, "|", line.project),
           absl::StrCat("e", line.economic.substr(0, 3))},
          line);
    }
  }

  std::vector<Table> Tables() {
    std::vector<Table> tables;
    for (const TableShape& shape : form_.tables) {
      tables.push_back(TableOf(shape));
    }
    return tables;
  }

 private:
  struct Sum {
    int64_t fen = 0;
    budget::SourceLocation location;  // Of the first line.
  };
  using SumsByColumn = std::map<int, Sum>;

  void Add(CellAddress leaf, const DetailLine& line) {
    const TableShape& shape = form_.Table(leaf.table);
    if (shape.ColumnsOf(leaf.side).size() == 1) leaf.column.clear();
    for (const CellAddress& above : budget::RollUpOf(form_, leaf)) {
      // Projects stand under their 款; their 项 has no row of its own.
      if (above.table == TableKind::kT7 &&
          budget::LevelOfCode(above.row) == budget::RowLevel::kItem) {
        continue;
      }
      const int column = above.column.empty()
                             ? 0
                             : shape.ColumnIndex(above.side, above.column);
      const auto [sum, first] =
          sums_[{above.table, above.side}][above.row].try_emplace(column);
      if (first) sum->second.location = line.location;
      sum->second.fen += line.amount_fen;
    }
  }

  Table TableOf(const TableShape& shape) {
    Table table;
    table.kind = shape.kind;
    table.printed_number = shape.number;
    table.title = shape.title;
    table.unit_fen = budget::kFenPerWanYuan;
    table.precision_fen = 1;
    if (shape.two_sided()) {
      AddLines(shape, Side::kIncome, &table);
      AddLines(shape, Side::kExpenditure, &table);
    } else {
      const bool nil = sums_[{shape.kind, Side::kNone}].empty();
      if (shape.coded()) {
        AddCodedRows(shape, &table);
      } else {
        AddLines(shape, Side::kNone, &table);
      }
      if (nil) DeclareNil(shape, &table);
    }
    return table;
  }

  // In the order of codes, a parent before its children and the total last.
  void AddCodedRows(const TableShape& shape, Table* table) {
    for (const auto& [key, sums] : sums_[{shape.kind, Side::kNone}]) {
      Row row;
      const size_t bar = key.find('|');
      row.code = key.substr(0, bar);
      if (key == budget::kTotalKey) {
        row.level = budget::RowLevel::kTotal;
        row.name = "合计";
      } else {
        row.level = budget::LevelOfCode(row.code);
        row.name = NameOf(shape, row.code);
      }
      if (bar != std::string::npos) {
        row.level = budget::RowLevel::kProject;
        row.project = key.substr(bar + 1);
      }
      Fill(shape, sums, &row);
      table->rows.push_back(std::move(row));
    }
  }

  // As readers of a text do where a sentence says that a table is empty.
  static void DeclareNil(const TableShape& shape, Table* table) {
    table->nil_statement =
        budget::Message("reader.detail_nil", {{"table", shape.title}}).zh;
    if (shape.coded()) {
      Row total;
      total.level = budget::RowLevel::kTotal;
      total.code = std::string(budget::kTotalKey);
      total.cells.resize(shape.columns.size());
      table->rows.push_back(std::move(total));
    }
    for (Row& row : table->rows) {
      if (row.level != budget::RowLevel::kTotal) continue;
      for (Cell& cell : row.cells) {
        cell.state = budget::CellState::kDeclaredNil;
      }
    }
  }

  void AddLines(const TableShape& shape, Side side, Table* table) {
    auto& rows = sums_[{shape.kind, side}];
    const auto add = [&](const std::string& key, const std::string& label) {
      Row row;
      row.side = side;
      row.code = key;
      row.level = key == budget::kTotalKey || key == kTotalLine
                      ? budget::RowLevel::kTotal
                  : side == Side::kExpenditure ? budget::RowLevel::kClass
                                               : budget::RowLevel::kLine;
      row.name = label;
      Fill(shape, rows[key], &row);
      rows.erase(key);
      table->rows.push_back(std::move(row));
    };
    for (const budget::Line& line : shape.lines) {
      if (line.side == side) add(line.key, line.label);
    }
    // Classes that the form does not list.
    while (!rows.empty()) {
      const std::string key = rows.begin()->first;
      add(key, NameOf(form_.Table(TableKind::kT3), key));
    }
  }

  void Fill(const TableShape& shape, const SumsByColumn& sums, Row* row) {
    row->cells.resize(shape.ColumnsOf(row->side).size());
    for (const auto& [column, sum] : sums) {
      Cell& cell = row->cells[static_cast<size_t>(column)];
      cell.state = budget::CellState::kStated;
      cell.amount_fen = sum.fen;
      cell.printed = budget::FormatDecimal(sum.fen);
      cell.location = sum.location;
      if (row->line == 0) row->line = sum.location.line;
    }
  }

  std::string NameOf(const TableShape& shape, absl::string_view code) const {
    const auto kind = shape.row_space == budget::RowSpace::kEconomic
                          ? budget::ChartKind::kEconomicDepartment
                          : budget::ChartKind::kFunction;
    return std::string(budget::ChartFor(kind, fiscal_year_).Name(code));
  }

  const budget::Form& form_;
  const int fiscal_year_;
  std::map<std::pair<TableKind, Side>, std::map<std::string, SumsByColumn>>
      sums_;
};

}  // namespace

std::vector<Table> DeriveTables(const budget::Form& form, int fiscal_year,
                                absl::Span<const DetailLine> lines) {
  Derivation derivation(form, fiscal_year);
  for (const DetailLine& line : lines) derivation.Add(line);
  return derivation.Tables();
}

}  // namespace yuheng::ingestion
