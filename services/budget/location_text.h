#ifndef YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
#define YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_

#include "services/budget/document.h"
#include "services/budget/messages.h"

namespace yuheng::budget {

// 「第1218行」, sheet and cell reference, or 「第3张表第7行第2格」; empty when
// none is known.
Text LocationText(const SourceLocation& location);

// The same where a column of its own says what it is: a line is "1218".
Text ShortLocation(const SourceLocation& location);

// For scripts, beside the reference: 0 where that says it.
int LineNumber(const SourceLocation& location);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_LOCATION_TEXT_H_
