#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_ACCOUNT_STEM_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_ACCOUNT_STEM_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::validation {

// What two ways to write an economic account have in common: a normalised name
// without brackets and what is in them, and without 支出, 费用, 费 or 经费 at
// the end. 其他交通费用 and 其他交通费 have the same stem. Empty for an empty
// name.
std::string AccountStem(absl::string_view name);

// The accounts that a customary short name stands for, by its stem: 养老保险
// for 30108, 离退休 for 30301 and 30302. Empty when it is none.
absl::Span<const absl::string_view> CodesOfShortName(absl::string_view stem);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_ACCOUNT_STEM_H_
