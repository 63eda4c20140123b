#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_CLAIMS_OF_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_CLAIMS_OF_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::ingestion {

// A document of 2023 with the tables that narrative tests resolve names with:
// T1 and T5 with the accounts 206, 20601, 2060101, 2060102 and 2060599, T7 with
// the project 引智工作经费, T8 with 2120803.
budget::Document DocumentWithTables();

// The claims of part three as "address=value" ("N2:gen:share=67.78"), of words
// as "address~printed", in document order.
std::vector<std::string> NarrativeClaims(absl::string_view text);
std::vector<std::string> NarrativeClaims(absl::string_view text,
                                         budget::Document document);

// The same of the organisation profile.
std::vector<std::string> ProfileClaims(absl::string_view text);

std::vector<std::string> ClaimTexts(const budget::Document& document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_CLAIMS_OF_H_
