#ifndef YUHENG_SERVICES_BUDGET_WORDING_H_
#define YUHENG_SERVICES_BUDGET_WORDING_H_

#include "absl/strings/string_view.h"

namespace yuheng::budget {

// What templates put where a name or a number belongs: XX, ××, 某某, **, ○○,
// braces, a row of underscores; half or full width. The first one in `text`
// as printed; empty when there is none. 二〇〇九年 has none.
absl::string_view PlaceholderIn(absl::string_view text);

// Whether a sentence opens with a year of its own: 20xx年 stands in it before
// the first comma, as in 某局2023年支出预算100万元. `text` may hold more than
// one sentence; only the first counts.
bool OpensWithYear(absl::string_view text);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_WORDING_H_
