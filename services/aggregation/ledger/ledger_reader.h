#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_READER_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/ledger/mismatch.h"
#include "storage/format/ledger_record.h"
#include "storage/store.h"

namespace yuheng::aggregation {

using storage::Cancelled;

// A department's ledger is the storage partition of its name. See
// storage/format/ledger_keys.h for what is in it.

// LEDGER_DAMAGED that says where and what; its metadata holds the parts.
absl::Status DamageError(const Mismatch& mismatch);

// Follows a chain of entries as they are read: seq without gaps from 1,
// revisions ascending, each entry holding the hash of the one before and
// balancing.
class ChainReader {
 public:
  explicit ChainReader(absl::string_view department)
      : department_(department) {}

  // The next entry of the ledger; LEDGER_DAMAGED when it does not follow.
  absl::StatusOr<storage::EntryRecord> Next(absl::string_view key,
                                            absl::string_view value);
  // Where the chain has come to.
  const storage::LedgerHeadRecord& head() const { return head_; }
  // LEDGER_DAMAGED when a stored head record does not say the same.
  absl::Status CheckHead(absl::string_view value) const;

 private:
  absl::Status Damage(absl::string_view field, absl::string_view expected,
                      absl::string_view found) const;

  const std::string department_;
  storage::LedgerHeadRecord head_;
};

// Reads a ledger's entries in order of seq, checking them as ChainReader does;
// `visit` returns false to stop.
absl::Status ReadEntries(
    const storage::Store& store, absl::string_view department,
    const std::function<bool(const storage::EntryRecord&)>& visit);

// One entry with its hash; NOT_FOUND (without a reason) when there is none.
struct StoredEntry {
  storage::EntryRecord entry;
  storage::Sha256Digest hash{};
};
absl::StatusOr<StoredEntry> ReadEntry(const storage::Store& store,
                                      absl::string_view department,
                                      uint64_t seq);

// At most `count` entries from `first_seq` on.
absl::StatusOr<std::vector<StoredEntry>> ReadEntriesFrom(
    const storage::Store& store, absl::string_view department,
    uint64_t first_seq, size_t count);

// The entry that is in force in a slot; nothing when none was posted there, or
// it was taken out again.
struct EntryInForce {
  uint64_t seq = 0;
  std::string submission;
  int64_t commit_time_unix_us = 0;
};
absl::StatusOr<std::optional<EntryInForce>> ReadInForce(
    const storage::Store& store, absl::string_view department, int fiscal_year,
    int stage, absl::string_view unit);

// The names of all ledgers, ascending.
absl::StatusOr<std::vector<std::string>> ListLedgers(
    const storage::Store& store);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_READER_H_
