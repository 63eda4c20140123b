#ifndef YUHENG_SERVICES_CLI_COMMANDS_FINDING_PRINTER_H_
#define YUHENG_SERVICES_CLI_COMMANDS_FINDING_PRINTER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/output/json.h"
#include "services/cli/output/terminal.h"
#include "services/validation/finding.h"

namespace yuheng::cli {

// CLEAN, NOTES, WARNINGS, ERRORS.
absl::string_view VerdictName(validation::Verdict verdict);
// ERROR, WARNING, NOTE.
absl::string_view SeverityName(validation::Severity severity);
// INCONSISTENT, BOUNDARY, ROUNDING, INSUFFICIENT, INFO.
absl::string_view StatusName(validation::FindingStatus status);

// "1 errors, 2 warnings, 3 notes" behind the verdict in words; from `least` on
// they are shown.
std::string SummaryText(const Terminal& terminal,
                        const validation::VerdictSummary& summary,
                        validation::Severity least);

// {"rule":…,"severity":…,"status":…,"places":[…],"expected":…,"actual":…,
// "difference":…,"message":{"zh","en"},"id":…}; figures are decimal strings or
// null.
void WriteFinding(const validation::Finding& finding, JsonWriter* json);

// {"findings":[positions],"cause":{"zh","en"},"culprit":{"address","line"},
// "printed":…,"suggested":…,"reason":{"zh","en"}}; absent values are null.
void WriteGroup(const validation::FindingGroup& group, JsonWriter* json);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_FINDING_PRINTER_H_
