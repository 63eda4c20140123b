#ifndef YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
#define YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_

#include "services/budget/document.h"
#include "services/budget/messages.h"

namespace yuheng::budget {

// 「第1218行」, or sheet and cell reference; empty when neither is known.
Text LocationText(const SourceLocation& location);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
