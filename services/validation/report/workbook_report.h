// A verdict as an annotated workbook.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_REPORT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/validation/report/checked_document.h"

namespace yuheng::validation {

// The bytes of an xlsx: a sheet with all findings, what to fix first in front,
// each linked to its cell; then the document's own tables, the figures of the
// narrative and the performance sheets, cells coloured by severity with the
// message as a comment. The same input gives the same bytes. INTERNAL when the
// temporary folder it works in can't be written.
absl::StatusOr<std::string> WorkbookReport(const CheckedDocument& checked);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_WORKBOOK_REPORT_H_
