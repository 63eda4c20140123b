#include "services/cli/environment.h"

namespace yuheng::cli {

Environment MakeEnvironment(int argc, char** argv) {
  Environment environment;
  environment.terminal = OpenTerminal(argc, argv);
  environment.endpoint = Variable("YUHENG_ENDPOINT", "");
  environment.division = Variable("YUHENG_DIVISION", "652300");
  return environment;
}

}  // namespace yuheng::cli
