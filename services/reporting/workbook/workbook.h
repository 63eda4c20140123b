// The tables as a workbook (xlsx), as they are printed.
#ifndef YUHENG_SERVICES_REPORTING_WORKBOOK_WORKBOOK_H_
#define YUHENG_SERVICES_REPORTING_WORKBOOK_WORKBOOK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/tables/report_table.h"

namespace yuheng::reporting {

struct WorkbookOptions {
  std::string display_name;  // Printed as 编制部门.
  int fiscal_year = 0;
  bool of_unit = false;  // 编制单位 instead of 编制部门.
  int64_t revision = 0;  // Printed at the foot of every page.
  absl::Time created;    // Stands in the file's properties.
};

// The bytes of the workbook: one sheet a table (表1 …), with the form's merged
// headings, amounts as numbers in 万元, and a yellow cell with a comment where
// the documents print something else than what adds up. The same input gives
// the same bytes. `tables` is not empty and has each kind at most once.
// INTERNAL when the temporary folder it works in can't be written.
absl::StatusOr<std::string> RenderWorkbook(
    const WorkbookOptions& options, const std::vector<ReportTable>& tables);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_WORKBOOK_WORKBOOK_H_
