#ifndef YUHENG_SERVICES_CLI_COMMANDS_CHECKPOINT_FILE_H_
#define YUHENG_SERVICES_CLI_COMMANDS_CHECKPOINT_FILE_H_

#include <optional>
#include <string>

#include "services/audit/checkpoint.h"
#include "services/cli/command.h"

namespace CLI {
class Option;
}  // namespace CLI

namespace yuheng::cli {

// --checkpoint FILE and --key KEY.
struct CheckpointOptions {
  std::string file;
  std::string key;  // Empty: whatever key the file names.
};
CLI::Option* AddCheckpointOptions(CLI::App& command, const Terminal& terminal,
                                  CheckpointOptions* options);

struct CheckpointFile {
  std::string text;
  audit::Checkpoint checkpoint;
};
// Reads and checks the file. On failure prints why and returns nothing.
std::optional<CheckpointFile> ReadCheckpointFile(
    const Terminal& terminal, const CheckpointOptions& options);

// Prints a status that carries both languages; returns kExitFound.
int ReportRefusal(const Terminal& terminal, const absl::Status& status);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_CHECKPOINT_FILE_H_
