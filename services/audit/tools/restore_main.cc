// yuheng-restore: puts a backup into an empty data folder after proving it.
// Exit code: 0 restored, 1 the backup does not hold (nothing was restored), 2
// usage or what the file system refuses.

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/audit/tools/backup_pair.h"
#include "services/audit/tools/ledger_folder.h"
#include "services/cli/option_values.h"
#include "services/cli/output/terminal.h"
#include "services/cli/usage.h"
#include "storage/backup.h"

namespace yuheng::audit {
namespace {

int Run(const cli::Terminal& terminal, const std::string& backup,
        const std::string& data) {
  const auto proven = ProveBackup(backup);
  if (!proven.ok()) return ReportUnopened(terminal, proven.status());
  for (const budget::Text& difference : proven->differences) {
    cli::PrintError(terminal, terminal.Pick(difference));
  }
  if (!proven->differences.empty()) return cli::kExitFound;
  std::vector<storage::Restore> restores;
  for (const char* process : kBackupProcesses) {
    restores.push_back({.dir = absl::StrCat(backup, "/", process),
                        .target = absl::StrCat(data, "/", process)});
  }
  const absl::Status restored = storage::RestoreBackups(restores);
  if (!restored.ok()) return ReportUnopened(terminal, restored);
  *terminal.out << cli::Say(terminal, "cli.restored",
                            {{"data", data},
                             {"ledgers", absl::StrCat(proven->ledger_count)},
                             {"entries", absl::StrCat(proven->entry_count)},
                             {"revision", absl::StrCat(proven->revision)},
                             {"submissions",
                              absl::StrCat(proven->submission_count)}})
                << "\n";
  for (const std::string& submission : proven->sent_later) {
    *terminal.out << cli::Say(terminal, "cli.restored_later",
                              {{"submission", submission}})
                  << "\n";
  }
  return cli::kExitOk;
}

}  // namespace
}  // namespace yuheng::audit

int main(int argc, char** argv) {
  using yuheng::cli::Say;
  const yuheng::cli::Terminal terminal = yuheng::cli::OpenTerminal(argc, argv);
  CLI::App app(Say(terminal, "cli.restore_description"), "yuheng-restore");
  SetHelpWords(terminal, &app);
  app.footer(Say(terminal, "cli.restore_examples"));
  std::string backup;
  std::string data;
  app.add_option("BACKUP", backup, Say(terminal, "cli.option_backup_folder"))
      ->required()
      ->check(yuheng::cli::ExistingFolder(terminal));
  app.add_option("DATA", data, Say(terminal, "cli.option_empty_data_folder"))
      ->required();
  const auto ended = ParseCommandLine(terminal, &app, argc, argv);
  return ended ? *ended : yuheng::audit::Run(terminal, backup, data);
}
