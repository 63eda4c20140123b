#ifndef YUHENG_SERVICES_AGGREGATION_FEED_TOTALS_FEED_H_
#define YUHENG_SERVICES_AGGREGATION_FEED_TOTALS_FEED_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/aggregation/feed/revision_ring.h"
#include "services/aggregation/feed/watcher.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/department_list.h"

namespace yuheng::aggregation {

// Snapshots kept for other watchers of the same scope and tables, and how many
// revisions old one may be: the deltas after it make it whole.
inline constexpr size_t kSharedSnapshotsMax = 16;
inline constexpr uint64_t kSharedSnapshotAgeMax = 64;

struct TotalsFeedOptions {
  // Revisions a watcher can resume from.
  size_t revisions_max = 10'000;
  // Deltas waiting for one watcher before they are conflated.
  size_t watcher_queue_max = 256;
  // Watchers and listeners, each, at once; more are refused with
  // CALLS_TOO_MANY.
  size_t watchers_max = 10'000;
  // Of whose groups there are totals; outlives the feed. nullptr: no groups.
  const budget::DepartmentList* departments = nullptr;
};

// Where one entry is: by revision over all ledgers.
struct EntryPlace {
  uint64_t revision = 0;
  uint64_t seq = 0;
  std::string department;
};

// OUT_OF_RANGE, reason REVISION_IN_FUTURE.
absl::Status RevisionInFutureError(uint64_t revision, uint64_t newest);

// The totals as they are shared: one writer applies entries, readers read one
// revision, watchers hear every one. An entry becomes visible to all of them
// at once. Thread-safe; the order of locks is this one, then a watcher's.
// `form` must outlive it.
class TotalsFeed {
 public:
  TotalsFeed(const budget::Form& form, TotalsFeedOptions options);
  ~TotalsFeed();

  // At start: entries found in a ledger. A department's come in order of seq,
  // departments in any order, from any thread. DATA_LOSS as Totals::Apply,
  // which concerns entries[*applied]; those before it are applied.
  absl::Status ApplyRecovered(absl::string_view department,
                              absl::Span<const storage::EntryRecord> entries,
                              size_t* applied);
  // Ends the start; DATA_LOSS when two entries have the same revision.
  absl::Status FinishRecovery();

  // A durable entry; its revision is above all before. One caller at a time.
  absl::Status Apply(absl::string_view department,
                     const storage::EntryRecord& entry);

  uint64_t revision() const;

  // The list its groups are of; nullptr for none.
  const budget::DepartmentList* departments() const {
    return options_.departments;
  }

  // Totals that are all true at one revision.
  struct Reading {
    uint64_t revision = 0;
    std::vector<TotalValue> totals;
    std::vector<Position> positions;  // When asked for.
  };
  enum class WithPositions { kNo, kYes };
  Reading Read(const Scope& scope, const TableSet& tables,
               WithPositions positions) const;

  // Totals of two scopes at one revision.
  struct PairReading {
    uint64_t revision = 0;
    std::vector<TotalValue> first;
    std::vector<TotalValue> second;
  };
  PairReading ReadPair(const Scope& first, const Scope& second,
                       const TableSet& tables) const;

  // What a total is made of.
  ShareReading ReadShares(const Scope& scope,
                          const storage::AccountKey& account,
                          const SharePlace& from, size_t count) const;

  // The eliminations that a scope's departments and units are parties of.
  EliminationsReading ReadEliminations(const Scope& scope,
                                       const EliminationPlace& from,
                                       size_t count) const;

  // The totals of Totals::JointScopes, in its order, and all positions, at one
  // revision: what verification compares with.
  struct FullReading {
    uint64_t revision = 0;
    std::vector<std::pair<Scope, std::vector<TotalValue>>> scopes;
    std::vector<Position> positions;
  };
  FullReading ReadAll() const;

  // What the totals hold of one department, its accounts spelled out.
  struct DepartmentReading {
    uint64_t seq = 0;
    // seq, period and unit as in Contribution; lines sorted by account.
    std::vector<storage::ContributionRecord> contributions;
    Eliminations eliminations;
  };
  DepartmentReading ReadDepartment(absl::string_view department) const;

