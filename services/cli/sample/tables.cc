#include "services/cli/sample/tables.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"

namespace yuheng::cli {
namespace {

using budget::RowLevel;
using budget::RowSpace;
using budget::Side;
using budget::TableKind;

std::string String(absl::string_view text) { return std::string(text); }

const char* IncomeLine(Source source) {
  switch (source) {
    case Source::kGeneral:
      return "gen_own";
    case Source::kGeneralAbove:
      return "gen_up";
    case Source::kFund:
      return "fund_own";
    case Source::kFundAbove:
      return "fund_up";
    case Source::kStateCapital:
      return "soe_own";
    case Source::kSpecial:
      return "special";
    case Source::kUnitService:
      return "unit_biz";
    case Source::kUnitOther:
      return "unit_other";
    case Source::kCarryGeneral:
      return "carry_gen";
    case Source::kCarryUnit:
      return "carry_unit";
  }
  return "";
}

// The line of T10 an economic code belongs to; empty for most.
std::string ThreeItem(absl::string_view economic) {
  if (economic == "30212") return "abroad";
  if (economic == "30217") return "reception";
  if (economic == "30231") return "car_run";
  if (economic == "30913" || economic == "31013") return "car_buy";
  return "";
}

// Collects the exact amounts of one table.
class Sums {
 public:
  explicit Sums(const budget::TableShape& shape) : shape_(shape) {}

  // Adds to a leaf column of a leaf row and of every row above it. `project`
  // is the position of a project row under its code.
  void AddCoded(const std::string& code, int project, absl::string_view column,
                int64_t fen) {
    if (project != kNoProject) {
      Cell({code, project}, Side::kNone, column) += fen;
    }
    absl::string_view at = project == kNoProject ? absl::string_view(code)
                                                 : budget::ParentCode(code);
    for (; !at.empty(); at = budget::ParentCode(at)) {
      Cell({String(at), kNoProject}, Side::kNone, column) += fen;
    }
    Cell({String(budget::kTotalKey), kNoProject}, Side::kNone, column) += fen;
  }

  void AddLine(Side side, const std::string& line, absl::string_view column,
               int64_t fen) {
    Cell({line, kNoProject}, side, column) += fen;
  }

  // The exact amount of any cell, parents of lines and columns included.
  int64_t Exact(Side side, const std::string& row, int project,
                int column) const {
    const auto& columns = shape_.ColumnsOf(side);
    if (!columns[column].leaf()) {
      int64_t sum = 0;
      for (int part : columns[column].parts) {
        sum += Exact(side, row, project, part);
      }
      return sum;
    }
    const budget::Line* line =
        shape_.coded() ? nullptr : shape_.FindLine(side, row);
    if (line != nullptr && !line->leaf()) {
      int64_t sum = 0;
      for (const std::string& part : line->parts) {
        sum += Exact(side, part, project, column);
      }
      return sum;
    }
    const auto found = cells_.find({side, {row, project}, column});
    return found == cells_.end() ? 0 : found->second;
  }

  // Keys of coded rows: codes ascending, projects behind their code.
  std::vector<std::pair<std::string, int>> Rows() const {
    std::map<std::pair<std::string, int>, bool> rows;
    for (const auto& [key, fen] : cells_) {
      if (key.row.first != budget::kTotalKey) rows[key.row] = true;
    }
    std::vector<std::pair<std::string, int>> keys;
    for (const auto& row : rows) keys.push_back(row.first);
    return keys;
  }

 private:
  struct Key {
    Side side;
    std::pair<std::string, int> row;
    int column;
    auto operator<=>(const Key&) const = default;
  };

  int64_t& Cell(std::pair<std::string, int> row, Side side,
                absl::string_view column) {
    const int index = shape_.ColumnIndex(side, column);
    YUHENG_CHECK(index >= 0);
    return cells_[{side, std::move(row), index}];
  }

