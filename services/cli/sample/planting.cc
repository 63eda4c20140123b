#include "services/cli/sample/planting.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/budget/address.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/check.h"
#include "services/cli/sample/planted_tables.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

using budget::Row;
using budget::RowLevel;
using budget::Side;
using budget::Table;
using budget::TableKind;

constexpr int kAttemptsMax = 2'000;

class Planter {
 public:
  Planter(const budget::Form& form, const Style& style, int fiscal_year,
          std::vector<Table>* tables, Random* random)
      : style_(style),
        fiscal_year_(fiscal_year),
        tables_(form, tables, random),
        random_(*random) {}

  PlantedError PlantOne() {
    using Plant = std::optional<PlantedError> (Planter::*)();
    static constexpr Plant kPlants[] = {
        &Planter::ChangeLeaf, &Planter::ChangeSubtotal, &Planter::ChangeTotal,
        &Planter::SwapDigits, &Planter::TimesTen,       &Planter::DropRow,
        &Planter::MoveColumn, &Planter::ChangeName,     &Planter::CrossTable,
        &Planter::RepeatRow,  &Planter::WriteWords};
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
      const Plant plant = kPlants[random_.Index(std::size(kPlants))];
      std::optional<PlantedError> planted = (this->*plant)();
      if (planted.has_value()) return *std::move(planted);
    }
    YUHENG_CHECK(false && "no room for another error");
    return {};
  }

 private:
  PlantedError Describe(const std::string& kind, const Spot& spot,
                        std::vector<std::string> seen) {
    tables_.Touch(spot);
    return {kind,
            tables_.AddressAt(spot),
            tables_.CellAt(spot).printed,
            "",
            "T" + std::to_string(spot.table + 1),
            std::move(seen)};
  }

  // Sets another amount.
  PlantedError Change(const std::string& kind, const Spot& spot, int64_t fen) {
    PlantedError error = Describe(kind, spot, tables_.ParentsOf(spot));
    SetAmount(&tables_.CellAt(spot), fen);
    error.now = tables_.CellAt(spot).printed;
    return error;
  }

  void SetAmount(budget::Cell* cell, int64_t fen) const {
    cell->state = budget::CellState::kStated;
    cell->amount_fen = fen;
    cell->printed = PrintAmount(style_, fen);
  }

  int64_t Difference() { return random_.Between(50, 990) * kPrintedFen; }

  std::optional<PlantedError> ChangeLeaf() {
    const auto spot = tables_.Pick(
        [this](const Table& t, const Row& r) { return tables_.IsLeaf(t, r); });
    if (!spot.has_value()) return std::nullopt;
    return Change("leaf_changed", *spot,
                  tables_.CellAt(*spot).amount_fen + Difference());
  }

  std::optional<PlantedError> ChangeSubtotal() {
    const auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return !tables_.IsLeaf(t, r) && !tables_.IsTotal(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    return Change("subtotal_changed", *spot,
                  tables_.CellAt(*spot).amount_fen + Difference());
  }

  std::optional<PlantedError> ChangeTotal() {
    const auto spot = tables_.Pick(
        [this](const Table& t, const Row& r) { return tables_.IsTotal(t, r); });
    if (!spot.has_value()) return std::nullopt;
    return Change("total_changed", *spot,
                  tables_.CellAt(*spot).amount_fen + Difference());
  }

  std::optional<PlantedError> SwapDigits() {
    const auto spot =
        tables_.Pick([](const Table&, const Row&) { return true; });
    if (!spot.has_value()) return std::nullopt;
    const int64_t was = tables_.CellAt(*spot).amount_fen;
    std::string digits = std::to_string(was / kPrintedFen);
    if (digits.size() < 2) return std::nullopt;
    const size_t at = random_.Index(digits.size() - 1);
    std::swap(digits[at], digits[at + 1]);
    const int64_t now = std::stoll(digits) * kPrintedFen;
    if (std::max(was, now) - std::min(was, now) < kDifferenceFenMin) {
      return std::nullopt;
    }
    return Change("digits_swapped", *spot, now);
  }

  std::optional<PlantedError> TimesTen() {
    const auto spot =
        tables_.Pick([](const Table&, const Row&) { return true; });
    if (!spot.has_value()) return std::nullopt;
    return Change("factor_10", *spot, tables_.CellAt(*spot).amount_fen * 10);
  }

  std::optional<PlantedError> DropRow() {
    auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r) && tables_.HasSibling(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    spot->column = 0;
    std::vector<std::string> seen;
    const Row& row = tables_.RowAt(*spot);
    for (size_t c = 0; c < row.cells.size(); ++c) {
      if (row.cells[c].amount_fen != 0) {
        tables_.AppendSeen(*spot, tables_.ParentKey(row), c, &seen);
      }
    }
    PlantedError error = Describe("row_missing", *spot, std::move(seen));
    // The row is gone; its parent's first cell is where that shows.
    std::swap(error.address, error.seen_at.front());
    auto& rows = tables_.tables()[spot->table].rows;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(spot->row));
    return error;
  }

  std::optional<PlantedError> RepeatRow() {
    auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    spot->column = 0;
    PlantedError error =
        Describe("duplicate_row", *spot, tables_.ParentsOf(*spot));
    error.now = error.was;
    auto& rows = tables_.tables()[spot->table].rows;
    const Row copy = rows[spot->row];
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(spot->row) + 1,
                copy);
    return error;
  }

  std::optional<PlantedError> MoveColumn() {
    const auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    const auto& columns =
        tables_.ShapeOf(tables_.tables()[spot->table]).columns;
    if (!columns[spot->column].leaf()) return std::nullopt;
    std::vector<size_t> free;
    for (size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].leaf() && tables_.RowAt(*spot).cells[c].amount_fen == 0) {
        free.push_back(c);
      }
    }
    if (free.empty()) return std::nullopt;
    Spot to = *spot;
    to.column = random_.Pick(free);
    std::vector<std::string> seen = tables_.ParentsOf(*spot);
    seen.push_back(tables_.AddressAt(to));
    PlantedError error = Describe("wrong_column", *spot, std::move(seen));
    std::swap(tables_.CellAt(to), tables_.CellAt(*spot));
    error.now = tables_.CellAt(*spot).printed;
    return error;
  }

  std::optional<PlantedError> ChangeName() {
    auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.ShapeOf(t).coded() && !tables_.IsTotal(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    spot->column = 0;
    Row& row = tables_.RowAt(*spot);
    const budget::ChartOfAccounts& chart =
        budget::ChartFor(tables_.tables()[spot->table].kind == TableKind::kT6
                             ? budget::ChartKind::kEconomicDepartment
                             : budget::ChartKind::kFunction,
                         fiscal_year_);
    const auto codes = chart.Codes();
    const std::string name(chart.Name(random_.Pick(codes)));
    if (chart.IsName(row.code, name)) return std::nullopt;
    PlantedError error = Describe("wrong_name", *spot, {});
    error.was = row.name;
    error.now = name;
    row.name = name;
    return error;
  }

  std::optional<PlantedError> WriteWords() {
    static const std::vector<std::string> kWords = {"见附表", "12.5.3", "3O.5",
                                                    "待核定"};
    const auto spot =
        tables_.Pick([](const Table&, const Row&) { return true; });
    if (!spot.has_value()) return std::nullopt;
    PlantedError error = Describe("non_amount", *spot, {});
    budget::Cell& cell = tables_.CellAt(*spot);
    cell.state = budget::CellState::kUnreadable;
    cell.amount_fen = 0;
    cell.printed = random_.Pick(kWords);
    error.now = cell.printed;
    return error;
  }

  // Adds to a cell of a row that must exist.
  void Shift(TableKind kind, Side side, const std::string& key,
             const std::string& column, int64_t fen) {
    for (size_t t = 0; t < tables_.tables().size(); ++t) {
      Table& table = tables_.tables()[t];
      if (table.kind != kind) continue;
      const int column_index = tables_.ShapeOf(table).ColumnIndex(side, column);
      for (size_t r = 0; r < table.rows.size(); ++r) {
        if (table.rows[r].side != side || table.rows[r].Key() != key) continue;
        const Spot spot{t, r, static_cast<size_t>(column_index)};
        tables_.Touch(spot);
        SetAmount(&tables_.CellAt(spot), tables_.CellAt(spot).amount_fen + fen);
      }
    }
  }

  std::optional<PlantedError> CrossTable() {
    // The sums it shifts must all be right still.
    if (!tables_.untouched()) return std::nullopt;
    static const std::vector<TableKind> kTables = {
        TableKind::kT4, TableKind::kT5, TableKind::kT10};
    const TableKind kind = random_.Pick(kTables);
    const auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == kind && tables_.IsLeaf(t, r) && r.side != Side::kIncome;
    });
    if (!spot.has_value() || spot->column == 0) return std::nullopt;
    const Row row = tables_.RowAt(*spot);
    const std::string column = tables_.ShapeOf(tables_.tables()[spot->table])
                                   .columns[spot->column]
                                   .key;
    int64_t fen = Difference();
    // The table of 三公 must fall below its part in T6.
    if (kind == TableKind::kT10) {
      if (row.code == "car_buy") return std::nullopt;
      fen = -RoundToPrint(row.cells[spot->column].amount_fen / 2);
    }
    // Other tables print what the whole row comes to; T10 is compared by
    // budget.
    Spot seen = *spot;
    if (kind != TableKind::kT10) seen.column = 0;
    PlantedError error =
        Describe("cross_table", seen, SeenAcross(kind, row, column));
    ShiftUp(kind, row, column, fen);
    error.now = tables_.CellAt(seen).printed;
    return error;
  }

  std::vector<std::string> SeenAcross(TableKind kind, const Row& row,
                                      const std::string& column) const {
    if (kind == TableKind::kT4) {
      return {"T2:" + row.code + ":fiscal", "T5:" + row.code + ":total",
              "T8:" + row.code + ":total", "T9:" + row.code + ":total"};
    }
    if (kind == TableKind::kT5) {
      return {"T2:" + row.code + ":gen", "T3:" + row.code + ":" + column};
    }
    return {"T10:" + row.code + ":gen"};
  }

  void ShiftUp(TableKind kind, const Row& row, const std::string& column,
               int64_t fen) {
    const std::string all(budget::kTotalKey);
    const std::vector<std::string> columns = {column, "total"};
    for (const std::string& c : columns) {
      Shift(kind, row.side, row.code, c, fen);
      if (kind == TableKind::kT4) {
        Shift(kind, row.side, all, c, fen);
      } else if (kind == TableKind::kT5) {
        Shift(kind, row.side, row.code.substr(0, 5), c, fen);
        Shift(kind, row.side, row.code.substr(0, 3), c, fen);
        Shift(kind, row.side, all, c, fen);
      } else {
        if (row.code == "car_run") Shift(kind, row.side, "car", c, fen);
        Shift(kind, row.side, "total", c, fen);
      }
    }
    if (kind == TableKind::kT4) {
      Shift(kind, Side::kIncome, column, "total", fen);
      Shift(kind, Side::kIncome, "fiscal", "total", fen);
      Shift(kind, Side::kIncome, all, "total", fen);
    }
  }

  const Style& style_;
  const int fiscal_year_;
  PlantedTables tables_;
  Random& random_;
};

}  // namespace

std::vector<PlantedError> PlantErrors(const budget::Form& form,
                                      const Style& style, int fiscal_year,
                                      int count, std::vector<Table>* tables,
                                      Random* random) {
  Planter planter(form, style, fiscal_year, tables, random);
  std::vector<PlantedError> errors;
  for (int i = 0; i < count; ++i) errors.push_back(planter.PlantOne());
  return errors;
}

}  // namespace yuheng::cli
