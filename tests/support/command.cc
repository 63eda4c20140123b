#include "tests/support/command.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {

absl::StatusOr<CommandResult> RunCommand(const CommandOptions& options) {
  const TempDir folder;
  const std::string out_file = folder.path() + "/out";
  const std::string err_file = folder.path() + "/err";
  auto child = ChildProcess::Start({.arguments = options.arguments,
                                    .environment = options.environment,
                                    .stdout_file = out_file,
                                    .stderr_file = err_file});
  if (!child.ok()) return child.status();
  const std::optional<int> exit_code = (*child)->Wait(options.timeout);
  if (!exit_code) {
    return absl::DeadlineExceededError(
        absl::StrCat(options.arguments[0], " did not end within ",
                     absl::FormatDuration(options.timeout), ": ",
                     ReadFile(out_file), ReadFile(err_file)));
  }
  return CommandResult{.exit_code = *exit_code,
                       .out = ReadFile(out_file),
                       .err = ReadFile(err_file)};
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace yuheng::testing
