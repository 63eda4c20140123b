// The sheet of a workbook that lists the findings.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_FINDINGS_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_FINDINGS_H_

#include "services/forms/workbook.h"
#include "services/validation/report/report_plan.h"
#include "services/validation/report/workbook_tables.h"

namespace yuheng::validation {

// A row a finding in digest order, its place linked to its cell; below them a
// row for each thing that could not be read.
forms::Sheet FindingSheet(const ReportPlan& plan, const SpotCells& cells);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_FINDINGS_H_
