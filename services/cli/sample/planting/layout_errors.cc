#include "services/cli/sample/planting/layout_errors.h"

#include <string>
#include <utility>
#include <vector>

#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
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
  Planter(const Bureau& bureau, PlantedTables* tables)
      : bureau_(bureau), tables_(*tables), random_(tables->random()) {}

  Planted OtherDepartment() {
    Table* table = AnyTable();
    if (table == nullptr) return std::nullopt;
    PlantedError error = OfTable(*table, table->prepared_by);
    table->prepared_by = "海东市水产研究所";
    error.now = table->prepared_by;
    return error;
  }

  Planted NoUnit() {
    Table* table = AnyTable();
    if (table == nullptr) return std::nullopt;
    PlantedError error = OfTable(*table, "单位");
    table->unit_fen = 0;
    return error;
  }

  // 元 above amounts in 万元, or the other way round.
  Planted OtherUnit() {
    Table* table = AnyTable();
    if (table == nullptr || !table->nil_statement.empty()) return std::nullopt;
    const bool yuan = table->unit_fen == budget::kFenPerYuan;
    PlantedError error = OfTable(*table, yuan ? "元" : "万元");
    table->unit_fen = yuan ? budget::kFenPerWanYuan : budget::kFenPerYuan;
    error.now = yuan ? "万元" : "元";
    const std::string name = error.address;
    for (const char* total :
         {":ALL:total", ":in:ALL", ":ex:ALL", ":ex:ALL:total", ":total:gen",
          ":car_run:gen", ":reception:gen", ":total:total"}) {
      error.seen_at.push_back(name + total);
    }
    return error;
  }

  Planted NoTable() {
    // One without money may be told to be empty and left away; with another
    // goes what was planted into it.
    Table* table = AnyTable();
    if (table == nullptr || !table->nil_statement.empty() ||
        tables_.touched(table->kind)) {
      return std::nullopt;
    }
    PlantedError error = OfTable(*table, table->title);
    auto& all = tables_.tables();
    all.erase(all.begin() + (table - all.data()));
    return error;
  }

  Planted TableTwice() {
    Table* table = AnyTable();
    if (table == nullptr) return std::nullopt;
    PlantedError error = OfTable(*table, table->title);
    error.now = table->title;
    auto& all = tables_.tables();
    const Table copy = *table;
    all.insert(all.begin() + (table - all.data()) + 1, copy);
    return error;
  }

  Planted OtherNumber() {
    Table* table = AnyTable();
    if (table == nullptr || table->printed_number == 0) return std::nullopt;
    PlantedError error = OfTable(*table, std::to_string(table->printed_number));
    table->printed_number = table->printed_number % 10 + 1;
    error.now = std::to_string(table->printed_number);
    return error;
  }

  Planted NoTotalRow() {
    Table* table = AnyTable();
    if (table == nullptr || !tables_.ShapeOf(*table).coded() ||
        !table->nil_statement.empty()) {
      return std::nullopt;
    }
    const Spot total{static_cast<size_t>(table - tables_.tables().data()),
                     table->rows.size() - 1, 0};
    if (tables_.touched(total)) return std::nullopt;
    tables_.Touch(total);
    PlantedError error = OfTable(*table, "合计");
    error.seen_at.push_back(error.address);
    error.address += ":ALL:total";
    table->rows.pop_back();
    return error;
  }

  Planted CellMissing() { return ResizeRow(false); }
  Planted CellTooMany() { return ResizeRow(true); }

  Planted Negative() {
    const auto spot = tables_.Pick(
        [this](const Table& t, const Row& r) { return tables_.IsLeaf(t, r); });
    if (!spot.has_value()) return std::nullopt;
    return tables_.Change(*spot, -tables_.CellAt(*spot).amount_fen);
  }

  // A 项 of a code that no chart has.
  Planted UnknownCode() {
    auto spot = PickItem({TableKind::kT2, TableKind::kT3, TableKind::kT5});
    if (!spot.has_value()) return std::nullopt;
    const auto& chart =
        budget::ChartFor(budget::ChartKind::kFunction, bureau_.fiscal_year);
    const std::string code = tables_.RowAt(*spot).code.substr(0, 5) + "93";
    if (!chart.Name(code).empty()) return std::nullopt;
    return Recode(*spot, code, tables_.RowAt(*spot).name);
  }

  // A 项 of a government fund in the table of the general budget.
  Planted FundCode() {
    auto spot = PickItem({TableKind::kT5});
    if (!spot.has_value()) return std::nullopt;
    const auto& chart =
        budget::ChartFor(budget::ChartKind::kFunction, bureau_.fiscal_year);
    const std::string code = "2120801";
    return Recode(*spot, code, std::string(chart.Name(code)));
  }

  Planted NoGroupRow() {
    static const std::vector<TableKind> kTables = {
        TableKind::kT2, TableKind::kT3, TableKind::kT5};
    const TableKind kind = random_.Pick(kTables);
    auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == kind && r.level == RowLevel::kGroup;
    });
    if (!spot.has_value()) return std::nullopt;
    spot->column = 0;
    PlantedError error = tables_.Describe(*spot, {});
    auto& rows = tables_.tables()[spot->table].rows;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(spot->row));
    return error;
  }

  Planted Unordered() {
    auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r) && t.kind != TableKind::kT7 &&
             tables_.HasSibling(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    auto& rows = tables_.tables()[spot->table].rows;
    spot->column = 0;
    for (const size_t other : {spot->row + 1, spot->row - 1}) {
      if (other >= rows.size() || rows[other].code.size() < 5 ||
          rows[other].code.size() != rows[spot->row].code.size() ||
          PlantedTables::ParentKey(rows[other]) !=
              PlantedTables::ParentKey(rows[spot->row])) {
        continue;
      }
      PlantedError error =
          tables_.Describe(*spot, {tables_.AddressAt({spot->table, other, 0})});
      tables_.Touch({spot->table, other, 0});
      std::swap(rows[spot->row], rows[other]);
      return error;
    }
    return std::nullopt;
  }

  Planted NoStatement() {
    for (Table& table : tables_.tables()) {
      if (table.nil_statement.empty() || tables_.taken(table.kind)) continue;
      PlantedError error = OfTable(table, table.nil_statement);
      table.nil_statement.clear();
      return error;
    }
    return std::nullopt;
  }

  Planted FalseStatement() {
    for (Table& table : tables_.tables()) {
      const bool fund = table.kind == TableKind::kT8;
      if ((!fund && table.kind != TableKind::kT9) ||
          !table.nil_statement.empty() || tables_.taken(table.kind)) {
        continue;
      }
      PlantedError error = OfTable(table, "");
      table.nil_statement = bureau_.name + std::to_string(bureau_.fiscal_year) +
                            "年没有使用" +
                            (fund ? "政府性基金预算" : "国有资本经营预算") +
                            "拨款安排的支出，" + table.title + "为空表。";
      error.now = table.nil_statement;
      error.seen_at.push_back(error.address + ":none");
      return error;
    }
    return std::nullopt;
  }

 private:
  // Null when the one that was drawn has an error as a whole already, which
  // another might undo.
  Table* AnyTable() {
    Table& table = tables_.tables()[random_.Index(tables_.tables().size())];
    return tables_.taken(table.kind) ? nullptr : &table;
  }

  PlantedError OfTable(const Table& table, std::string was) {
    tables_.Take(table.kind);
    PlantedError error;
    error.address = "T" + std::to_string(static_cast<int>(table.kind));
    error.was = std::move(was);
    return error;
  }

  std::optional<Spot> PickItem(const std::vector<TableKind>& among) {
    const TableKind kind = random_.Pick(among);
    auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return t.kind == kind && r.level == RowLevel::kItem;
    });
    if (spot.has_value()) spot->column = 0;
    return spot;
  }

  PlantedError Recode(const Spot& spot, const std::string& code,
                      const std::string& name) {
    PlantedError error = tables_.Describe(spot, {tables_.AddressAt(spot)});
    const Row& row = tables_.RowAt(spot);
    for (size_t c = 0; c < row.cells.size(); ++c) {
      tables_.AppendSeen(spot, PlantedTables::ParentKey(row), c,
                         &error.seen_at);
    }
    error.was = row.code;
    error.now = code;
    tables_.RowAt(spot).code = code;
    tables_.RowAt(spot).name = name;
    error.address = tables_.AddressAt(spot);
    tables_.Touch(spot);
    return error;
  }

  Planted ResizeRow(bool more) {
    auto spot = tables_.Pick([&](const Table& t, const Row& r) {
      return tables_.IsCodedLeaf(t, r) && tables_.HasSibling(t, r);
    });
    if (!spot.has_value()) return std::nullopt;
    Row& row = tables_.RowAt(*spot);
    // The last cell is blank in most tables; a lost one must be seen anyhow.
    spot->column = 0;
    PlantedError error = tables_.Describe(*spot, {});
    error.seen_at.push_back(error.address.substr(0, error.address.find(':')));
    if (more) {
      row.cells.push_back(row.cells[0]);
    } else {
      row.cells.pop_back();
    }
    return error;
  }

  const Bureau& bureau_;
  PlantedTables& tables_;
  Random& random_;
};

