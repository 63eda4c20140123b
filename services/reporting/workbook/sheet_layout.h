// A rendered table as the sheet of a workbook.
#ifndef YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_
#define YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_

#include "services/forms/workbook.h"
#include "services/reporting/tables/report_table.h"

namespace yuheng::reporting {

// The form with the table's amounts in 万元; yellow with a comment where the
// documents print something else than what adds up. Without the texts around
// the table but its title. `table.shape` must not be null.
forms::Sheet LayOutSheet(const ReportTable& table);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_WORKBOOK_SHEET_LAYOUT_H_
