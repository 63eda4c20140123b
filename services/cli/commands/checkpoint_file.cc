#include "services/cli/commands/checkpoint_file.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "services/rpc/reason.h"

namespace yuheng::cli {

CLI::Option* AddCheckpointOptions(CLI::App& command, const Terminal& terminal,
                                  CheckpointOptions* options) {
  CLI::Option* file = command.add_option(
      "--checkpoint", options->file, Say(terminal, "cli.option_checkpoint"));
  command.add_option("--key", options->key, Say(terminal, "cli.option_key"))
      ->needs(file);
  return file;
}

std::optional<CheckpointFile> ReadCheckpointFile(
    const Terminal& terminal, const CheckpointOptions& options) {
  auto text = ReadFileBytes(terminal, options.file);
  if (!text.ok()) {
    PrintError(terminal, text.status().message());
    return std::nullopt;
  }
  auto checkpoint = audit::ReadCheckpointOf(options.key, *text);
  if (!checkpoint.ok()) {
    ReportRefusal(terminal, checkpoint.status());
    return std::nullopt;
  }
  return CheckpointFile{*std::move(text), *std::move(checkpoint)};
}

int ReportRefusal(const Terminal& terminal, const absl::Status& status) {
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  PrintError(terminal, terminal.Pick({details.zh, details.en}));
  return kExitFound;
}

}  // namespace yuheng::cli
