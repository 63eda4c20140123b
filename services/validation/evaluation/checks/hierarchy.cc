#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::RowLevel;

// The present tables whose rows have codes.
std::vector<const IndexedTable*> CodedTables(const CheckContext& context) {
  std::vector<const IndexedTable*> tables;
  for (const budget::TableShape& shape : context.form.tables) {
    const IndexedTable& table = context.index.Of(shape.kind);
    if (shape.coded() && table.table() != nullptr) tables.push_back(&table);
  }
  return tables;
}

void ReportTwice(const CheckContext& context, const IndexedTable& table,
                 const Row& row, const Row& first) {
  context.reporter.Fail(
      {PlaceOf(table, row), PlaceOf(table, first)},
      Message("finding.row_twice", {{"table", TableText(table.shape())},
                                    {"row", row.Key()},
                                    {"name", row.name}}));
}

// No line of 表1, 表4 and 表10 stands twice.
void CheckLinesOnce(const CheckContext& context, const IndexedTable& table) {
  for (const Row& row : table.table()->rows) {
    const Row* first = table.Find(row.side, row.code);
    if (first != &row) ReportTwice(context, table, row, *first);
    if (context.reporter.stopped()) return;
  }
}

}  // namespace

// C-03: every code's 款 and 类 have rows; no row stands twice, in whatever
// table.
void CheckHierarchy(const CheckContext& context) {
  for (const budget::TableShape& shape : context.form.tables) {
    const IndexedTable& table = context.index.Of(shape.kind);
    if (!shape.coded() && table.table() != nullptr) {
      CheckLinesOnce(context, table);
    }
  }
  for (const IndexedTable* table : CodedTables(context)) {
    std::map<std::string, std::vector<Place>> missing;
    absl::flat_hash_map<absl::string_view, const Row*> seen;
    for (const Row& row : table->table()->rows) {
      if (context.reporter.stopped()) return;
      if (row.level != RowLevel::kProject) {
        const auto [first, fresh] = seen.emplace(row.code, &row);
        if (!fresh &&
            !(row.level == RowLevel::kItem &&
              table->shape().row_space == budget::RowSpace::kProject)) {
          ReportTwice(context, *table, row, *first->second);
        }
      }
      for (absl::string_view parent = budget::ParentCode(row.code);
           !parent.empty(); parent = budget::ParentCode(parent)) {
        if (table->Find(row.side, parent) == nullptr) {
          missing[std::string(parent)].push_back(PlaceOf(*table, row));
        }
      }
    }
    for (auto& [code, children] : missing) {
      Place place =
          PlaceOf(MissingFigure(*table, budget::Side::kNone, code, 0));
      place.location = children[0].location;
      children.insert(children.begin(), place);
      context.reporter.Fail(
          std::move(children),
          Message("finding.parent_missing",
                  {{"table", TableText(table->shape())}, {"code", code}}));
    }
  }
}

// C-08: codes ascend, parents before what is below them.
void CheckCodeOrder(const CheckContext& context) {
  for (const IndexedTable* table : CodedTables(context)) {
    const Row* previous = nullptr;
    for (const Row& row : table->table()->rows) {
      if (row.level == RowLevel::kTotal) continue;
      if (previous != nullptr && row.code < previous->code) {
        context.reporter.Fail(
            {PlaceOf(*table, row), PlaceOf(*table, *previous)},
            Message("finding.code_order", {{"table", TableText(table->shape())},
                                           {"code", row.code},
                                           {"previous", previous->code}}));
        if (context.reporter.stopped()) return;
      }
      previous = &row;
    }
  }
}

// A7-06: every 项 of 表7 names its project, and names it once.
void CheckProjects(const CheckContext& context) {
  const IndexedTable& table = context.index.Of(budget::TableKind::kT7);
  if (table.table() == nullptr) return;
  std::map<std::pair<std::string, std::string>, const Row*> seen;
  for (const Row& row : table.table()->rows) {
    if (context.reporter.stopped()) return;
    const std::string project = budget::NormaliseLabel(row.project);
    if (row.level == RowLevel::kItem ||
        (row.level == RowLevel::kProject && project.empty())) {
      // A 项 row above its projects only repeats their sum.
      const auto& projects = table.ProjectsOf(row.code);
      const bool counts =
          std::find(projects.begin(), projects.end(), &row) != projects.end();
      if (!counts) continue;
      context.reporter.Fail({PlaceOf(table, row)},
                            Message("finding.project_missing",
                                    {{"code", row.code}, {"name", row.name}}));
    } else if (row.level == RowLevel::kProject) {
      const auto [first, fresh] =
          seen.emplace(std::pair(row.code, project), &row);
      if (!fresh) ReportTwice(context, table, row, *first->second);
    }
  }
}

}  // namespace yuheng::validation
