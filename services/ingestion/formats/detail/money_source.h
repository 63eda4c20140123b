#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_MONEY_SOURCE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_MONEY_SOURCE_H_

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// The leaf income line of T1 that 资金来源 names, such as gen_own for
// 一般公共预算拨款; empty for words that name none for certain. A key stands
// for itself.
absl::string_view MoneySourceOf(absl::string_view printed);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_MONEY_SOURCE_H_
