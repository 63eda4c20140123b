#include "services/cli/sample/planting/cross_errors.h"

#include <string>
#include <utility>
#include <vector>

#include "services/budget/table_shape.h"
#include "services/cli/sample/planting/kind.h"

namespace yuheng::cli {
namespace {

using budget::Row;
using budget::RowLevel;
using budget::Side;
using budget::Table;
using budget::TableKind;
using Planted = std::optional<PlantedError>;

class Planter {
 public:
  explicit Planter(PlantedTables* tables)
      : tables_(*tables), random_(tables->random()) {}

  // A leaf and all it is part of, in one table.
  Planted ShiftTable(TableKind kind) {
    // What it shifts must be right still.
    if (!tables_.untouched()) return std::nullopt;
    const auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == kind && tables_.IsLeaf(t, r) && r.side != Side::kIncome;
    });
    if (!spot.has_value()) return std::nullopt;
    const Row row = tables_.RowAt(*spot);
    const budget::TableShape& shape =
        tables_.ShapeOf(tables_.tables()[spot->table]);
    const auto& columns = shape.ColumnsOf(row.side);
    if (!columns[spot->column].leaf()) return std::nullopt;
    const std::string column = columns[spot->column].key;
    int64_t fen = tables_.Difference();
    // The table of 三公 must fall below its part in T6.
    if (kind == TableKind::kT10) {
      if (row.code == "car_buy") return std::nullopt;
      fen = -RoundToPrint(row.cells[spot->column].amount_fen / 2);
    }
    // Other tables print what the whole row comes to; T10 is compared by
    // budget, and of the project rows it is the sum that shows.
    Spot seen = *spot;
    if (kind != TableKind::kT10) seen.column = 0;
    PlantedError error = tables_.Describe(seen, SeenAcross(kind, row, column));
    for (std::string& place : ShiftUp(kind, row, shape, column, fen)) {
      error.seen_at.push_back(std::move(place));
    }
    error.now = tables_.CellAt(seen).printed;
    return error;
  }

  // Two columns of a table, in every row.
  Planted SwapColumns(TableKind kind, const std::string& a,
                      const std::string& b) {
    if (!tables_.untouched()) return std::nullopt;
    const auto first = tables_.Find(kind, Side::kNone, budget::kTotalKey, a);
    const auto second = tables_.Find(kind, Side::kNone, budget::kTotalKey, b);
    if (!first.has_value()) return std::nullopt;
    const int64_t before = tables_.CellAt(*first).amount_fen;
    const int64_t after = tables_.CellAt(*second).amount_fen;
    if (std::max(before, after) - std::min(before, after) < kDifferenceFenMin) {
      return std::nullopt;
    }
    PlantedError error = tables_.Describe(*first, {tables_.AddressAt(*second)});
    auto& rows = tables_.tables()[first->table].rows;
    for (size_t r = 0; r < rows.size(); ++r) {
      std::swap(rows[r].cells[first->column], rows[r].cells[second->column]);
      for (const size_t column : {first->column, second->column}) {
        error.seen_at.push_back(tables_.AddressAt({first->table, r, column}));
      }
    }
    error.now = tables_.CellAt(*first).printed;
    return error;
  }

  Planted SwapSources() { return SwapColumns(TableKind::kT2, "gen", "gen_up"); }
  Planted SwapBudgets() { return SwapColumns(TableKind::kT2, "gen", "fund"); }
  Planted SwapOwnAndCarried() {
    return SwapColumns(TableKind::kT2, "unit", "carry_nonfiscal");
  }
  Planted SwapKinds() {
    static const std::vector<TableKind> kTables = {TableKind::kT3,
                                                   TableKind::kT5};
    return SwapColumns(random_.Pick(kTables), "basic", "project");
  }

