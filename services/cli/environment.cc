#include "services/cli/environment.h"

namespace yuheng::cli {

Environment MakeEnvironment(int argc, char** argv) {
  Environment environment;
  environment.terminal = OpenTerminal(argc, argv);
  environment.endpoint = Variable("YUHENG_ENDPOINT", "");
  environment.division = Variable("YUHENG_DIVISION", "652300");
  environment.ca_file = Variable("YUHENG_CA", "");
  environment.cert_file = Variable("YUHENG_CLIENT_CERT", "");
  environment.key_file = Variable("YUHENG_CLIENT_KEY", "");
  environment.token_file = Variable("YUHENG_TOKEN_FILE", "");
  return environment;
}

}  // namespace yuheng::cli
