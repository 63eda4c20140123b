#include "services/audit/tools/ledger_folder.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "storage/backup.h"
#include "storage/format/submission_keys.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace yuheng::audit {
namespace {

const char* MessageFor(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return "cli.folder_damaged";
  if (absl::IsAlreadyExists(status)) return "cli.folder_not_empty";
  return "cli.folder_unopened";
}

// Whether it is ingestion's store: no ledger has a submission's key.
absl::StatusOr<bool> HoldsSubmissions(const storage::Store& store) {
  bool found = false;
  absl::Status scanned;
  const absl::Status listed =
      store.ListPartitions([&](absl::string_view partition) {
        scanned =
            store.Scan(partition, storage::kSubmissionKeyPrefix,
                       storage::KeyAfterPrefix(storage::kSubmissionKeyPrefix),
                       [&](absl::string_view, absl::string_view) {
                         found = true;
                         return false;
                       });
        return scanned.ok() && !found;
      });
  if (!listed.ok()) return listed;
  if (!scanned.ok()) return scanned;
  return found;
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::Store>> OpenLedgerFolder(
    const std::string& dir) {
  std::error_code error;
  const std::string below = dir + "/aggregation";
  const bool whole = std::filesystem::is_directory(below, error);
  // A backup is all of it, submissions included.
  for (const std::string& part : {dir, below, dir + "/ingestion"}) {
    const std::string list = absl::StrCat(part, "/", storage::kBackupList);
    if (!std::filesystem::exists(list, error)) continue;
    const auto checked = storage::CheckBackup(part);
    if (!checked.ok()) return checked.status();
  }
  auto store =
      storage::OpenRocksdbStore({.dir = whole ? below : dir,
                                 .access = storage::RocksdbAccess::kReadOnly});
  if (!store.ok()) return store.status();
  const auto submissions = HoldsSubmissions(**store);
  if (!submissions.ok()) return submissions.status();
  if (!*submissions) return store;
  const budget::Text text =
      budget::Message("audit.folder_of_ingestion", {{"dir", dir}});
  return rpc::MakeError(rpc::Reason::kFieldInvalid, text.zh, text.en);
}

int ReportUnopened(const cli::Terminal& terminal, const absl::Status& status) {
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  cli::PrintError(terminal,
                  cli::Say(terminal, MessageFor(status),
                           {{"what", budget::Text{details.zh, details.en}}}));
  return absl::IsDataLoss(status) ? cli::kExitFound : cli::kExitUsage;
}

}  // namespace yuheng::audit
