// The findings of an HTML report.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_HTML_FINDINGS_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_HTML_FINDINGS_H_

#include <string>

#include "services/validation/report/report_plan.h"

namespace yuheng::validation {

// What to fix first: the first groups, a line each.
std::string HtmlFirst(const ReportPlan& plan);

// All groups with their findings, by severity; each place a link to its figure.
std::string HtmlFindings(const ReportPlan& plan);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_HTML_FINDINGS_H_