  // The amounts of two lines of T1. Not of one that was touched: a second swap
  // would undo the first.
  Planted SwapLines(const std::vector<std::string>& among, Side side) {
    std::vector<Spot> spots;
    for (const std::string& key : among) {
      const auto spot = tables_.Find(TableKind::kT1, side, key, "amount");
      if (spot.has_value() && !tables_.touched(*spot)) spots.push_back(*spot);
    }
    random_.Shuffle(&spots);
    for (size_t i = 1; i < spots.size(); ++i) {
      const int64_t a = tables_.CellAt(spots[0]).amount_fen;
      const int64_t b = tables_.CellAt(spots[i]).amount_fen;
      if (std::max(a, b) - std::min(a, b) < kDifferenceFenMin) continue;
      PlantedError error =
          tables_.Describe(spots[0], {tables_.AddressAt(spots[i])});
      tables_.Touch(spots[i]);
      std::swap(tables_.CellAt(spots[0]), tables_.CellAt(spots[i]));
      error.now = tables_.CellAt(spots[0]).printed;
      return error;
    }
    return std::nullopt;
  }

  Planted SwapIncomeLines() {
    return SwapLines({"gen_own", "gen_up"}, Side::kIncome);
  }

  Planted SwapClasses() {
    std::vector<std::string> classes;
    for (const Table& table : tables_.tables()) {
      if (table.kind != TableKind::kT1) continue;
      for (const Row& row : table.rows) {
        if (row.side == Side::kExpenditure && row.level != RowLevel::kTotal &&
            row.cells[0].amount_fen != 0) {
          classes.push_back(row.code);
        }
      }
    }
    return SwapLines(classes, Side::kExpenditure);
  }

  // The amounts of all items under one parent, one row down.
  Planted ShiftRows() {
    static const std::vector<TableKind> kTables = {
        TableKind::kT2, TableKind::kT3, TableKind::kT5};
    const TableKind kind = random_.Pick(kTables);
    const auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == kind && tables_.IsLeaf(t, r) && tables_.HasSibling(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    Table& table = tables_.tables()[spot->table];
    const std::string parent = PlantedTables::ParentKey(tables_.RowAt(*spot));
    std::vector<size_t> rows;
    for (size_t r = 0; r < table.rows.size(); ++r) {
      if (tables_.IsLeaf(table, table.rows[r]) &&
          PlantedTables::ParentKey(table.rows[r]) == parent) {
        // One that was touched may have a cell too many or too few.
        if (tables_.touched({spot->table, r, 0})) return std::nullopt;
        rows.push_back(r);
      }
    }
    const int64_t a = table.rows[rows[0]].cells[0].amount_fen;
    const int64_t b = table.rows[rows[1]].cells[0].amount_fen;
    if (std::max(a, b) - std::min(a, b) < kDifferenceFenMin) {
      return std::nullopt;
    }
    Spot first{spot->table, rows[0], 0};
    PlantedError error =
        tables_.Describe(first, {tables_.AddressAt({spot->table, rows[1], 0})});
    for (size_t i = rows.size() - 1; i > 0; --i) {
      std::swap(table.rows[rows[i]].cells, table.rows[rows[i - 1]].cells);
      tables_.Touch({spot->table, rows[i], 0});
    }
    for (const size_t r : rows) {
      for (size_t c = 0; c < table.rows[r].cells.size(); ++c) {
        error.seen_at.push_back(tables_.AddressAt({spot->table, r, c}));
      }
    }
    error.now = tables_.CellAt(first).printed;
    return error;
  }

  // The amounts of two projects under one 款.
  Planted SwapProjects() {
    const auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == TableKind::kT7 && tables_.IsLeaf(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    Table& table = tables_.tables()[spot->table];
    const std::string group = tables_.RowAt(*spot).code.substr(0, 5);
    for (size_t r = 0; r < table.rows.size(); ++r) {
      const Row& other = table.rows[r];
      const int64_t a = tables_.RowAt(*spot).cells[0].amount_fen;
      if (other.project.empty() || other.code.substr(0, 5) != group ||
          other.code == tables_.RowAt(*spot).code ||
          std::abs(other.cells[0].amount_fen - a) < kDifferenceFenMin ||
          tables_.touched({spot->table, r, 0})) {
        continue;
      }
      const Spot first{spot->table, spot->row, 0};
      const Spot second{spot->table, r, 0};
      PlantedError error = tables_.Describe(first, {tables_.AddressAt(second)});
      tables_.Touch(second);
      std::swap(tables_.RowAt(first).cells, tables_.RowAt(second).cells);
      error.now = tables_.CellAt(first).printed;
      return error;
    }
    return std::nullopt;
  }

  // 工资福利 that table 6 shows as 公用经费, sums and all.
  Planted MovePersonnel() {
    if (!tables_.untouched()) return std::nullopt;
    const auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == TableKind::kT6 && tables_.IsLeaf(t, r) &&
             (r.code.rfind("301", 0) == 0 || r.code.rfind("303", 0) == 0);
    });
    if (!spot.has_value()) return std::nullopt;
    const std::string code = tables_.RowAt(*spot).code;
    const auto personnel =
        tables_.Find(TableKind::kT6, Side::kNone, code, "personnel");
    const auto office =
        tables_.Find(TableKind::kT6, Side::kNone, code, "public");
    const int64_t fen = tables_.CellAt(*personnel).amount_fen;
    PlantedError error = tables_.Describe(
        *office, {tables_.AddressAt(*personnel), "T6:" + code + ":total"});
    for (const std::string& key :
         {code, code.substr(0, 3), std::string(budget::kTotalKey)}) {
      tables_.Shift(TableKind::kT6, Side::kNone, key, "personnel", -fen,
                    &error.seen_at);
      tables_.Shift(TableKind::kT6, Side::kNone, key, "public", fen,
                    &error.seen_at);
    }
    error.now = tables_.CellAt(*office).printed;
    return error;
  }

