#ifndef YUHENG_SERVICES_AGGREGATION_FEED_WATCHER_H_
#define YUHENG_SERVICES_AGGREGATION_FEED_WATCHER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "services/aggregation/totals/totals.h"

namespace yuheng::aggregation {

class TotalsFeed;

// Totals in one message at most; larger snapshots and deltas come in pieces.
inline constexpr size_t kPieceTotalsMax = 2000;
// Accounts a conflated watcher remembers at most; more changed ones make it
// start again with a snapshot.
inline constexpr size_t kConflatedTotalsMax = 50'000;

// What one revision changed in one scope; shared by the watchers of the scope.
struct ScopeDelta {
  uint64_t revision = 0;
  std::string department;
  std::vector<TotalValue> totals;
};

// What a scope's watched tables stood at; shared by the watchers of the scope.
struct ScopeSnapshot {
  uint64_t revision = 0;
  std::vector<TotalValue> totals;
};

// What a watcher is told; see yuheng.aggregation.v1.WatchTotalsResponse.
struct SnapshotEvent {
  std::shared_ptr<const ScopeSnapshot> snapshot;
  absl::Span<const TotalValue> totals;  // This piece of it.
  bool last = false;
};
struct DeltaEvent {
  std::shared_ptr<const ScopeDelta> delta;
  absl::Span<const TotalValue> totals;  // This piece of it.
  // The revision of the snapshot or delta before it in this stream, or the one
  // it was resumed from.
  uint64_t previous_revision = 0;
  bool conflated = false;
  bool last = false;
};
struct ProgressEvent {
  uint64_t revision = 0;
};
struct CompactedEvent {
  uint64_t oldest_revision = 0;
};
using WatchEvent =
    std::variant<SnapshotEvent, DeltaEvent, ProgressEvent, CompactedEvent>;

// One stream of one scope's totals. Bounded: deltas that wait beyond the
// feed's limit are replaced by the set of accounts they changed, and what those
// stand at is read when the stream gets to it (conflation). Thread-safe; made
// by TotalsFeed::Watch and must not outlive the feed.
class Watcher {
 public:
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // The next message to send. nullopt when there is none: then the feed calls
  // on_ready once when there is.
  std::optional<WatchEvent> Next() ABSL_LOCKS_EXCLUDED(mu_);

  const Scope& scope() const { return scope_; }
  const TableSet& tables() const { return tables_; }
  // Whether a total is in the tables that are watched.
  bool Wants(const TotalValue& total) const {
    return aggregation::Wants(tables_, total.account->key.table);
  }

 private:
  friend class TotalsFeed;
  Watcher(TotalsFeed* feed, Scope scope, TableSet tables, size_t queue_max,
          std::function<void()> on_ready)
      : feed_(feed),
        scope_(std::move(scope)),
        tables_(tables),
        queue_max_(queue_max),
        on_ready_(std::move(on_ready)) {}

  // The following are the feed's, which holds its own lock. Each returns
  // whether on_ready is to be called now.
  bool Push(std::shared_ptr<const ScopeDelta> delta) ABSL_LOCKS_EXCLUDED(mu_);
  bool Tick(uint64_t revision) ABSL_LOCKS_EXCLUDED(mu_);

  void StartSnapshot(std::shared_ptr<const ScopeSnapshot> snapshot)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void StartDelta(std::shared_ptr<const ScopeDelta> delta, bool conflated)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::optional<WatchEvent> NextWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  SnapshotEvent NextSnapshotPiece() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  DeltaEvent NextDeltaPiece() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Span<const TotalValue> TakePiece(const std::vector<TotalValue>& totals)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  ProgressEvent TakeProgress() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Conflate(const ScopeDelta& delta) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool TakeWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  TotalsFeed* const feed_;
  const Scope scope_;
  const TableSet tables_;
  const size_t queue_max_;
  const std::function<void()> on_ready_;

  absl::Mutex mu_;
  // Next said there is nothing, and on_ready was not called since.
  bool waiting_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<CompactedEvent> compacted_ ABSL_GUARDED_BY(mu_);
  // What is being sent, a snapshot or a delta, and how many of its totals were.
  std::shared_ptr<const ScopeSnapshot> snapshot_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const ScopeDelta> delta_ ABSL_GUARDED_BY(mu_);
  bool delta_conflated_ ABSL_GUARDED_BY(mu_) = false;
  size_t piece_begin_ ABSL_GUARDED_BY(mu_) = 0;
  // Deltas behind it; empty while conflated_.
  std::deque<std::shared_ptr<const ScopeDelta>> queue_ ABSL_GUARDED_BY(mu_);
  bool conflated_ ABSL_GUARDED_BY(mu_) = false;
  absl::flat_hash_set<AccountId> changed_ ABSL_GUARDED_BY(mu_);
  // More than kConflatedTotalsMax changed: a snapshot is cheaper.
  bool start_again_ ABSL_GUARDED_BY(mu_) = false;
  // Of the last snapshot or delta that was sent, or resumed from.
  uint64_t sent_revision_ ABSL_GUARDED_BY(mu_) = 0;
  // A tick came that was not told yet.
  bool progress_due_ ABSL_GUARDED_BY(mu_) = false;
  // No snapshot or delta was begun since progress was told.
  bool progress_was_last_ ABSL_GUARDED_BY(mu_) = false;
  // The feed's revision when the last tick came.
  uint64_t tick_revision_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t progress_revision_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_FEED_WATCHER_H_
