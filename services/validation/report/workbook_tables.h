// The sheets of a workbook that show the document itself, marked.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_TABLES_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_TABLES_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/forms/workbook.h"
#include "services/validation/report/report_plan.h"

namespace yuheng::validation {

// Where each spot of the document stands in the workbook.
using SpotCells = absl::flat_hash_map<Spot, forms::CellLink>;

// The colour of a mark.
forms::CellFill FillOf(Severity severity, bool primary);

// One sheet a table, as the form prints it, in the unit of the table.
void AddTableSheets(const ReportPlan& plan, std::vector<forms::Sheet>* sheets,
                    SpotCells* cells);
// One sheet with the figures of the narrative; none when there are none.
void AddClaimSheet(const ReportPlan& plan, std::vector<forms::Sheet>* sheets,
                   SpotCells* cells);
// One sheet with all performance sheets; none when there are none.
void AddPerformanceSheet(const ReportPlan& plan,
                         std::vector<forms::Sheet>* sheets, SpotCells* cells);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_TABLES_H_