  Planted ShiftT2() { return ShiftTable(TableKind::kT2); }
  Planted ShiftT3() { return ShiftTable(TableKind::kT3); }
  Planted ShiftT4() { return ShiftTable(TableKind::kT4); }
  Planted ShiftT5() { return ShiftTable(TableKind::kT5); }
  Planted ShiftT6() { return ShiftTable(TableKind::kT6); }
  Planted ShiftT7() { return ShiftTable(TableKind::kT7); }
  Planted ShiftT8() { return ShiftTable(TableKind::kT8); }
  Planted ShiftT9() { return ShiftTable(TableKind::kT9); }
  Planted ShiftT10() { return ShiftTable(TableKind::kT10); }

 private:
  // Where other tables show what the row is.
  static std::vector<std::string> SeenAcross(TableKind kind, const Row& row,
                                             const std::string& column) {
    const std::string& code = row.code;
    switch (kind) {
      case TableKind::kT2:
        return {"T2:" + code + ":" + column, "T2:ALL:" + column, "T2:ALL:total",
                "T3:" + code + ":total"};
      case TableKind::kT3:
        return {"T2:" + code + ":total", "T3:" + code + ":" + column,
                "T3:ALL:total"};
      case TableKind::kT4:
        return {"T2:" + code + ":fiscal", "T5:" + code + ":total",
                "T8:" + code + ":total", "T9:" + code + ":total"};
      case TableKind::kT5:
        return {"T2:" + code + ":gen", "T3:" + code + ":" + column};
      case TableKind::kT6:
        return {"T6:ALL:total", "T5:ALL:basic"};
      case TableKind::kT7:
        return {"T7:" + code + ":total", "T5:" + code + ":project",
                "T7:ALL:total"};
      case TableKind::kT8:
        return {"T8:ALL:total", "T2:" + code + ":fund",
                "T8:" + code.substr(0, 3) + ":total"};
      case TableKind::kT9:
        return {"T9:ALL:total", "T2:" + code + ":soe",
                "T9:" + code.substr(0, 3) + ":total"};
      default:
        return {"T10:" + code + ":gen"};
    }
  }

