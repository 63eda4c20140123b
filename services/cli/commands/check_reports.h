#ifndef YUHENG_SERVICES_CLI_COMMANDS_CHECK_REPORTS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_CHECK_REPORTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/output/terminal.h"
#include "services/validation/report/checked_document.h"

namespace yuheng::cli {

// The reports `check` writes beside what it prints. A target is a file, or an
// existing folder that gets a file named after each document.
struct ReportTargets {
  std::string html;
  std::string xlsx;
  bool replace = false;

  bool any() const { return !html.empty() || !xlsx.empty(); }
};

// Whether the reports of `files` can be written without touching anything that
// must stay; asked before any work. Errors are texts for the user.
absl::Status CheckTargets(const Terminal& terminal,
                          const ReportTargets& targets,
                          const std::vector<std::string>& files);

// Writes the reports of one document and says on err what it wrote.
absl::Status WriteReports(const Terminal& terminal,
                          const ReportTargets& targets,
                          const validation::CheckedDocument& checked);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_CHECK_REPORTS_H_
