#include "services/cli/sample/planting/table_errors.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "services/budget/chart_of_accounts.h"
#include "services/cli/sample/planting/kind.h"

namespace yuheng::cli {
namespace {

using budget::Row;
using budget::Table;
using budget::TableKind;
using Planted = std::optional<PlantedError>;

class Planter {
 public:
  Planter(int fiscal_year, PlantedTables* tables)
      : fiscal_year_(fiscal_year),
        tables_(*tables),
        random_(tables->random()) {}

  Planted ChangeLeaf() {
    const auto spot = tables_.Pick(
        [this](const Table& t, const Row& r) { return tables_.IsLeaf(t, r); });
    if (!spot.has_value()) return std::nullopt;
    return tables_.Change(
        *spot, tables_.CellAt(*spot).amount_fen + tables_.Difference());
  }

  Planted ChangeSubtotal() {
    const auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return !tables_.IsLeaf(t, r) && !tables_.IsTotal(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    return tables_.Change(
        *spot, tables_.CellAt(*spot).amount_fen + tables_.Difference());
  }

  Planted ChangeTotal() {
    const auto spot = tables_.Pick(
        [this](const Table& t, const Row& r) { return tables_.IsTotal(t, r); });
    if (!spot.has_value()) return std::nullopt;
    return tables_.Change(
        *spot, tables_.CellAt(*spot).amount_fen + tables_.Difference());
  }

  Planted SwapDigits() {
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
    return tables_.Change(*spot, now);
  }

  Planted TimesTen() {
    const auto spot =
        tables_.Pick([](const Table&, const Row&) { return true; });
    if (!spot.has_value()) return std::nullopt;
    return tables_.Change(*spot, tables_.CellAt(*spot).amount_fen * 10);
  }

  Planted DropRow() {
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
    // An earlier error took the parent away.
    if (seen.empty()) return std::nullopt;
    PlantedError error = tables_.Describe(*spot, std::move(seen));
    // The row is gone; its parent's first cell is where that shows.
    std::swap(error.address, error.seen_at.front());
    auto& rows = tables_.tables()[spot->table].rows;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(spot->row));
    return error;
  }

  Planted RepeatRow() {
    auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    spot->column = 0;
    PlantedError error = tables_.Describe(*spot, tables_.ParentsOf(*spot));
    error.now = error.was;
    auto& rows = tables_.tables()[spot->table].rows;
    const Row copy = rows[spot->row];
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(spot->row) + 1,
                copy);
    return error;
  }

  Planted MoveColumn() {
    const auto spot = tables_.Pick([this](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    const auto& columns =
        tables_.ShapeOf(tables_.tables()[spot->table]).columns;
    if (!columns[spot->column].leaf()) return std::nullopt;
    std::vector<size_t> free;
    for (size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].leaf() &&
          columns[c].presence == budget::Presence::kPrinted &&
          tables_.RowAt(*spot).cells[c].amount_fen == 0) {
        free.push_back(c);
      }
    }
    if (free.empty()) return std::nullopt;
    Spot to = *spot;
    to.column = random_.Pick(free);
    std::vector<std::string> seen = tables_.ParentsOf(*spot);
    seen.push_back(tables_.AddressAt(to));
    PlantedError error = tables_.Describe(*spot, std::move(seen));
    std::swap(tables_.CellAt(to), tables_.CellAt(*spot));
    error.now = tables_.CellAt(*spot).printed;
    return error;
  }

  Planted ChangeName() {
    // Names of years without a chart of their own are known from the other
    // tables alone, and table 6 has none beside it.
    const bool dated =
        budget::ChartIsOf(budget::ChartKind::kEconomicDepartment, fiscal_year_);
    auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return tables_.ShapeOf(t).coded() && !tables_.IsTotal(t, r) &&
             (dated || t.kind != TableKind::kT6);
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
    PlantedError error = tables_.Describe(*spot, {});
    error.was = row.name;
    error.now = name;
    row.name = name;
    return error;
  }

  Planted WriteWords() {
    static const std::vector<std::string> kWords = {"见附表", "12.5.3", "3O.5",
                                                    "待核定"};
    const auto spot =
        tables_.Pick([](const Table&, const Row&) { return true; });
    if (!spot.has_value()) return std::nullopt;
    PlantedError error = tables_.Describe(*spot, {});
    budget::Cell& cell = tables_.CellAt(*spot);
    cell.state = budget::CellState::kUnreadable;
    cell.amount_fen = 0;
    cell.printed = random_.Pick(kWords);
    error.now = cell.printed;
    return error;
  }

  const int fiscal_year_;
  PlantedTables& tables_;
  Random& random_;
};

struct TableKindOfError {
  const char* name;
  std::vector<std::string> rules;
  Planted (Planter::*plant)();
};

const std::vector<TableKindOfError>& Kinds() {
  static const std::vector<std::string> kSums = {
      "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "B"};
  static const std::vector<TableKindOfError> kKinds = {
      {"leaf_changed", kSums, &Planter::ChangeLeaf},
      {"subtotal_changed", kSums, &Planter::ChangeSubtotal},
      {"total_changed", kSums, &Planter::ChangeTotal},
      {"digits_swapped", kSums, &Planter::SwapDigits},
      {"factor_10", kSums, &Planter::TimesTen},
      {"row_missing", kSums, &Planter::DropRow},
      {"duplicate_row", {"C-03"}, &Planter::RepeatRow},
      {"wrong_column", kSums, &Planter::MoveColumn},
      {"wrong_name", {"C-01", "C-02"}, &Planter::ChangeName},
      {"non_amount", {"S-08"}, &Planter::WriteWords},
  };
  return kKinds;
}

}  // namespace

const std::vector<ErrorKind>& TableErrorKinds() {
  static const std::vector<ErrorKind> kinds = ErrorKindsOf(Kinds());
  return kinds;
}

Planted PlantTableError(absl::string_view name, int fiscal_year,
                        PlantedTables* tables) {
  for (const TableKindOfError& kind : Kinds()) {
    if (kind.name != name) continue;
    Planter planter(fiscal_year, tables);
    return (planter.*kind.plant)();
  }
  return std::nullopt;
}

}  // namespace yuheng::cli
