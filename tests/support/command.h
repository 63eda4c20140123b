#ifndef YUHENG_TESTS_SUPPORT_COMMAND_H_
#define YUHENG_TESTS_SUPPORT_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace yuheng::testing {

struct CommandOptions {
  // The program's path, then its arguments.
  std::vector<std::string> arguments;
  // NAME=VALUE; replaces or adds to the environment of this process.
  std::vector<std::string> environment;
  absl::Duration timeout = absl::Seconds(60);
};

struct CommandResult {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs a program to its end. DEADLINE_EXCEEDED, with what it had written, when
// it was killed after `timeout`.
absl::StatusOr<CommandResult> RunCommand(const CommandOptions& options);

// The bytes of a file; empty when there is none.
std::string ReadFile(const std::string& path);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_COMMAND_H_
