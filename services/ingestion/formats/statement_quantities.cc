#include "services/ingestion/formats/statement_quantities.h"

#include "services/ingestion/formats/chinese_numerals.h"
#include "services/ingestion/formats/person_changes.h"

namespace yuheng::ingestion {

std::vector<Quantity> StatementQuantities(absl::string_view text,
                                          const StatementOptions& options) {
  std::vector<Quantity> quantities = ScanQuantities(text);
  if (options.counts != StatementOptions::Counts::kIgnored) {
    AddChineseCounts(text, &quantities);
  }
  if (options.counts == StatementOptions::Counts::kPersons) {
    MergePersonChanges(text, &quantities);
  }
  return quantities;
}

}  // namespace yuheng::ingestion
