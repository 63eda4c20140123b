// A verdict as one HTML page.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_

#include <string>

#include "services/validation/report/checked_document.h"

namespace yuheng::validation {

enum class ReportLanguage { kZh, kEn };

// A page that needs nothing else: no script, no font, no picture, no address.
// Summary and what to fix first, the findings by cause, then the document's own
// tables, narrative figures and performance sheets with the figures marked and
// linked both ways. Chinese and English at a switch, the one it opens in first;
// fit for paper. The same input gives the same bytes.
std::string HtmlReport(const CheckedDocument& checked,
                       ReportLanguage opens_in = ReportLanguage::kZh);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_HTML_REPORT_H_
