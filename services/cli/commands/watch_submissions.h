#ifndef YUHENG_SERVICES_CLI_COMMANDS_WATCH_SUBMISSIONS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_WATCH_SUBMISSIONS_H_

#include "services/cli/command.h"

namespace yuheng::cli {

// `watch submissions`, under the group `watch`.
void AddWatchSubmissions(CLI::App& group, Environment& environment,
                         Action& action);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_WATCH_SUBMISSIONS_H_
