#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::ChartOfAccounts;
using budget::Message;
using budget::Row;
using budget::TableKind;

// A code with a name as printed, and where.
struct PrintedName {
  absl::string_view code;
  std::string name;
  std::vector<Place> places;
};

// By code and normalised name, so that a name printed in five tables is one
// finding.
using PrintedNames =
    std::map<std::pair<absl::string_view, std::string>, PrintedName>;

PrintedNames NamesIn(const CheckContext& context,
                     const std::vector<TableKind>& kinds) {
  PrintedNames names;
  for (const TableKind kind : kinds) {
    const IndexedTable& table = context.index.Of(kind);
    if (table.table() == nullptr) continue;
    for (const Row& row : table.table()->rows) {
      if (row.level == budget::RowLevel::kTotal) continue;
      PrintedName& entry = names[{row.code, budget::NormaliseLabel(row.name)}];
      entry.code = row.code;
      entry.name = row.name;
      if (entry.places.size() < kPlacesPerFindingMax) {
        entry.places.push_back(PlaceOf(table, row));
      }
    }
  }
  return names;
}

// The code of the chart that stands beside `code` and has that name; empty when
// there is none.
absl::string_view SiblingNamed(const ChartOfAccounts& chart,
                               absl::string_view code, absl::string_view name) {
  for (const absl::string_view other : chart.CodesNamed(name)) {
    if (other.size() == code.size() &&
        budget::ParentCode(other) == budget::ParentCode(code)) {
      return other;
    }
  }
  return "";
}

// Whether a code that the chart of its own year does not have is a failure: its
// name is another code's, or the chart is complete. The function chart is not.
bool FailUnknownCode(const CheckContext& context, budget::ChartKind kind,
                     const ChartOfAccounts& chart, absl::string_view code,
                     const PrintedName& printed) {
  if (!budget::ChartIsOf(kind, context.document.fiscal_year)) return false;
  const absl::string_view other =
      printed.name.empty() ? "" : SiblingNamed(chart, code, printed.name);
  if (!other.empty()) {
    context.reporter.Fail(
        printed.places,
        Message("finding.name_of_other_code",
                {{"code", code}, {"name", printed.name}, {"other", other}}));
    return true;
  }
  if (kind != budget::ChartKind::kEconomicDepartment) return false;
  context.reporter.Fail(printed.places,
                        Message("finding.code_unknown",
                                {{"code", code}, {"name", printed.name}}));
  return true;
}

void CheckNames(const CheckContext& context, budget::ChartKind kind,
                const std::vector<TableKind>& tables) {
  const int year = context.document.fiscal_year;
  const ChartOfAccounts& chart = budget::ChartFor(kind, year);
  std::vector<Place> unknown;
  std::string unknown_codes;
  const PrintedNames names = NamesIn(context, tables);
  const PrintedName* last_unknown = nullptr;
  for (const auto& [key, printed] : names) {
    const absl::string_view code = key.first;
    const absl::string_view name = chart.Name(code);
    if (context.reporter.stopped()) return;
    if (name.empty()) {
      if (budget::ParentCode(code).empty() ||
          chart.Name(code.substr(0, 3)).empty()) {
        context.reporter.Fail(
            printed.places, Message("finding.class_unknown",
                                    {{"code", code}, {"name", printed.name}}));
        continue;
      }
      if (FailUnknownCode(context, kind, chart, code, printed)) continue;
      if (last_unknown != nullptr && last_unknown->code == code) {
        std::vector<Place> places = printed.places;
        places.push_back(last_unknown->places[0]);
        context.reporter.Fail(
            std::move(places),
            Message("finding.name_two", {{"code", code},
                                         {"name", printed.name},
                                         {"other", last_unknown->name}}));
      }
      last_unknown = &printed;
      absl::StrAppend(&unknown_codes, unknown_codes.empty() ? "" : ", ", code);
      unknown.insert(unknown.end(), printed.places.begin(),
                     printed.places.end());
      continue;
    }
    if (budget::NormaliseLabel(name) == key.second) continue;
    if (printed.name.empty()) {
      context.reporter.Fail(
          printed.places,
          Message("finding.name_missing", {{"code", code}, {"name", name}}));
    } else if (chart.IsName(code, printed.name)) {
      context.reporter.Note(
          printed.places,
          Message("finding.name_alias",
                  {{"code", code}, {"printed", printed.name}, {"name", name}}));
    } else if (const auto other =
                   names.find({code, budget::NormaliseLabel(name)});
               !budget::ChartIsOf(kind, year) && other != names.end()) {
      // Whatever the year's name is, a code has one.
      std::vector<Place> places = printed.places;
      places.push_back(other->second.places[0]);
      context.reporter.Fail(
          std::move(places),
          Message("finding.name_two", {{"code", code},
                                       {"name", printed.name},
                                       {"other", other->second.name}}));
    } else if (!budget::ChartIsOf(kind, year)) {
      // Names change between years: without the year's chart it is no failure.
      context.reporter.Note(
          printed.places,
          Message("finding.name_other_year",
                  {{"code", code}, {"printed", printed.name}, {"name", name}}));
    } else {
      context.reporter.Fail(
          printed.places,
          Message("finding.name_wrong",
                  {{"code", code}, {"printed", printed.name}, {"name", name}}));
    }
  }
  if (!unknown.empty()) {
    constexpr size_t kCodesSizeMax = 400;
    if (unknown_codes.size() > kCodesSizeMax) {
      unknown_codes = absl::StrCat(unknown_codes.substr(0, kCodesSizeMax), "…");
    }
    context.reporter.Note(
        std::move(unknown),
        Message("finding.codes_unknown", {{"codes", unknown_codes}}));
  }
}

// The label without blanks and without the code in front.
std::string LabelOf(const Row& row) {
  std::string label = budget::NormaliseLabel(row.name);
  size_t digits = 0;
  while (digits < label.size() && label[digits] >= '0' &&
         label[digits] <= '9') {
    ++digits;
  }
  return label.substr(digits);
}

}  // namespace

// C-01: function codes and their names against the chart of the year. A code
// the chart does not have is a note when its class is known: charts differ by
// year and region.
void CheckFunctionNames(const CheckContext& context) {
  CheckNames(context, budget::ChartKind::kFunction,
             {TableKind::kT2, TableKind::kT3, TableKind::kT5, TableKind::kT7,
              TableKind::kT8, TableKind::kT9});
}

// C-02: economic codes likewise; an alias in use is a note.
void CheckEconomicNames(const CheckContext& context) {
  CheckNames(context, budget::ChartKind::kEconomicDepartment, {TableKind::kT6});
}

// C-04: the class labels of 表1 and 表4.
void CheckClassLabels(const CheckContext& context) {
  const IndexedTable& t1 = context.index.Of(TableKind::kT1);
  const IndexedTable& t4 = context.index.Of(TableKind::kT4);
  if (t1.table() == nullptr || t4.table() == nullptr) return;
  for (const Row& row : t1.table()->rows) {
    if (row.level != budget::RowLevel::kClass) continue;
    const Row* other = t4.Find(row.side, row.code);
    if (other == nullptr || LabelOf(row) == LabelOf(*other)) continue;
    context.reporter.Fail(
        {PlaceOf(t4, *other), PlaceOf(t1, row)},
        Message("finding.name_differs", {{"code", row.code},
                                         {"table", TableText(t1.shape())},
                                         {"name", row.name},
                                         {"other", TableText(t4.shape())},
                                         {"other_name", other->name}}));
  }
}

}  // namespace yuheng::validation
