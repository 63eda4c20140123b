// A document and what checking it found.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_CHECKED_DOCUMENT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_CHECKED_DOCUMENT_H_

#include <map>
#include <string>

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// What a report is made of. Everything outlives the call.
struct CheckedDocument {
  const budget::Form& form;
  const budget::Document& document;
  absl::Span<const Finding> findings;  // In the order of emission.
  const VerdictSummary& summary;
  std::string file;  // How the user calls it.
  // Titles by rule id; a rule without one is shown by its id alone.
  std::map<std::string, budget::Text> rule_titles = {};
  // The findings below it were left out of `findings`.
  Severity least = Severity::kNote;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_CHECKED_DOCUMENT_H_