  // Places of entries after a revision, ascending, at most `count`.
  std::vector<EntryPlace> EntriesAfter(uint64_t revision, size_t count) const;
  // The seq a department stands at, and the revision that is true at.
  struct SeqReading {
    uint64_t revision = 0;
    uint64_t seq = 0;
  };
  SeqReading ReadSeq(absl::string_view department) const;

  // Calls `listener` after every Apply and on every Tick, on their threads,
  // until the result is destroyed; it must be quick, and may still be running
  // then. CALLS_TOO_MANY, as Watch.
  enum class Event { kEntry, kTick };
  using Listener = std::function<void(Event)>;
  absl::StatusOr<std::shared_ptr<const Listener>> Listen(Listener listener);

  // Starts a stream: with a snapshot when resume_revision is 0, else with what
  // changed after it. A resume_revision that is no longer kept starts with
  // CompactedEvent and a snapshot; when more deltas than a watcher may queue
  // lie behind it, they come as one conflated delta. OUT_OF_RANGE, reason
  // REVISION_IN_FUTURE, for one above revision(); CALLS_TOO_MANY.
  //
  // on_ready is called on the writer's or ticker's thread without any lock and
  // must be quick.
  absl::StatusOr<std::shared_ptr<Watcher>> Watch(
      const Scope& scope, const TableSet& tables, uint64_t resume_revision,
      std::function<void()> on_ready);
  // Ends a stream. on_ready may still be running, and once more be called,
  // when this returns.
  void Unwatch(const std::shared_ptr<Watcher>& watcher);
  size_t watcher_count() const;

  // Makes every watcher tell its progress. To be called each second or so.
  void Tick();

 private:
  friend class Watcher;
  struct IndexEntry {
    uint64_t revision = 0;
    uint32_t department = 0;
    uint64_t seq = 0;
  };

  // For a conflated watcher: the newest values of what changed, or a snapshot.
  std::optional<WatchEvent> CatchUp(Watcher* watcher) ABSL_LOCKS_EXCLUDED(mu_);

  absl::StatusOr<std::shared_ptr<const RevisionChange>> ApplyLocked(
      absl::string_view department, const storage::EntryRecord& entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Publish(const RevisionChange& change,
               std::vector<std::shared_ptr<Watcher>>* ready)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // A snapshot at most age_max revisions old, made when there is none.
  std::shared_ptr<const ScopeSnapshot> SharedSnapshot(const Scope& scope,
                                                      const TableSet& tables,
                                                      uint64_t age_max)
      ABSL_SHARED_LOCKS_REQUIRED(mu_) ABSL_LOCKS_EXCLUDED(snapshots_mu_);
  void CallListeners(Event event) ABSL_LOCKS_EXCLUDED(mu_, listeners_mu_);
  void Resume(uint64_t revision, Watcher* watcher)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const TotalsFeedOptions options_;
  mutable absl::Mutex mu_;
  Totals totals_ ABSL_GUARDED_BY(mu_);
  RevisionRing ring_ ABSL_GUARDED_BY(mu_);
  // Every entry by revision; names apart, since departments repeat.
  std::vector<IndexEntry> index_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> department_names_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, uint32_t> department_numbers_
      ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<Scope, std::vector<std::shared_ptr<Watcher>>> watchers_
      ABSL_GUARDED_BY(mu_);
  size_t watcher_count_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Mutex listeners_mu_;
  std::vector<std::weak_ptr<const Listener>> listeners_
      ABSL_GUARDED_BY(listeners_mu_);
  absl::Mutex snapshots_mu_ ABSL_ACQUIRED_AFTER(mu_);
  absl::flat_hash_map<std::pair<Scope, uint64_t>,
                      std::shared_ptr<const ScopeSnapshot>>
      snapshots_ ABSL_GUARDED_BY(snapshots_mu_);  // By scope and tables.
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_FEED_TOTALS_FEED_H_
