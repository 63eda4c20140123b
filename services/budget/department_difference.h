#ifndef YUHENG_SERVICES_BUDGET_DEPARTMENT_DIFFERENCE_H_
#define YUHENG_SERVICES_BUDGET_DEPARTMENT_DIFFERENCE_H_

#include <string>
#include <vector>

#include "services/budget/department_list.h"

namespace yuheng::budget {

enum class DepartmentChangeKind { kAdded, kChanged, kRemoved };

// One field of a department that is in both lists, as the list writes it.
struct DepartmentFieldChange {
  std::string column;
  std::string before;
  std::string after;
};

struct DepartmentChange {
  DepartmentChangeKind kind = DepartmentChangeKind::kChanged;
  std::string code;
  std::string name;                           // The new one, if there is one.
  std::vector<DepartmentFieldChange> fields;  // Of kChanged only.
};

// What a new list changes of an old one, by code. The order of the departments
// and of what a field holds several of is no change, but for units.
std::vector<DepartmentChange> DifferenceOf(const DepartmentList& before,
                                           const DepartmentList& after);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DEPARTMENT_DIFFERENCE_H_