  const budget::TableShape& shape_;
  std::map<Key, int64_t> cells_;
};

void AddAtom(const Bureau& bureau, const Atom& atom,
             const budget::TableShape& shape, Sums* sums) {
  const std::string budget = BudgetOf(atom.source);
  const std::string table4_budget = Table4BudgetOf(bureau, atom.source);
  const std::string kind = atom.basic() ? "basic" : "project";
  const std::string function_class = atom.function.substr(0, 3);
  const std::string economic_class = atom.economic.substr(0, 3);
  const int64_t fen = atom.amount_fen;
  const std::string item = ThreeItem(atom.economic);
  switch (shape.kind) {
    case TableKind::kT1:
      sums->AddLine(Side::kIncome, IncomeLine(atom.source), "amount", fen);
      sums->AddLine(Side::kExpenditure, function_class, "amount", fen);
      return;
    case TableKind::kT2:
      sums->AddCoded(atom.function, kNoProject, SourceColumn(atom.source), fen);
      return;
    case TableKind::kT3:
      sums->AddCoded(atom.function, kNoProject, kind, fen);
      return;
    case TableKind::kT4:
      if (table4_budget.empty()) return;
      sums->AddLine(Side::kIncome, table4_budget, "total", fen);
      sums->AddLine(Side::kExpenditure, function_class, table4_budget, fen);
      return;
    case TableKind::kT5:
      if (budget == "gen") sums->AddCoded(atom.function, kNoProject, kind, fen);
      return;
    case TableKind::kT6:
      if (budget != "gen" || !atom.basic()) return;
      sums->AddCoded(atom.economic, kNoProject,
                     economic_class == "302" || economic_class == "310"
                         ? "public"
                         : "personnel",
                     fen);
      return;
    case TableKind::kT7:
      if (budget != "gen" || atom.basic()) return;
      sums->AddCoded(atom.function, atom.project, "e" + economic_class, fen);
      return;
    case TableKind::kT8:
      if (budget == "fund") {
        sums->AddCoded(atom.function, kNoProject, kind, fen);
      }
      return;
    case TableKind::kT9:
      if (budget == "soe") sums->AddCoded(atom.function, kNoProject, kind, fen);
      return;
    case TableKind::kT10:
      if (budget.empty() || item.empty()) return;
      sums->AddLine(Side::kNone, item, budget, fen);
      return;
    case TableKind::kNone:
      return;
  }
}

budget::Row MakeRow(const budget::TableShape& shape, bool in_yuan,
                    const Sums& sums, Side side, const std::string& code,
                    int project) {
  budget::Row row;
  row.side = side;
  row.code = code;
  const size_t columns = shape.ColumnsOf(side).size();
  for (size_t c = 0; c < columns; ++c) {
    budget::Cell cell;
    const int64_t exact = sums.Exact(side, code, project, static_cast<int>(c));
    if (shape.ColumnsOf(side)[c].presence == budget::Presence::kPrinted) {
      cell.amount_fen = in_yuan ? exact : RoundToPrint(exact);
    }
    if (cell.amount_fen != 0) cell.state = budget::CellState::kStated;
    row.cells.push_back(std::move(cell));
  }
  return row;
}

// The sentence about a table without money; empty for one with money and for
// those that no bureau is without.
std::string NilStatement(const budget::Table& table, const Bureau& bureau) {
  for (const budget::Row& row : table.rows) {
    for (const budget::Cell& cell : row.cells) {
      if (cell.amount_fen != 0) return "";
    }
  }
  std::string use;
  switch (table.kind) {
    case TableKind::kT7:
      use = "一般公共预算拨款安排的项目支出";
      break;
    case TableKind::kT8:
      use = "政府性基金预算拨款安排的支出";
      break;
    case TableKind::kT9:
      use = "国有资本经营预算拨款安排的支出";
      break;
    case TableKind::kT10:
      use = "财政拨款安排的“三公”经费支出";
      break;
    default:
      return "";
  }
  return bureau.name + std::to_string(bureau.fiscal_year) + "年没有使用" + use +
         "，" + table.title + "为空表。";
}

budget::Table MakeTable(const budget::TableShape& shape, bool in_yuan,
                        const Bureau& bureau) {
  Sums sums(shape);
  for (const Atom& atom : bureau.atoms) AddAtom(bureau, atom, shape, &sums);
  budget::Table table;
  table.kind = shape.kind;
  if (!absl::SimpleAtoi(shape.label, &table.printed_number)) {
    table.printed_number = 0;
    table.printed_label = shape.label;
  }
  table.title = shape.title;
  table.prepared_by = bureau.name;
  table.unit_fen = budget::kFenPerWanYuan;
  table.precision_fen = kPrintedFen;
  if (!shape.coded()) {
    for (const budget::Line& line : shape.lines) {
      if (line.presence != budget::Presence::kPrinted) continue;
      budget::Row row =
          MakeRow(shape, in_yuan, sums, line.side, line.key, kNoProject);
      row.level =
          line.key == budget::kTotalKey ? RowLevel::kTotal : RowLevel::kLine;
      row.name = line.label;
      table.rows.push_back(std::move(row));
    }
    table.nil_statement = NilStatement(table, bureau);
    return table;
  }
  const budget::ChartOfAccounts& chart =
      budget::ChartFor(shape.row_space == RowSpace::kEconomic
                           ? budget::ChartKind::kEconomicDepartment
                           : budget::ChartKind::kFunction,
                       bureau.fiscal_year);
  for (const auto& [code, project] : sums.Rows()) {
    budget::Row row = MakeRow(shape, in_yuan, sums, Side::kNone, code, project);
    row.level =
        project == kNoProject ? budget::LevelOfCode(code) : RowLevel::kProject;
    row.name = String(chart.Name(code));
    YUHENG_CHECK(!row.name.empty());
    if (project != kNoProject) row.project = bureau.projects[project].name;
    table.rows.push_back(std::move(row));
  }
  budget::Row total = MakeRow(shape, in_yuan, sums, Side::kNone,
                              String(budget::kTotalKey), kNoProject);
  total.level = RowLevel::kTotal;
  table.rows.push_back(std::move(total));
  table.nil_statement = NilStatement(table, bureau);
  return table;
}

}  // namespace

std::string BudgetOf(Source source) {
  if (IsGeneral(source)) return "gen";
  if (IsFund(source)) return "fund";
  if (source == Source::kStateCapital) return "soe";
  return "";
}

std::string Table4BudgetOf(const Bureau& bureau, Source source) {
  if (bureau.carry_in_table4 && source == Source::kCarryGeneral) return "gen";
  return BudgetOf(source);
}

const char* SourceColumn(Source source) {
  switch (source) {
    case Source::kGeneral:
      return "gen";
    case Source::kGeneralAbove:
      return "gen_up";
    case Source::kFund:
      return "fund";
    case Source::kFundAbove:
      return "fund_up";
    case Source::kStateCapital:
      return "soe";
    case Source::kSpecial:
      return "special";
    case Source::kUnitService:
    case Source::kUnitOther:
      return "unit";
    case Source::kCarryGeneral:
      return "carry_fiscal";
    case Source::kCarryUnit:
      return "carry_nonfiscal";
  }
  return "";
}

std::vector<budget::Table> MakeTables(const budget::Form& form,
                                      const Bureau& bureau) {
  std::vector<budget::Table> tables;
  for (const TableKind kind : form.order) {
    tables.push_back(MakeTable(form.Table(kind),
                               form.unit_fen == budget::kFenPerYuan, bureau));
  }
  return tables;
}

}  // namespace yuheng::cli
