#include "services/budget/department_file.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace yuheng::budget {

absl::StatusOr<DepartmentList> ReadDepartmentFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string csv{std::istreambuf_iterator<char>(file),
                        std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(
        absl::StrCat("the department list ", path, " can't be read"));
  }
  auto list = DepartmentList::Parse(csv);
  if (!list.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", list.status().message()));
  }
  return list;
}

}  // namespace yuheng::budget
