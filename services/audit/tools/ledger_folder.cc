#include "services/audit/tools/ledger_folder.h"

#include <filesystem>
#include <system_error>

#include "services/rpc/reason.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::audit {
namespace {

const char* MessageFor(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return "cli.folder_damaged";
  if (absl::IsAlreadyExists(status)) return "cli.folder_not_empty";
  return "cli.folder_unopened";
}

}  // namespace

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
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  cli::PrintError(terminal,
                  cli::Say(terminal, MessageFor(status),
                           {{"what", budget::Text{details.zh, details.en}}}));
  return absl::IsDataLoss(status) ? cli::kExitFound : cli::kExitUsage;
}

}  // namespace yuheng::audit
