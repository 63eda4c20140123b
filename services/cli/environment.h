#ifndef YUHENG_SERVICES_CLI_ENVIRONMENT_H_
#define YUHENG_SERVICES_CLI_ENVIRONMENT_H_

#include "services/cli/command.h"

namespace yuheng::cli {

// The standard streams, and what the environment variables and --lang say.
Environment MakeEnvironment(int argc, char** argv);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_ENVIRONMENT_H_
