#ifndef YUHENG_SERVICES_CLI_COMMANDS_DEPARTMENTS_IMPORT_H_
#define YUHENG_SERVICES_CLI_COMMANDS_DEPARTMENTS_IMPORT_H_

#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"

namespace yuheng::cli {

// Prints what is wrong with a department list, a line each on err. Whether
// nothing is.
bool ReportListErrors(const Terminal& terminal, const std::string& file,
                      const std::string& csv);

// `departments import`: a new list is checked, compared and put in place of
// that of the services.
void AddDepartmentsImport(CLI::App& group, Environment& environment,
                          Action& action);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_DEPARTMENTS_IMPORT_H_
