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
  // Resource names of submissions that are in force in the ledgers and were
  // received after ingestion's store was copied; by department, then in order
  // of seq. Their departments send them again, under the same request id, and
  // nothing is posted twice.
  std::vector<std::string> sent_later;
  // What does not hold; at most aggregation::kMismatchesMax.
  std::vector<budget::Text> differences;
};

// Proves a backup of both stores: the files, the ledgers (as yuheng-verify),
// that every submission has its document, that the entry of each that is posted
// is its own, and that nothing is in force that its department has taken back.
// DATA_LOSS for damaged files, NOT_FOUND when one of the two is missing.
absl::StatusOr<ProvenBackup> ProveBackup(const std::string& dir);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_TOOLS_BACKUP_PAIR_H_