struct LayoutKind {
  const char* name;
  std::vector<std::string> rules;
  Planted (Planter::*plant)();
};

const std::vector<LayoutKind>& Kinds() {
  static const std::vector<LayoutKind> kKinds = {
      {"table_department", {"S-03"}, &Planter::OtherDepartment},
      {"unit_missing", {"S-04"}, &Planter::NoUnit},
      {"unit_wrong", {"B", "A"}, &Planter::OtherUnit},
      {"table_missing", {"S-02"}, &Planter::NoTable},
      {"table_twice", {"S-02"}, &Planter::TableTwice},
      {"table_number", {"S-02"}, &Planter::OtherNumber},
      {"total_row_missing", {"S-14"}, &Planter::NoTotalRow},
      {"cell_missing", {"S-14"}, &Planter::CellMissing},
      {"cell_too_many", {"S-14"}, &Planter::CellTooMany},
      {"negative_amount", {"A1-12", "A"}, &Planter::Negative},
      {"unknown_code", {"C-01"}, &Planter::UnknownCode},
      {"fund_in_general", {"C-05"}, &Planter::FundCode},
      {"group_row_missing", {"C-03"}, &Planter::NoGroupRow},
      {"codes_unordered", {"C-08"}, &Planter::Unordered},
      {"statement_missing", {"S-07"}, &Planter::NoStatement},
      {"statement_false", {"S-07"}, &Planter::FalseStatement},
  };
  return kKinds;
}

}  // namespace

const std::vector<ErrorKind>& LayoutErrorKinds() {
  static const std::vector<ErrorKind> kinds = ErrorKindsOf(Kinds());
  return kinds;
}

Planted PlantLayoutError(absl::string_view name, const Bureau& bureau,
                         PlantedTables* tables) {
  for (const LayoutKind& kind : Kinds()) {
    if (kind.name != name) continue;
    Planter planter(bureau, tables);
    return (planter.*kind.plant)();
  }
  return std::nullopt;
}

}  // namespace yuheng::cli
