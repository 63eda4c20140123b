#ifndef YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_ERRORS_H_
#define YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_ERRORS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"

namespace yuheng::budget {

// Errors of one list that are told.
inline constexpr size_t kDepartmentListErrorsMax = 200;

// What is wrong at a place of a department list.
struct DepartmentListError {
  int line = 0;        // 0: the list as a whole.
  std::string column;  // Empty: the line as a whole.
  Text what;
};

// All that is wrong with a list, by line, where DepartmentList::Parse tells the
// first; at most kDepartmentListErrorsMax. Empty for one that Parse takes.
std::vector<DepartmentListError> ErrorsInDepartmentList(absl::string_view csv);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_ERRORS_H_
