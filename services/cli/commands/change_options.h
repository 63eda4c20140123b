#ifndef YUHENG_SERVICES_CLI_COMMANDS_CHANGE_OPTIONS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_CHANGE_OPTIONS_H_

#include <string>

#include "services/cli/command.h"

namespace yuheng::cli {

// What is said of a change to windows or ceilings, and how it is shown.
struct ChangeOptions {
  std::string reason;
  std::string actor;
  OutputFormat format = OutputFormat::kTable;
};

// --reason, --actor, --output and who one is.
void AddChangeOptions(CLI::App& command, Environment& environment,
                      ChangeOptions* options);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_CHANGE_OPTIONS_H_
