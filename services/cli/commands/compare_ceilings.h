#ifndef YUHENG_SERVICES_CLI_COMMANDS_COMPARE_CEILINGS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_COMPARE_CEILINGS_H_

#include <string>

#include "services/cli/command.h"

namespace yuheng::cli {

// Prints a row a figure of the ceilings in force of that year, beside what the
// drafts state; of all departments when `department` is empty. Exit code 1 when
// one is beyond.
int CompareCeilings(const Environment& environment,
                    const std::string& department, int fiscal_year,
                    OutputFormat format);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_COMPARE_CEILINGS_H_
