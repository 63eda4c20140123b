// A verdict as one HTML page.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_

#include <string>

#include "services/validation/report/checked_document.h"

namespace yuheng::validation {

// A page that needs nothing else: no script, no font, no picture, no address.
// Summary and what to fix first, the findings by cause, then the document's own
// tables, narrative figures and performance sheets with the figures marked and
// linked both ways. Chinese first, English at a switch; fit for paper. The same
// input gives the same bytes.
std::string HtmlReport(const CheckedDocument& checked);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_
