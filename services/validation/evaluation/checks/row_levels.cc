#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::LevelOfCode;
using budget::Message;
using budget::RowLevel;

budget::Text LevelText(absl::string_view code) {
  switch (code.size()) {
    case 3:
      return {"类", "class"};
    case 5:
      return {"款", "group"};
    default:
      return {"项", "item"};
  }
}

// The code of another level of the same class that has the name; empty when
// there is none.
absl::string_view CodeOfOtherLevel(const budget::ChartOfAccounts& chart,
                                   absl::string_view code,
                                   absl::string_view name) {
  for (const absl::string_view other : chart.CodesNamed(name)) {
    if (other.size() != code.size() &&
        other.substr(0, 3) == code.substr(0, 3) &&
        (absl::StartsWith(other, code) || absl::StartsWith(code, other))) {
      return other;
    }
  }
  return "";
}

}  // namespace

// C-10: the level of a coded row is that of its code, and its name is not that
// of its parent or of an account below it.
void CheckRowLevels(const CheckContext& context) {
  for (const budget::Table& table : context.document.tables) {
    const budget::TableShape& shape = context.form.Table(table.kind);
    if (!shape.coded()) continue;
    const budget::ChartOfAccounts& chart =
        budget::ChartFor(shape.row_space == budget::RowSpace::kEconomic
                             ? budget::ChartKind::kEconomicDepartment
                             : budget::ChartKind::kFunction,
                         context.document.fiscal_year);
    const IndexedTable& indexed = context.index.Of(table.kind);
    for (const budget::Row& row : table.rows) {
      const RowLevel level = LevelOfCode(row.code);
      if (row.level == RowLevel::kTotal || row.level == RowLevel::kProject ||
          level == RowLevel::kNone) {
        continue;
      }
      if (row.level != level) {
        context.reporter.Fail(
            {PlaceOf(indexed, row)},
            Message("prose.level_of_code",
                    {{"table", TableText(context.form.Table(table.kind))},
                     {"code", row.code},
                     {"name", row.name}}));
        continue;
      }
      // Names that go with more than one level are no sign of a mistake.
      if (row.name.empty() || chart.Name(row.code).empty() ||
          chart.IsName(row.code, row.name)) {
        continue;
      }
      const absl::string_view other =
          CodeOfOtherLevel(chart, row.code, row.name);
      if (other.empty()) continue;
      context.reporter.Fail(
          {PlaceOf(indexed, row)},
          Message("prose.level_of_name",
                  {{"table", TableText(context.form.Table(table.kind))},
                   {"code", row.code},
                   {"name", row.name},
                   {"level", LevelText(row.code)},
                   {"other", other},
                   {"other_level", LevelText(other)}}));
      if (context.reporter.stopped()) return;
    }
  }
}

}  // namespace yuheng::validation
