#include "services/cli/commands/change_options.h"

#include <cstddef>

#include "CLI/CLI.hpp"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

// As the service has them.
constexpr size_t kReasonBytesMax = 512;
constexpr size_t kActorBytesMax = 128;

}  // namespace

void AddChangeOptions(CLI::App& command, Environment& environment,
                      ChangeOptions* options) {
  const Terminal& terminal = environment.terminal;
  command
      .add_option("--reason", options->reason,
                  Say(terminal, "windows.option_reason"))
      ->check(Words(terminal, kReasonBytesMax))
      ->required();
  command
      .add_option("--actor", options->actor, Say(terminal, "cli.option_actor"))
      ->check(Words(terminal, kActorBytesMax));
  AddOutputOption(command, terminal, &options->format);
  AddConnectionOptions(command, environment);
}

}  // namespace yuheng::cli
