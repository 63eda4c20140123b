#ifndef YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
#define YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_

#include <string>

#include "services/budget/document.h"
#include "services/budget/messages.h"

namespace yuheng::budget {

// 「第1218行」, or sheet and cell reference; empty when neither is known.
Text LocationText(const SourceLocation& location);

// The same where a column of its own says what it is: "1218" or "表3!D7".
std::string ShortLocation(const SourceLocation& location);

// For scripts, beside the reference: 0 where that says it.
int LineNumber(const SourceLocation& location);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
