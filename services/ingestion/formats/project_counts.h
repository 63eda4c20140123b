#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_COUNTS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_COUNTS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/statement_tokens.h"

namespace yuheng::ingestion {

// Removes the tokens of counts that count no projects (2辆, 23人, 0个事业单位),
// and puts a count right before its label behind it: 2个财政拨款项目 says what
// 财政拨款项目2个 says.
void KeepProjectCounts(absl::string_view text,
                       const std::vector<Quantity>& quantities,
                       std::vector<Token>* tokens);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_COUNTS_H_
