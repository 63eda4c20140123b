#include "services/aggregation/ledger/recovery.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

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
      absl::Status applied = feed_->ApplyRecovered(name_, *entry);
      if (!applied.ok()) {
        return DamageError({name_, entry->seq, "totals", std::string(kAbsent),
                            std::string(applied.message())});
      }
      // The feed has checked it.
      if (entry->elimination) state_.eliminations.Apply(*entry);
      return absl::OkStatus();
    }
    if (key == storage::kLedgerHeadKey) {
      has_head_ = true;
      return chain_.CheckHead(value);
    }
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
  bool has_head_ = false;
  // The newest entry of each place, as contributions and entries say.
  Seqs contribution_seqs_;
  Seqs newest_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<ShardState> Recover(const storage::Store& store,
                                   TotalsFeed* feed) {
  const auto ledgers = ListLedgers(store);
  if (!ledgers.ok()) return ledgers.status();
  ShardState state;
  for (const std::string& name : *ledgers) {
    auto department = DepartmentRecovery(name, feed).Read(store);
    if (!department.ok()) return department.status();
    state.revision = std::max(state.revision, department->head.revision);
    state.departments.emplace(name, *std::move(department));
  }
  absl::Status finished = feed->FinishRecovery();
  if (!finished.ok()) {
    return rpc::WithReason(std::move(finished), rpc::Reason::kLedgerDamaged);
  }
  return state;
}

}  // namespace yuheng::aggregation
