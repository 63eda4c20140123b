#ifndef YUHENG_SERVICES_AUDIT_TOOLS_LEDGER_FOLDER_H_
#define YUHENG_SERVICES_AUDIT_TOOLS_LEDGER_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/output/terminal.h"
#include "storage/store.h"

namespace yuheng::audit {

// Opens the ledgers of a data folder or a backup to read them: the folder of
// yuheng-aggregation itself, or one that holds it as aggregation/. Of a backup
// every file is compared with its list first. Errors as storage::CheckBackup
// and storage::OpenRocksdbStore; FIELD_INVALID for the folder of
// yuheng-ingestion.
absl::StatusOr<std::unique_ptr<storage::Store>> OpenLedgerFolder(
    const std::string& dir);

// Prints why a folder can't be read and returns the exit code: kExitFound when
// it is damaged, else kExitUsage.
int ReportUnopened(const cli::Terminal& terminal, const absl::Status& status);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_TOOLS_LEDGER_FOLDER_H_
