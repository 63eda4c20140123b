#include "services/aggregation/feed/watcher.h"

#include <algorithm>
#include <utility>

#include "services/aggregation/feed/totals_feed.h"

namespace yuheng::aggregation {

std::optional<WatchEvent> Watcher::Next() {
  {
    absl::MutexLock lock(&mu_);
    if (auto event = NextWaiting()) return event;
    if (!conflated_) {
      waiting_ = true;
      return std::nullopt;
    }
  }
  return feed_->CatchUp(this);
}

std::optional<WatchEvent> Watcher::NextWaiting() {
  if (compacted_.has_value()) {
    CompactedEvent event = *compacted_;
    compacted_.reset();
    return event;
  }
  if (snapshot_ != nullptr) return NextSnapshotPiece();
  if (delta_ != nullptr) return NextDeltaPiece();
  // Before deltas: a stream that is always behind still shows it is alive. But
  // not twice in a row, or a reader slower than the ticks would hear of nothing
  // else.
  const bool behind = conflated_ || !queue_.empty();
  if (progress_due_ && !(behind && progress_was_last_)) return TakeProgress();
  if (queue_.empty()) return std::nullopt;
  StartDelta(std::move(queue_.front()), /*conflated=*/false);
  queue_.pop_front();
  return NextDeltaPiece();
}

absl::Span<const TotalValue> Watcher::TakePiece(
    const std::vector<TotalValue>& totals) {
  const auto piece =
      absl::MakeSpan(totals).subspan(piece_begin_, kPieceTotalsMax);
  piece_begin_ += piece.size();
  return piece;
}

SnapshotEvent Watcher::NextSnapshotPiece() {
  SnapshotEvent event{snapshot_, TakePiece(snapshot_->totals)};
  event.last = piece_begin_ == snapshot_->totals.size();
  if (event.last) {
    sent_revision_ = snapshot_->revision;
    snapshot_ = nullptr;
  }
  return event;
}

DeltaEvent Watcher::NextDeltaPiece() {
  DeltaEvent event{delta_, TakePiece(delta_->totals), sent_revision_,
                   delta_conflated_};
  event.last = piece_begin_ == delta_->totals.size();
  if (event.last) {
    sent_revision_ = delta_->revision;
    delta_ = nullptr;
  }
  return event;
}

ProgressEvent Watcher::TakeProgress() {
  progress_due_ = false;
  progress_was_last_ = true;
  // Everything of the scope up to the tick's revision had been queued by then.
  // What still waits may be below it; what was sent is not.
  const bool caught_up =
      !conflated_ &&
      (queue_.empty() || queue_.front()->revision > tick_revision_);
  progress_revision_ = std::max({progress_revision_, sent_revision_,
                                 caught_up ? tick_revision_ : uint64_t{0}});
  return {progress_revision_};
}

void Watcher::StartSnapshot(std::shared_ptr<const ScopeSnapshot> snapshot) {
  snapshot_ = std::move(snapshot);
  progress_was_last_ = false;
  piece_begin_ = 0;
  queue_.clear();
  conflated_ = false;
  changed_.clear();
  start_again_ = false;
}

void Watcher::StartDelta(std::shared_ptr<const ScopeDelta> delta,
                         bool conflated) {
  delta_ = std::move(delta);
  delta_conflated_ = conflated;
  progress_was_last_ = false;
  piece_begin_ = 0;
}

void Watcher::Conflate(const ScopeDelta& delta) {
  if (start_again_) return;
  for (const TotalValue& total : delta.totals) {
    if (Wants(total)) changed_.insert(total.account->id);
  }
  if (changed_.size() > kConflatedTotalsMax) {
    start_again_ = true;
    changed_.clear();
  }
}

bool Watcher::Push(std::shared_ptr<const ScopeDelta> delta) {
  absl::MutexLock lock(&mu_);
  if (!conflated_ && queue_.size() >= queue_max_) {
    conflated_ = true;
    for (const auto& waiting : queue_) Conflate(*waiting);
    queue_.clear();
  }
  if (conflated_) {
    Conflate(*delta);
  } else {
    queue_.push_back(std::move(delta));
  }
  return TakeWaiting();
}

bool Watcher::Tick(uint64_t revision) {
  absl::MutexLock lock(&mu_);
  progress_due_ = true;
  tick_revision_ = revision;
  return TakeWaiting();
}

bool Watcher::TakeWaiting() { return std::exchange(waiting_, false); }

}  // namespace yuheng::aggregation
