#include "services/cli/sample/planting/planted_tables.h"

#include <algorithm>
#include <utility>

#include "services/budget/address.h"
#include "services/budget/chart_of_accounts.h"

namespace yuheng::cli {

using budget::Row;
using budget::RowLevel;
using budget::Table;
using budget::TableKind;

bool PlantedTables::IsTotal(const Table& table, const Row& row) const {
  return row.level == RowLevel::kTotal ||
         (table.kind == TableKind::kT10 && row.code == "total");
}

bool PlantedTables::IsLeaf(const Table& table, const Row& row) const {
  if (IsTotal(table, row)) return false;
  const budget::TableShape& shape = ShapeOf(table);
  if (!shape.coded()) return shape.FindLine(row.side, row.code)->leaf();
  if (table.kind == TableKind::kT7) return row.level == RowLevel::kProject;
  return row.level ==
         (table.kind == TableKind::kT6 ? RowLevel::kGroup : RowLevel::kItem);
}

bool PlantedTables::HasSibling(const Table& table, const Row& row) const {
  for (const Row& other : table.rows) {
    if (&other != &row && IsLeaf(table, other) &&
        ParentKey(other) == ParentKey(row)) {
      return true;
    }
  }
  return false;
}

std::string PlantedTables::ParentKey(const Row& row) {
  const std::string parent(budget::ParentCode(row.code));
  return parent.empty() ? std::string(budget::kTotalKey) : parent;
}

std::string PlantedTables::AddressAt(const Spot& spot) {
  return budget::AddressOf(ShapeOf(tables_[spot.table]), RowAt(spot),
                           static_cast<int>(spot.column));
}

std::string PlantedTables::RowName(const Spot& spot) {
  return std::to_string(static_cast<int>(tables_[spot.table].kind)) + "/" +
         std::to_string(static_cast<int>(RowAt(spot).side)) + "/" +
         RowAt(spot).Key();
}

bool PlantedTables::touched(TableKind kind) const {
  const std::string table = std::to_string(static_cast<int>(kind)) + "/";
  const auto first = touched_.lower_bound(table);
  return first != touched_.end() && first->rfind(table, 0) == 0;
}

std::optional<Spot> PlantedTables::Pick(const RowTest& wanted) {
  std::vector<Spot> spots;
  for (size_t t = 0; t < tables_.size(); ++t) {
    for (size_t r = 0; r < tables_[t].rows.size(); ++r) {
      const Row& row = tables_[t].rows[r];
      if (!wanted(tables_[t], row)) continue;
      for (size_t c = 0; c < row.cells.size(); ++c) {
        const Spot spot{t, r, c};
        if (row.cells[c].stated() &&
            row.cells[c].amount_fen >= kDifferenceFenMin && !touched(spot)) {
          spots.push_back(spot);
        }
      }
    }
  }
  if (spots.empty()) return std::nullopt;
  // Every table has the same chance, however long it is.
  std::vector<size_t> with;
  for (const Spot& spot : spots) {
    if (with.empty() || with.back() != spot.table) with.push_back(spot.table);
  }
  const size_t table = random_.Pick(with);
  spots.erase(
      std::remove_if(spots.begin(), spots.end(),
                     [table](const Spot& s) { return s.table != table; }),
      spots.end());
  return random_.Pick(spots);
}

void PlantedTables::AppendSeen(const Spot& spot, const std::string& key,
                               size_t column, std::vector<std::string>* seen) {
  const Table& table = tables_[spot.table];
  const Row* row = table.FindRow(RowAt(spot).side, key);
  if (row == nullptr || column >= row->cells.size()) return;
  seen->push_back(
      budget::AddressOf(ShapeOf(table), *row, static_cast<int>(column)));
}

std::vector<std::string> PlantedTables::ParentsOf(const Spot& spot) {
  const budget::TableShape& shape = ShapeOf(tables_[spot.table]);
  const Row& row = RowAt(spot);
  std::vector<std::string> seen;
  const auto& columns = shape.ColumnsOf(row.side);
  for (size_t c = 0; c < columns.size(); ++c) {
    const auto& parts = columns[c].parts;
    if (std::find(parts.begin(), parts.end(), static_cast<int>(spot.column)) !=
        parts.end()) {
      AppendSeen(spot, row.Key(), c, &seen);
    }
  }
  if (!shape.coded()) {
    for (const budget::Line& line : shape.lines) {
      if (line.side == row.side &&
          std::find(line.parts.begin(), line.parts.end(), row.code) !=
              line.parts.end()) {
        AppendSeen(spot, line.key, spot.column, &seen);
      }
    }
    return seen;
  }
  AppendSeen(spot, ParentKey(row), spot.column, &seen);
  return seen;
}

PlantedError PlantedTables::Describe(const Spot& spot,
                                     std::vector<std::string> seen) {
  Touch(spot);
  PlantedError error;
  error.address = AddressAt(spot);
  error.was = CellAt(spot).printed;
  error.seen_at = std::move(seen);
  return error;
}

void PlantedTables::SetAmount(const Spot& spot, int64_t fen) {
  budget::Cell& cell = CellAt(spot);
  cell.state = budget::CellState::kStated;
  cell.amount_fen = fen;
  cell.printed = PrintAmount(style_, fen);
}

PlantedError PlantedTables::Change(const Spot& spot, int64_t fen) {
  PlantedError error = Describe(spot, ParentsOf(spot));
  SetAmount(spot, fen);
  error.now = CellAt(spot).printed;
  return error;
}

std::optional<Spot> PlantedTables::Find(TableKind kind, budget::Side side,
                                        absl::string_view key,
                                        absl::string_view column) {
  for (size_t t = 0; t < tables_.size(); ++t) {
    if (tables_[t].kind != kind) continue;
    const int index = ShapeOf(tables_[t]).ColumnIndex(side, column);
    for (size_t r = 0; index >= 0 && r < tables_[t].rows.size(); ++r) {
      const Row& row = tables_[t].rows[r];
      if (row.side == side && row.Key() == key) {
        return Spot{t, r, static_cast<size_t>(index)};
      }
    }
  }
  return std::nullopt;
}

void PlantedTables::Shift(TableKind kind, budget::Side side,
                          absl::string_view key, absl::string_view column,
                          int64_t fen, std::vector<std::string>* shifted) {
  const auto spot = Find(kind, side, key, column);
  if (!spot.has_value()) return;
  Touch(*spot);
  SetAmount(*spot, CellAt(*spot).amount_fen + fen);
  shifted->push_back(AddressAt(*spot));
}

}  // namespace yuheng::cli
