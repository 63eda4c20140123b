#ifndef YUHENG_SERVICES_BUDGET_FORMULA_ERROR_H_
#define YUHENG_SERVICES_BUDGET_FORMULA_ERROR_H_

#include <algorithm>
#include <iterator>

#include "absl/strings/string_view.h"

namespace yuheng::budget {

// Whether a printed text is what spreadsheets show where a formula failed, such
// as #REF! and #DIV/0!.
inline bool IsFormulaError(absl::string_view printed) {
  constexpr absl::string_view kErrors[] = {
      "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"};
  return std::find(std::begin(kErrors), std::end(kErrors), printed) !=
         std::end(kErrors);
}

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_FORMULA_ERROR_H_
