#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/evaluation/claim_index.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/reporter.h"

namespace yuheng::validation {

// What a named check looks at and reports to, as the reporter's rule of the
// moment.
struct CheckContext {
  const budget::Form& form;
  const budget::Document& document;
  const DocumentIndex& index;
  const ClaimIndex& claims;
  Reporter& reporter;
};

// A check that is no formula. Deterministic; looks at nothing but its context
// and the charts of accounts.
using CheckFunction = void (*)(const CheckContext& context);

// The check of a rule file's `check`; null when there is none of that name.
CheckFunction FindCheck(absl::string_view name);

// The names of all checks, ascending.
std::vector<absl::string_view> CheckNames();

// The checks, by the subject of their file. Each says in its .cc what it takes
// for a failure.

// structure.cc: what must be there.
void CheckParts(const CheckContext& context);
void CheckTables(const CheckContext& context);
void CheckUnits(const CheckContext& context);
void CheckSections(const CheckContext& context);
void CheckEmptyTables(const CheckContext& context);

// identity.cc: whose document it is, and of which year.
void CheckDepartment(const CheckContext& context);
void CheckFiscalYear(const CheckContext& context);

// cells.cc: what the cells and rows of tables look like.
void CheckAmounts(const CheckContext& context);
void CheckRows(const CheckContext& context);
void CheckNegatives(const CheckContext& context);

// placeholders.cc: texts that were never filled in.
void CheckPlaceholders(const CheckContext& context);

// names.cc: codes and names against the charts of accounts and each other.
void CheckFunctionNames(const CheckContext& context);
void CheckEconomicNames(const CheckContext& context);
void CheckClassLabels(const CheckContext& context);

// hierarchy.cc: the order and completeness of coded rows.
void CheckHierarchy(const CheckContext& context);
void CheckCodeOrder(const CheckContext& context);
void CheckProjects(const CheckContext& context);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_
