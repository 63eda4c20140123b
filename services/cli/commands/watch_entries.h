#ifndef YUHENG_SERVICES_CLI_COMMANDS_WATCH_ENTRIES_H_
#define YUHENG_SERVICES_CLI_COMMANDS_WATCH_ENTRIES_H_

#include "services/cli/command.h"

namespace yuheng::cli {

// `watch entries`, under the group `watch`.
void AddWatchEntries(CLI::App& group, Environment& environment, Action& action);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_WATCH_ENTRIES_H_
