#include "services/budget/department_difference.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace yuheng::budget {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string Sorted(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  return absl::StrJoin(items, "|");
}

// Column and text, the same columns for all.
Fields FieldsOf(const Department& department) {
  std::vector<std::string> units;
  for (const DepartmentUnit& unit : department.units) {
    units.push_back(unit.name.empty()
                        ? unit.code
                        : absl::StrCat(unit.code, ":", unit.name));
  }
  std::vector<std::string> stages;
  for (const int stage : department.stages) {
    stages.push_back(absl::StrCat(stage));
  }
  return {{"name", department.name},
          {"aliases", Sorted(department.aliases)},
          {"kind", department.kind},
          {"units", absl::StrJoin(units, "|")},
          {"groups", Sorted(department.groups)},
          {"contacts", Sorted(department.contacts)},
          {"stages", absl::StrJoin(stages, "|")},
          {"confirmation", department.confirmation_required ? "required" : ""}};
}

}  // namespace

std::vector<DepartmentChange> DifferenceOf(const DepartmentList& before,
                                           const DepartmentList& after) {
  std::vector<DepartmentChange> changes;
  for (const Department& department : after.departments()) {
    const Department* old = before.FindByCode(department.code);
    DepartmentChange change{.code = department.code, .name = department.name};
    if (old == nullptr) {
      change.kind = DepartmentChangeKind::kAdded;
      changes.push_back(std::move(change));
      continue;
    }
    const Fields then = FieldsOf(*old);
    const Fields now = FieldsOf(department);
    for (size_t i = 0; i < now.size(); ++i) {
      if (now[i].second == then[i].second) continue;
      change.fields.push_back({now[i].first, then[i].second, now[i].second});
    }
    if (!change.fields.empty()) changes.push_back(std::move(change));
  }
  for (const Department& department : before.departments()) {
    if (after.FindByCode(department.code) != nullptr) continue;
    changes.push_back({.kind = DepartmentChangeKind::kRemoved,
                       .code = department.code,
                       .name = department.name});
  }
  std::stable_sort(
      changes.begin(), changes.end(),
      [](const auto& a, const auto& b) { return a.code < b.code; });
  return changes;
}

}  // namespace yuheng::budget
