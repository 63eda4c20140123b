#include "services/validation/evaluation/diagnosis/common_cause.h"

#include "absl/strings/str_cat.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {

budget::Text TablesText(const std::vector<const IndexedTable*>& tables) {
  budget::Text text;
  for (const IndexedTable* table : tables) {
    const budget::Text name = PlaceText(*table);
    absl::StrAppend(&text.zh, text.zh.empty() ? "" : "、", name.zh);
    absl::StrAppend(&text.en, text.en.empty() ? "" : ", ", name.en);
  }
  return text;
}

}  // namespace yuheng::validation
