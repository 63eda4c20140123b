#ifndef YUHENG_SERVICES_AUDIT_TOOLS_BACKUP_PAIR_H_
#define YUHENG_SERVICES_AUDIT_TOOLS_BACKUP_PAIR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budget/messages.h"

namespace yuheng::audit {

// What a backup holds, in the order in which it is taken.
inline constexpr const char* kBackupProcesses[] = {"ingestion", "aggregation"};

struct ProvenBackup {
  int64_t ledger_count = 0;
  int64_t entry_count = 0;
  uint64_t revision = 0;
  int64_t submission_count = 0;
  // Resource names of submissions that stand in the ledgers and were received
  // after ingestion's store was copied: their departments send them again,
  // under the same request id, and nothing is posted twice.
  std::vector<std::string> sent_later;
  // What does not hold; at most aggregation::kMismatchesMax.
  std::vector<budget::Text> differences;
};

// Proves a backup of both stores: the files, the ledgers (as yuheng-verify),
// and that every submission that is posted stands in the ledgers. DATA_LOSS for
// damaged files, NOT_FOUND when one of the two is missing.
absl::StatusOr<ProvenBackup> ProveBackup(const std::string& dir);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_TOOLS_BACKUP_PAIR_H_