  // Returns the addresses of what it shifted.
  std::vector<std::string> ShiftUp(TableKind kind, const Row& row,
                                   const budget::TableShape& shape,
                                   const std::string& column, int64_t fen) {
    std::vector<std::string> shifted;
    std::vector<std::string> keys = {row.Key()};
    if (shape.coded()) {
      const size_t step = kind == TableKind::kT6 ? 3 : 5;
      for (size_t digits = step; digits >= 3; digits -= 2) {
        keys.push_back(row.code.substr(0, digits));
      }
    } else if (kind == TableKind::kT10 && row.code == "car_run") {
      keys.push_back("car");
    }
    keys.emplace_back(kind == TableKind::kT10 ? "total" : budget::kTotalKey);
    std::vector<std::string> columns = {column, "total"};
    if (kind == TableKind::kT2 && IsFiscalColumn(column)) {
      columns.push_back("fiscal");
    }
    for (const std::string& c : columns) {
      for (const std::string& key : keys) {
        tables_.Shift(kind, row.side, key, c, fen, &shifted);
      }
    }
    if (kind == TableKind::kT4) {
      for (const std::string& key :
           {column, std::string("fiscal"), std::string(budget::kTotalKey)}) {
        tables_.Shift(kind, Side::kIncome, key, "total", fen, &shifted);
      }
    }
    return shifted;
  }

  static bool IsFiscalColumn(const std::string& column) {
    return column.rfind("gen", 0) == 0 || column.rfind("fund", 0) == 0 ||
           column.rfind("soe", 0) == 0;
  }

  PlantedTables& tables_;
  Random& random_;
};

struct CrossKind {
  const char* name;
  std::vector<std::string> rules;
  Planted (Planter::*plant)();
};

const std::vector<CrossKind>& Kinds() {
  static const std::vector<CrossKind> kKinds = {
      {"cross_table_2", {"B-01", "B-02", "B-14", "B-21"}, &Planter::ShiftT2},
      {"cross_table_3", {"B-12", "B-13", "B-14"}, &Planter::ShiftT3},
      {"cross_table_4", {"B-15", "B-16", "B-17", "B-18"}, &Planter::ShiftT4},
      {"cross_table_5", {"B-18", "B-21", "B-24", "B-25"}, &Planter::ShiftT5},
      {"cross_table_6", {"B-24"}, &Planter::ShiftT6},
      {"cross_table_7", {"B-25", "B-26"}, &Planter::ShiftT7},
      {"cross_table_8", {"B-19", "B-28"}, &Planter::ShiftT8},
      {"cross_table_9", {"B-20", "B-29"}, &Planter::ShiftT9},
      {"cross_table_10", {"B-30", "B-35"}, &Planter::ShiftT10},
      {"sources_swapped", {"B-02"}, &Planter::SwapSources},
      {"budgets_swapped", {"B-02", "B-16", "B-21"}, &Planter::SwapBudgets},
      {"own_money_swapped", {"B-02"}, &Planter::SwapOwnAndCarried},
      {"kinds_swapped", {"B-22", "B-24", "B-25", "N-09"}, &Planter::SwapKinds},
      {"income_lines_swapped", {"B-02"}, &Planter::SwapIncomeLines},
      {"classes_swapped", {"B-13"}, &Planter::SwapClasses},
      {"rows_shifted", {"B-14", "B-21"}, &Planter::ShiftRows},
      {"projects_swapped", {"B-26", "N-18"}, &Planter::SwapProjects},
      {"personnel_as_office", {"C-06"}, &Planter::MovePersonnel},
  };
  return kKinds;
}

}  // namespace

const std::vector<ErrorKind>& CrossErrorKinds() {
  static const std::vector<ErrorKind> kinds = ErrorKindsOf(Kinds());
  return kinds;
}

Planted PlantCrossError(absl::string_view name, PlantedTables* tables) {
  for (const CrossKind& kind : Kinds()) {
    if (kind.name != name) continue;
    Planter planter(tables);
    return (planter.*kind.plant)();
  }
  return std::nullopt;
}

}  // namespace yuheng::cli
