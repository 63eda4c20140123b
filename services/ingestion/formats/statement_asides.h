#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_ASIDES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_ASIDES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/statement_tokens.h"

namespace yuheng::ingestion {

// `tokens` without those of asides, which state no figure of this budget:
// requirements (按照压减5%的要求), quotas and averages (定额1.5万元, 年均),
// bounds (不低于10%), rounding (尾差), what holds everywhere (全州), and other
// years (比2019年). The marks between clauses stay. `fiscal_year` 0: unknown.
// Where a change is counted from last year, but not from its budget
// (比上年执行数), the comparison becomes kOtherBase.
std::vector<Token> WithoutAsides(absl::string_view text,
                                 const std::vector<Quantity>& quantities,
                                 int fiscal_year,
                                 const std::vector<Token>& tokens);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_ASIDES_H_
