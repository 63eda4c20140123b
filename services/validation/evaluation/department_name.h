#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DEPARTMENT_NAME_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DEPARTMENT_NAME_H_

#include "absl/strings/string_view.h"

namespace yuheng::validation {

// Whether two names mean the same department: equal without 本级, 汇总 and
// brackets, or one abbreviates the other as 昌吉州科技局 does
// 昌吉回族自治州科学技术局.
bool SameDepartment(absl::string_view a, absl::string_view b);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DEPARTMENT_NAME_H_
