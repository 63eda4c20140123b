#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::validation {

// Lists of names as the narrative prints them:
// 办公费、印刷费、维修（护）费和差旅费.

// Entries of one list at most; what is beyond stays in the last one.
inline constexpr size_t kNamesPerListMax = 2000;

// The entries, normalised (budget::NormaliseLabel), between the marks 、 ， ；
// ： and 。; marks inside brackets and quotes divide nothing, nor do the commas
// of numbers. Numbers in front (1. (2) ①), amounts behind (办公费3万元), 其中
// in front and 等 behind are no part of an entry.
std::vector<std::string> SplitAtMarks(absl::string_view list);

// The same, and also between 和, 与, 及 and 以及 where both sides end as a name
// of the same sort does: 办公费和印刷费 are two, 商品和服务支出 is one, as is
// 科技合作与外国专家服务科.
std::vector<std::string> SplitNames(absl::string_view list);

// Whether the list says that it is not complete: 办公费、印刷费等.
bool ListIsOpen(absl::string_view list);

// Where 和, 与, 及 and 以及 stand in a normalised entry, outside brackets and
// quotes and not at its ends, and how many bytes each has.
std::vector<std::pair<size_t, size_t>> ConjunctionsOf(absl::string_view entry);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_
