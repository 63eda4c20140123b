// The document's own tables, narrative figures and performance sheets in an
// HTML report, with the figures marked that findings speak of.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_HTML_DOCUMENT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_HTML_DOCUMENT_H_

#include <string>

#include "services/validation/report/report_plan.h"

namespace yuheng::validation {

// Each is empty when the document has nothing of the kind.
std::string HtmlTables(const ReportPlan& plan);
std::string HtmlClaims(const ReportPlan& plan);
std::string HtmlSheets(const ReportPlan& plan);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_HTML_DOCUMENT_H_
