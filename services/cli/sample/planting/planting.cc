#include "services/cli/sample/planting/planting.h"

#include <algorithm>
#include <iterator>

#include "services/budget/check.h"
#include "services/cli/sample/planting/cross_errors.h"
#include "services/cli/sample/planting/kind.h"
#include "services/cli/sample/planting/layout_errors.h"
#include "services/cli/sample/planting/table_errors.h"

namespace yuheng::cli {
namespace {

constexpr int kAttemptsMax = 2'000;

// What a rule compares an error of that kind with: a table, or a column of it.
// In a form that does not print it nobody can see the error.
struct Need {
  absl::string_view kind;
  budget::TableKind table;
  absl::string_view column;
};
constexpr Need kNeeds[] = {
    {"n2_source_invented", budget::TableKind::kT2, "gen_up"},
    {"n7_allocation", budget::TableKind::kT7, ""},
    {"n7_amount", budget::TableKind::kT7, ""},
    {"n7_class", budget::TableKind::kT7, ""},
    {"n7_missing", budget::TableKind::kT7, ""},
    {"n7_name", budget::TableKind::kT7, ""},
    {"n9_statement_missing", budget::TableKind::kT9, ""},
    {"sheet_name", budget::TableKind::kT7, ""},
};

bool CanBeSeen(const budget::Form& form, absl::string_view kind) {
  return std::all_of(
      std::begin(kNeeds), std::end(kNeeds), [&](const Need& need) {
        const budget::TableShape& shape = form.Table(need.table);
        if (need.kind != kind) return true;
        if (need.column.empty() || !shape.printed) return shape.printed;
        const int column = shape.ColumnIndex(budget::Side::kNone, need.column);
        return shape.columns[static_cast<size_t>(column)].presence ==
               budget::Presence::kPrinted;
      });
}

}  // namespace

const std::vector<ErrorKind>& ErrorKinds() {
  static const std::vector<ErrorKind>* const kinds = [] {
    auto* all = new std::vector<ErrorKind>;
    for (const auto* some : {&TableErrorKinds(), &CrossErrorKinds(),
                             &LayoutErrorKinds(), &TextErrorKinds()}) {
      all->insert(all->end(), some->begin(), some->end());
    }
    return all;
  }();
  return *kinds;
}

Planter::Planter(const budget::Form& form, const Style& style,
                 const Bureau& bureau, const std::vector<Statement>& statements,
                 std::vector<budget::Table>* tables, Random* random)
    : form_(form),
      bureau_(bureau),
      random_(*random),
      tables_(form, style, tables, random),
      texts_(bureau, statements, random) {}

std::optional<PlantedError> Planter::Plant(absl::string_view kind) {
  const auto& kinds = ErrorKinds();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(),
                   [kind](const ErrorKind& k) { return k.name == kind; });
  YUHENG_CHECK(found != kinds.end());
  if (!CanBeSeen(form_, kind)) return std::nullopt;
  std::optional<PlantedError> planted =
      PlantTableError(kind, bureau_.fiscal_year, &tables_);
  if (!planted.has_value()) planted = PlantCrossError(kind, &tables_);
  if (!planted.has_value()) planted = PlantLayoutError(kind, bureau_, &tables_);
  if (!planted.has_value()) planted = texts_.Plant(kind);
  if (planted.has_value()) {
    planted->kind = found->name;
    planted->rules = found->rules;
    planted->table = planted->address.substr(0, planted->address.find(':'));
  }
  return planted;
}

std::vector<PlantedError> Planter::PlantAny(int count) {
  std::vector<PlantedError> errors;
  for (int attempt = 0; static_cast<int>(errors.size()) < count; ++attempt) {
    YUHENG_CHECK(attempt < kAttemptsMax);
    auto planted = Plant(random_.Pick(ErrorKinds()).name);
    if (planted.has_value()) errors.push_back(*std::move(planted));
  }
  return errors;
}

}  // namespace yuheng::cli
