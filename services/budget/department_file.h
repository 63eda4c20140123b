#ifndef YUHENG_SERVICES_BUDGET_DEPARTMENT_FILE_H_
#define YUHENG_SERVICES_BUDGET_DEPARTMENT_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/budget/department_list.h"

namespace yuheng::budget {

// The department list in a file, read when a process starts. NOT_FOUND when it
// can't be read; as DepartmentList::Parse, with the file before it.
absl::StatusOr<DepartmentList> ReadDepartmentFile(const std::string& path);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DEPARTMENT_FILE_H_
