#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/name_list.h"
#include "services/validation/evaluation/name_matcher.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::TableKind;

// Names are compared letter by letter up to there, in code points.
constexpr size_t kNameMax = 120;
// Pairs of names compared at most.
constexpr size_t kPairsMax = 40'000;

// A project's name in one part of the document.
struct Named {
  std::string printed;
  std::string normal;
  Place place;
};

// Whether two names are one name with a slip: at least four fifths of both are
// the same, and at least all but one character of short ones.
bool Alike(absl::string_view a, absl::string_view b) {
  const std::u32string left = ToCodePoints(a).substr(0, kNameMax);
  const std::u32string right = ToCodePoints(b).substr(0, kNameMax);
  const size_t shorter = std::min(left.size(), right.size());
  if (shorter < 3) return false;
  const size_t common = SharedInOrder(left, right);
  return 5 * 2 * common >= 4 * (left.size() + right.size()) ||
         (common == shorter &&
          2 * shorter >= std::max(left.size(), right.size()));
}

Named MakeNamed(absl::string_view printed, Place place) {
  return {std::string(printed), budget::NormaliseLabel(printed),
          std::move(place)};
}

// Each name once.
// Names, each once, in the order of their first place.
class Names {
 public:
  void Add(Named name) {
    if (name.normal.empty() || !seen_.insert(name.normal).second) return;
    names_.push_back(std::move(name));
  }
  std::vector<Named> Take() { return std::move(names_); }

 private:
  std::vector<Named> names_;
  absl::flat_hash_set<std::string> seen_;
};

// What 表7 has for a project; 0 where it is not printed as it should be.
int64_t TableFen(const CheckContext& context, absl::string_view normal) {
  int64_t fen = 0;
  for (const budget::Row* row :
       context.index.Of(TableKind::kT7).RowsNamed(normal)) {
    if (!row->cells.empty()) fen += row->cells[0].amount_fen;
  }
  return fen;
}

std::vector<Named> InTable(const CheckContext& context) {
  Names names;
  const IndexedTable& table = context.index.Of(TableKind::kT7);
  if (table.table() == nullptr) return names.Take();
  for (const budget::Row& row : table.table()->rows) {
    if (row.project.empty()) continue;
    names.Add(MakeNamed(row.project, PlaceOf(table, row)));
  }
  return names.Take();
}

std::vector<Named> InSection(const CheckContext& context) {
  Names names;
  for (const budget::Claim& claim : context.document.claims) {
    const ClaimParts parts = SplitClaim(claim.address);
    if (parts.section != "N7" || parts.subject.empty() ||
        absl::StrContains(parts.subject, "/")) {
      continue;
    }
    names.Add(MakeNamed(parts.subject, PlaceOf(claim)));
  }
  return names.Take();
}

std::vector<Named> InSheets(const CheckContext& context) {
  Names names;
  const auto& sheets = context.document.sheets;
  for (size_t k = 0; k < sheets.size(); ++k) {
    names.Add(MakeNamed(
        sheets[k].project,
        {absl::StrCat("P", k + 1, ":project"), {sheets[k].line, ""}}));
  }
  return names.Take();
}

// The entries of section 四's lists that name no account.
std::vector<Named> InLists(const CheckContext& context) {
  Names names;
  const budget::ChartOfAccounts& chart = budget::ChartFor(
      budget::ChartKind::kEconomicDepartment, context.document.fiscal_year);
  const NameMatcher matcher({}, chart);
  for (const budget::Claim& claim : context.document.claims) {
    const ClaimParts parts = SplitClaim(claim.address);
    if (parts.section != "N4" || parts.measure != "words" ||
        !absl::StartsWith(parts.subject, "gen")) {
      continue;
    }
    for (const SurplusName& name :
         matcher.Match(SplitAtMarks(claim.printed)).surplus) {
      if (name.code.empty()) {
        names.Add(MakeNamed(name.entry, PlaceOf(claim)));
      }
    }
  }
  return names.Take();
}

bool Has(const std::vector<Named>& names, const Named& wanted) {
  return std::any_of(names.begin(), names.end(), [&](const Named& name) {
    absl::string_view before = name.normal;
    // Or the last of a list: 奖励金和引智工作经费.
    return absl::ConsumeSuffix(&before, wanted.normal) &&
           (before.empty() ||
            budget::EndsWithAny(before, {"和", "及", "与", "、"}));
  });
}

// Reports names of one part that are nearly one of 表7 which that part lacks.
void Compare(const CheckContext& context, const std::vector<Named>& table,
             const std::vector<Named>& other) {
  if (table.size() * other.size() > kPairsMax) return;
  for (const Named& project : table) {
    if (Has(other, project)) continue;
    for (const Named& name : other) {
      if (Has(table, name) || !Alike(project.normal, name.normal)) continue;
      context.reporter.Fail(
          {name.place, project.place},
          Message("prose.project_name",
                  {{"table", project.printed}, {"other", name.printed}}));
      break;
    }
    if (context.reporter.stopped()) return;
  }
}

// Reports sheets of another name that have just the money of a project that
// has no sheet of its own.
void CompareMoney(const CheckContext& context, const std::vector<Named>& table,
                  const std::vector<Named>& sheets) {
  if (table.size() * sheets.size() > kPairsMax) return;
  for (const Named& project : table) {
    if (Has(sheets, project)) continue;
    const int64_t fen = TableFen(context, project.normal);
    for (const budget::PerformanceSheet& sheet : context.document.sheets) {
      const Named name = MakeNamed(sheet.project, {});
      if (fen == 0 || sheet.fiscal.amount_fen != fen || Has(table, name) ||
          Alike(project.normal, name.normal)) {
        continue;
      }
      const auto k = &sheet - context.document.sheets.data() + 1;
      context.reporter.Fail(
          {{absl::StrCat("P", k, ":project"), {sheet.line, ""}}, project.place},
          Message("prose.project_name",
                  {{"table", project.printed}, {"other", name.printed}}));
      break;
    }
    if (context.reporter.stopped()) return;
  }
}

}  // namespace

// C-09: a project has one name in 表7, section 四, section 七 and its sheet. A
// name that is missing altogether is told by other rules; this one finds the
// name that stands for it, by its letters or, of a sheet, by its money.
void CheckProjectNames(const CheckContext& context) {
  const std::vector<Named> table = InTable(context);
  if (table.empty()) return;
  Compare(context, table, InLists(context));
  Compare(context, table, InSection(context));
  const std::vector<Named> sheets = InSheets(context);
  Compare(context, table, sheets);
  CompareMoney(context, table, sheets);
}

}  // namespace yuheng::validation
