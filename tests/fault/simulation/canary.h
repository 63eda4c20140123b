#ifndef YUHENG_TESTS_FAULT_SIMULATION_CANARY_H_
#define YUHENG_TESTS_FAULT_SIMULATION_CANARY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/totals/totals.h"
#include "storage/store.h"

namespace yuheng::fault {

// A bug that is put in on purpose, around the services and not in them. The
// checks must find each.
enum class Canary {
  kNone,
  // The request id's outcome is kept in memory instead of in the entry's
  // commit.
  kOutcomeNotInCommit,
  // "Never applied" is answered and not remembered.
  kFenceIgnored,
  // Aggregation acknowledges before its disk has it.
  kLedgerFsyncSkipped,
  // So does ingestion.
  kReceiptFsyncSkipped,
  // A sync that failed is taken for one that did not.
  kFsyncFailureIgnored,
  // The ledger's head is written with the next commit.
  kHeadWrittenLater,
  // Totals and watchers hear of an entry before it is durable.
  kTotalsBeforeCommit,
  // Totals add each answered posting's change instead of replacing what the
  // department contributes.
  kTotalsAddDeltas,
  // A stream leaves a delta out now and then.
  kWatchDeltaDropped,
  // Progress tells the newest revision, delivered or not.
  kProgressEarly,
  // A posting is tried again under a new id.
  kRetryWithNewId,
  // A process that was left over from before may go on writing.
  kEpochIgnored,
};

// Every canary but kNone, by the name it has on the command line.
struct NamedCanary {
  Canary canary;
  absl::string_view name;
};
absl::Span<const NamedCanary> Canaries();

// The ledgers' store with a canary in it. Not thread-safe.
class CanaryStore final : public storage::Store {
 public:
  // Both outlive it; `feed` is told too early by kTotalsBeforeCommit.
  CanaryStore(Canary canary, std::unique_ptr<storage::Store> store,
              aggregation::TotalsFeed* feed)
      : canary_(canary), store_(std::move(store)), feed_(feed) {}

  std::vector<storage::CommitResult> CommitAll(
      absl::Span<const storage::Commit> commits) override;
  absl::StatusOr<storage::Head> GetHead(
      absl::string_view partition) const override {
    return store_->GetHead(partition);
  }
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override;
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override {
    return store_->Scan(partition, from, to, visit);
  }
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override {
    return store_->ListPartitions(visit);
  }

 private:
  // Whether a write is to be left out of its commit.
  bool LeavesOut(const storage::Write& write) const;

  const Canary canary_;
  const std::unique_ptr<storage::Store> store_;
  aggregation::TotalsFeed* const feed_;
  // What was left out, by partition and key.
  std::map<std::pair<std::string, std::string>, std::string> left_out_;
};

// kTotalsAddDeltas: what is served instead of the feed's totals.
class BlindTotals {
 public:
  explicit BlindTotals(const budget::Form& form) : totals_(form) {}

  void Add(const std::string& department, storage::EntryRecord entry);
  std::vector<aggregation::TotalValue> Read(
      const aggregation::Scope& scope) const {
    return totals_.Read(scope);
  }

 private:
  aggregation::Totals totals_;
  std::map<std::string, uint64_t> counts_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_CANARY_H_
