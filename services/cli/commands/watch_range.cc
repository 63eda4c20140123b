#include "services/cli/commands/watch_range.h"

#include "CLI/CLI.hpp"

namespace yuheng::cli {

void AddWatchRangeOptions(CLI::App& command, const Terminal& terminal,
                          WatchRange* range) {
  AddRevisionOption(command, terminal, "--resume",
                    Say(terminal, "cli.option_resume"),
                    &range->resume_revision);
  AddRevisionOption(command, terminal, "--until",
                    Say(terminal, "cli.option_until"), &range->until_revision);
}

}  // namespace yuheng::cli
