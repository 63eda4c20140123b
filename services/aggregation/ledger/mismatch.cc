#include "services/aggregation/ledger/mismatch.h"

#include "absl/strings/str_cat.h"

namespace yuheng::aggregation {

budget::Text TextOf(const Mismatch& d) {
  if (d.department.empty()) {
    return budget::Message(
        "aggregation.damage_of_whole",
        {{"field", d.field}, {"expected", d.expected}, {"found", d.found}});
  }
  return budget::Message("aggregation.damage", {{"department", d.department},
                                                {"seq", absl::StrCat(d.seq)},
                                                {"field", d.field},
                                                {"expected", d.expected},
                                                {"found", d.found}});
}

}  // namespace yuheng::aggregation
