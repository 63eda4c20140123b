#include "services/aggregation/ledger/recovery.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

// Entries, and lines of entries, that wait for the feed's lock together.
constexpr size_t kEntriesTogetherMax = 256;
constexpr size_t kLinesTogetherMax = 20'000;

// Reads one department's ledger.
class DepartmentRecovery {
 public:
  DepartmentRecovery(absl::string_view name, TotalsFeed* feed)
      : name_(name), feed_(feed), chain_(name) {}

  absl::StatusOr<DepartmentState> Read(const storage::Store& store) {
    const auto partition = store.GetHead(name_);
    if (!partition.ok()) return partition.status();
    // Contributions, entries and the head, in this order of keys; outcomes
    // stay on disk.
    absl::Status scanned =
        store.Scan(name_, storage::kContributionKeyPrefix,
                   storage::KeyAfterPrefix(storage::kLedgerHeadKey),
                   [this](absl::string_view key, absl::string_view value) {
                     status_ = See(key, value);
                     return status_.ok();
                   });
    if (!scanned.ok()) return scanned;
    if (!status_.ok()) return status_;
    status_ = ApplyRead();
    if (!status_.ok()) return status_;
    status_ = CheckEnds();
    if (!status_.ok()) return status_;
    state_.partition = *partition;
    state_.head = chain_.head();
    return std::move(state_);
  }

 private:
  using Place = std::tuple<int, int, std::string>;
  using Seqs = std::map<Place, uint64_t>;

  // "2023/4/104001=7", comma-separated.
  static std::string SeqsText(const Seqs& seqs) {
    return absl::StrJoin(
        seqs, ",", [](std::string* out, const Seqs::value_type& place) {
          const auto& [year, stage, unit] = place.first;
          absl::StrAppend(out, year, "/", stage, "/", unit, "=", place.second);
        });
  }

  absl::Status See(absl::string_view key, absl::string_view value) {
    if (absl::StartsWith(key, storage::kContributionKeyPrefix)) {
      return SeeContribution(value);
    }
    if (absl::StartsWith(key, storage::kEntryKeyPrefix)) {
      auto entry = chain_.Next(key, value);
      if (!entry.ok()) return entry.status();
      if (!entry->elimination) {
        newest_[{entry->fiscal_year, entry->stage, entry->unit}] = entry->seq;
      }
      lines_read_ += entry->leaves.size() + entry->printed.size();
      read_.push_back(*std::move(entry));
      return read_.size() < kEntriesTogetherMax &&
                     lines_read_ < kLinesTogetherMax
                 ? absl::OkStatus()
                 : ApplyRead();
    }
    if (key == storage::kLedgerHeadKey) {
      has_head_ = true;
      return chain_.CheckHead(value);
    }
    return absl::OkStatus();
  }

  // Hands the entries read to the feed.
  absl::Status ApplyRead() {
    size_t applied = 0;
    const absl::Status status = feed_->ApplyRecovered(name_, read_, &applied);
    if (!status.ok()) {
      return DamageError({name_, read_[applied].seq, "totals",
                          std::string(kAbsent), std::string(status.message())});
    }
    // The feed has checked them.
    for (const storage::EntryRecord& entry : read_) {
      if (entry.elimination) state_.eliminations.Apply(entry);
    }
    read_.clear();
    lines_read_ = 0;
    return absl::OkStatus();
  }

  absl::Status SeeContribution(absl::string_view value) {
    const auto record = storage::DecodeContribution(value);
    if (!record.ok()) {
      return DamageError({name_, 0, "record", "contribution",
                          std::string(record.status().message())});
    }
    contribution_seqs_[{record->fiscal_year, record->stage, record->unit}] =
        record->seq;
    state_.contributions.push_back(
        {{record->fiscal_year, record->stage},
         record->unit,
         InForce(*record),
         GrossFenOf(record->leaves, record->printed)});
    return absl::OkStatus();
  }

  absl::Status CheckEnds() const {
    const uint64_t seq = chain_.head().seq;
    if (seq > 0 && !has_head_) {
      return DamageError(
          {name_, seq, "head.seq", absl::StrCat(seq), std::string(kAbsent)});
    }
    if (contribution_seqs_ != newest_) {
      return DamageError({name_, seq, "contribution.seq", SeqsText(newest_),
                          SeqsText(contribution_seqs_)});
    }
    return absl::OkStatus();
  }

  const std::string name_;
  TotalsFeed* const feed_;
  ChainReader chain_;
  DepartmentState state_;
  std::vector<storage::EntryRecord> read_;  // And not applied yet.
  size_t lines_read_ = 0;
  bool has_head_ = false;
  // The newest entry of each place, as contributions and entries say.
  Seqs contribution_seqs_;
  Seqs newest_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<ShardState> Recover(const storage::Store& store,
                                   TotalsFeed* feed, int threads) {
  const auto ledgers = ListLedgers(store);
  if (!ledgers.ok()) return ledgers.status();
  std::vector<absl::StatusOr<DepartmentState>> found(
      ledgers->size(), absl::CancelledError("not read"));
  std::atomic<size_t> next = 0;
  std::atomic<bool> damaged = false;
  const auto read = [&] {
    while (!damaged) {
      const size_t i = next++;
      if (i >= found.size()) return;
      found[i] = DepartmentRecovery((*ledgers)[i], feed).Read(store);
      if (!found[i].ok()) damaged = true;
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(read);
  read();
  for (std::thread& other : others) other.join();
  // Those that nobody read stand behind one that is damaged.
  ShardState state;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i].ok()) return found[i].status();
    state.revision = std::max(state.revision, found[i]->head.revision);
    state.departments.emplace((*ledgers)[i], *std::move(found[i]));
  }
  absl::Status finished = feed->FinishRecovery();
  if (!finished.ok()) {
    return rpc::WithReason(std::move(finished), rpc::Reason::kLedgerDamaged);
  }
  return state;
}

}  // namespace yuheng::aggregation
