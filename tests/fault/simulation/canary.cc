#include "tests/fault/simulation/canary.h"

#include "absl/strings/match.h"
#include "storage/format/ledger_keys.h"
#include "storage/format/ledger_record.h"

namespace yuheng::fault {
namespace {

constexpr NamedCanary kCanaries[] = {
    {Canary::kOutcomeNotInCommit, "outcome_not_in_commit"},
    {Canary::kFenceIgnored, "fence_ignored"},
    {Canary::kLedgerFsyncSkipped, "ledger_fsync_skipped"},
    {Canary::kReceiptFsyncSkipped, "receipt_fsync_skipped"},
    {Canary::kFsyncFailureIgnored, "fsync_failure_ignored"},
    {Canary::kHeadWrittenLater, "head_written_later"},
    {Canary::kTotalsBeforeCommit, "totals_before_commit"},
    {Canary::kTotalsAddDeltas, "totals_add_deltas"},
    {Canary::kWatchDeltaDropped, "watch_delta_dropped"},
    {Canary::kProgressEarly, "progress_early"},
    {Canary::kRetryWithNewId, "retry_with_new_id"},
    {Canary::kEpochIgnored, "epoch_ignored"},
};

}  // namespace

absl::Span<const NamedCanary> Canaries() { return kCanaries; }

bool CanaryStore::LeavesOut(const storage::Write& write) const {
  const bool outcome = absl::StartsWith(write.key, storage::kOutcomeKeyPrefix);
  if (canary_ == Canary::kOutcomeNotInCommit) return outcome;
  if (canary_ == Canary::kHeadWrittenLater) {
    return write.key == storage::kLedgerHeadKey;
  }
  if (canary_ != Canary::kFenceIgnored || !outcome) return false;
  const auto record = storage::DecodeOutcome(*write.value);
  return record.ok() &&
         record->outcome == storage::PostingOutcome::kNeverApplied;
}

std::vector<storage::CommitResult> CanaryStore::CommitAll(
    absl::Span<const storage::Commit> commits) {
  std::vector<storage::Commit> changed(commits.begin(), commits.end());
  for (storage::Commit& commit : changed) {
    std::vector<storage::Write> writes;
    const std::pair head(commit.partition,
                         std::string(storage::kLedgerHeadKey));
    if (left_out_.contains(head)) {
      writes.push_back({head.second, left_out_[head]});
    }
    for (storage::Write& write : commit.writes) {
      if (canary_ == Canary::kTotalsBeforeCommit &&
          absl::StartsWith(write.key, storage::kEntryKeyPrefix)) {
        const auto entry = storage::DecodeEntry(*write.value);
        if (entry.ok()) (void)feed_->Apply(commit.partition, *entry);
      }
      if (!LeavesOut(write)) {
        writes.push_back(std::move(write));
      } else if (canary_ != Canary::kFenceIgnored) {
        left_out_[{commit.partition, write.key}] = *write.value;
      }
    }
    commit.writes = std::move(writes);
  }
  return store_->CommitAll(changed);
}

absl::StatusOr<std::optional<std::string>> CanaryStore::Get(
    absl::string_view partition, absl::string_view key) const {
  const auto it =
      left_out_.find(std::pair(std::string(partition), std::string(key)));
  if (it != left_out_.end()) return std::optional<std::string>(it->second);
  return store_->Get(partition, key);
}

void BlindTotals::Add(const std::string& department,
                      storage::EntryRecord entry) {
  entry.seq = ++counts_[department];
  (void)totals_.Apply(department, entry);
}

}  // namespace yuheng::fault
