#ifndef YUHENG_TESTS_SUPPORT_WORKBOOK_TWIN_H_
#define YUHENG_TESTS_SUPPORT_WORKBOOK_TWIN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::testing {

// A document in the published plain text as a workbook (.xlsx) that says the
// same: a sheet for each table and part, figures as numbers, each heading in
// the column it is of.
std::string WorkbookTwin(absl::string_view text);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_WORKBOOK_TWIN_H_
