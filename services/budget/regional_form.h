#ifndef YUHENG_SERVICES_BUDGET_REGIONAL_FORM_H_
#define YUHENG_SERVICES_BUDGET_REGIONAL_FORM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// The forms other regions and years print the tables in.

// Reads a yuheng.budget.v1.RegionalForm in protobuf text format and checks it:
// kinds, columns and lines are those of `standard`, each once; every sum has
// its parts right of it.
absl::StatusOr<Form> ParseRegionalForm(const Form& standard,
                                       absl::string_view textproto);

// The built-in forms: the standard one, then the others by id.
const std::vector<const Form*>& Forms();

// Null when there is none of that id.
const Form* FindForm(absl::string_view id);

// The ids of all forms, with commas between.
std::string FormIds();

// The form that the document is printed in.
const Form& FormOf(const Document& document);

// 表8; 表10（原文表8） where the form prints another number.
Text NumberedTable(const TableShape& shape);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_REGIONAL_FORM_H_
