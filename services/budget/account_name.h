#ifndef YUHENG_SERVICES_BUDGET_ACCOUNT_NAME_H_
#define YUHENG_SERVICES_BUDGET_ACCOUNT_NAME_H_

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// What a row of an account is called: its code and, behind it, its name as it
// is printed, without blanks; the code alone where none is. In English the name
// is that of the form's lines or of data/account_names_en.csv, and as printed
// where neither has it: the charts of accounts (政府收支分类科目) are in
// Chinese only.
Text AccountText(absl::string_view code, absl::string_view printed_name);

// What a row of a line of the form is called: as it is printed, without blanks,
// or as the form has it where nothing is; that of a class with its code.
Text LineText(const Line& line, absl::string_view printed_name);

// Whether it is nothing but digits, as codes of accounts are.
bool IsDigits(absl::string_view text);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_ACCOUNT_NAME_H_
