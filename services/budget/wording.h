#ifndef YUHENG_SERVICES_BUDGET_WORDING_H_
#define YUHENG_SERVICES_BUDGET_WORDING_H_

#include "absl/strings/string_view.h"

namespace yuheng::budget {

// What templates put where a name or a number belongs: XX, ××, 某某, **, ○○,
// braces, a row of underscores; half or full width. The first one in `text`
// as printed; empty when there is none. 二〇〇九年 and **收支总预算** have
// none.
absl::string_view PlaceholderIn(absl::string_view text);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_WORDING_H_
