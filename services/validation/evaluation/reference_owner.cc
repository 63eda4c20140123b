#include "services/validation/evaluation/reference_owner.h"

#include <algorithm>
#include <string>
#include <vector>

#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/name_list.h"

namespace yuheng::validation {

bool IsOfSameDepartment(const budget::Document& document,
                        const budget::Document& prior) {
  return document.department.empty() || prior.department.empty() ||
         SameDepartment(document.department, prior.department);
}

bool IsDocumentOf(const budget::Document& document, absl::string_view name) {
  return !name.empty() && !document.department.empty() &&
         SameDepartment(name, document.department);
}

bool IsUnitOf(const budget::Document& document, const budget::Document& unit) {
  if (IsOfSameDepartment(document, unit)) return true;
  if (const budget::Claim* list = document.FindClaim("G:units:words")) {
    const std::vector<std::string> names = SplitNames(list->printed);
    if (std::any_of(names.begin(), names.end(), [&](const std::string& name) {
          return SameDepartment(name, unit.department);
        })) {
      return true;
    }
    if (!ListIsOpen(list->printed)) return false;
  }
  const budget::Claim* count = document.FindClaim("G:units:count");
  const bool none =
      count != nullptr && count->value_micro && *count->value_micro == 0;
  return !none && unit.role != budget::DocumentRole::kDepartment;
}

}  // namespace yuheng::validation
