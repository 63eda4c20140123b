#include "services/audit/tools/ledger_folder.h"

#include <filesystem>
#include <system_error>

#include "CLI/CLI.hpp"
#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::audit {

absl::StatusOr<std::unique_ptr<storage::Store>> OpenLedgerFolder(
    const std::string& dir) {
  std::error_code error;
  const std::string below = dir + "/aggregation";
  const bool whole = std::filesystem::is_directory(below, error);
  return storage::OpenRocksdbStore(
      {.dir = whole ? below : dir,
       .access = storage::RocksdbAccess::kReadOnly});
}

int ReportUnopened(const cli::Terminal& terminal, const absl::Status& status) {
  cli::PrintError(terminal, status.message());
  return absl::IsDataLoss(status) ? cli::kExitFound : cli::kExitUsage;
}

void AddLanguageOption(CLI::App& app, const cli::Terminal& terminal) {
  app.add_option("--lang")
      ->description(cli::Say(terminal, "cli.option_lang"))
      ->check(CLI::IsMember({"zh", "en"}));
}

}  // namespace yuheng::audit
