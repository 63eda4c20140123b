#include "services/ingestion/feed/progress_feed.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::Duration kWatchersTooManyRetryAfter = absl::Seconds(5);

absl::Status RevisionInFutureError(uint64_t revision, uint64_t newest) {
  const budget::Text text = budget::Message(
      "board.revision_in_future",
      {{"revision", absl::StrCat(revision)}, {"newest", absl::StrCat(newest)}});
  return rpc::MakeError(rpc::Reason::kRevisionInFuture, text.zh, text.en,
                        {{"newest_revision", absl::StrCat(newest)}});
}

absl::Status WatchersTooManyError(size_t max) {
  const budget::Text text =
      budget::Message("board.watchers_too_many", {{"max", absl::StrCat(max)}});
  return rpc::WithRetryAfter(
      rpc::MakeError(rpc::Reason::kCallsTooMany, text.zh, text.en,
                     {{"watchers_max", absl::StrCat(max)}}),
      kWatchersTooManyRetryAfter);
}

}  // namespace

ProgressFeed::ProgressFeed(const SubmissionIndex* index,
                           const WindowBook* windows,
                           const budget::DepartmentList* departments,
                           ProgressFeedOptions options)
    : index_(*index),
      windows_(*windows),
      departments_(departments),
      options_(options) {}

void ProgressFeed::Start(uint64_t revision) {
  absl::MutexLock lock(&mu_);
  revision_ = revision;
  oldest_revision_ = revision + 1;
}

const std::vector<budget::Department>& ProgressFeed::listed() const {
  static const auto* const none = new std::vector<budget::Department>;
  return departments_ == nullptr ? *none : departments_->departments();
}

absl::optional<size_t> ProgressFeed::PlaceOf(
    const std::string& department) const {
  if (departments_ == nullptr) return absl::nullopt;
  const budget::Department* found = departments_->FindByCode(department);
  if (found == nullptr) return absl::nullopt;
  return static_cast<size_t>(found - listed().data());
}

std::vector<ProgressRow> ProgressFeed::RowsAt(size_t place,
                                              const Period& period) const {
  return RowsOf(index_, windows_, listed()[place], period);
}

std::vector<ProgressRow> ProgressFeed::Read(
    const budget::Department& department, const Period& period) const {
  absl::MutexLock lock(&mu_);
  return RowsOf(index_, windows_, department, period);
}

uint64_t ProgressFeed::revision() const {
  absl::MutexLock lock(&mu_);
  return revision_;
}

ProgressFeed::Changed ProgressFeed::DifferenceOf(
    size_t place, const Period& period,
    const std::vector<ProgressRow>& before) const {
  Changed changed;
  changed.revision = revision_;
  changed.period = period;
  changed.department = listed()[place].code;
  changed.place = place;
  const auto was = [&before](const ProgressRow& row) {
    return std::find(before.begin(), before.end(), row) != before.end();
  };
  for (ProgressRow& row : RowsAt(place, period)) {
    if (was(row)) continue;
    const bool shown = std::exchange(row.shown, false);
    (shown && was(row) ? changed.shown_units : changed.units)
        .push_back(std::move(row.unit));
  }
  return changed;
}

void ProgressFeed::Apply(const BoardChange& change,
                         absl::FunctionRef<void()> update) {
  Watchers ready;
  {
    absl::MutexLock lock(&mu_);
    const absl::optional<size_t> place = PlaceOf(change.department);
    std::vector<std::vector<ProgressRow>> before;
    for (const Period& period : change.periods) {
      if (place) before.push_back(RowsAt(*place, period));
    }
    update();
    revision_ += change.commit_count;
    for (size_t i = 0; i < change.periods.size(); ++i) {
      const Period& period = change.periods[i];
      if (place) {
        Keep(DifferenceOf(*place, period, before[i]), &ready);
      } else if (change.department.empty()) {
        Changed all;
        all.revision = revision_;
        all.period = period;
        Keep(std::move(all), &ready);
      }
    }
  }
  for (const auto& watcher : ready) watcher->on_ready_();
}

void ProgressFeed::Keep(Changed changed, Watchers* ready) {
  if (!changed.department.empty() && changed.units.empty()) {
    return;  // Then none is newly shown either.
  }
  const auto watchers = watchers_.find(changed.period);
  if (watchers != watchers_.end()) {
    for (const auto& watcher : watchers->second) {
      Tell(changed, watcher.get());
      const bool behind = watcher->start_again_ || !watcher->waiting_.empty();
      if (behind && watcher->TakeWaiting()) ready->push_back(watcher);
    }
  }
  changes_.push_back(std::move(changed));
  if (changes_.size() <= options_.changes_max) return;
  oldest_revision_ = changes_.front().revision;
  changes_.pop_front();
}

void ProgressFeed::Tell(const Changed& changed, ProgressWatcher* watcher) {
  if (changed.department.empty()) {
    watcher->start_again_ = true;
    watcher->waiting_.clear();
    return;
  }
  const ProgressScope& scope = watcher->scope_;
  if (!scope.department.empty() && scope.department != changed.department) {
    return;
  }
  for (const std::string& unit : changed.units) {
    if (scope.units.empty() || scope.units.count(unit) > 0) {
      watcher->Mark({changed.place, unit});
    }
  }
  if (!scope.units.empty()) return;
  for (const std::string& unit : changed.shown_units) {
    watcher->Mark({changed.place, unit});
  }
}

absl::StatusOr<std::shared_ptr<ProgressWatcher>> ProgressFeed::Watch(
    ProgressScope scope, uint64_t resume_revision,
    std::function<void()> on_ready) {
  auto watcher = absl::WrapUnique(new ProgressWatcher(
      std::move(scope), options_.waiting_rows_max, std::move(on_ready)));
  absl::MutexLock lock(&mu_);
  if (resume_revision > revision_) {
    return RevisionInFutureError(resume_revision, revision_);
  }
  if (watcher_count_ >= options_.watchers_max) {
    return WatchersTooManyError(options_.watchers_max);
  }
  watcher->sent_revision_ = resume_revision;
  watcher->progress_revision_ = resume_revision;
  if (resume_revision < oldest_revision_ || resume_revision == 0) {
    if (resume_revision > 0) {
      watcher->compacted_ = CompactedEvent{oldest_revision_};
    }
    watcher->StartSnapshot(revision_);
  } else {
    for (const Changed& changed : changes_) {
      if (changed.revision > resume_revision &&
          changed.period == watcher->scope_.period) {
        Tell(changed, watcher.get());
      }
    }
  }
  std::shared_ptr<ProgressWatcher> shared = std::move(watcher);
  watchers_[shared->scope_.period].push_back(shared);
  ++watcher_count_;
  return shared;
}

absl::optional<WatchEvent> ProgressFeed::Next(ProgressWatcher* watcher) {
  absl::MutexLock lock(&mu_);
  absl::optional<WatchEvent> event = NextOf(watcher);
  watcher->idle_ = !event;
  return event;
}

absl::optional<WatchEvent> ProgressFeed::NextOf(ProgressWatcher* watcher) {
  if (watcher->compacted_) {
    const CompactedEvent event = *watcher->compacted_;
    watcher->compacted_.reset();
    return event;
  }
  if (watcher->in_snapshot_) return SnapshotPiece(watcher);
  if (watcher->start_again_) {
    watcher->StartSnapshot(revision_);
    if (std::exchange(watcher->overflowed_, false)) {
      return CompactedEvent{revision_};
    }
    return SnapshotPiece(watcher);
  }
  if (!watcher->delta_.empty()) return DeltaPiece(watcher);
  // Before deltas: a stream that is always behind still shows it is alive. But
  // not twice in a row, or a reader slower than the ticks would hear of nothing
  // else.
  const bool behind = !watcher->waiting_.empty();
  if (watcher->progress_due_ && !(behind && watcher->progress_was_last_)) {
    watcher->progress_due_ = false;
    watcher->progress_was_last_ = true;
    watcher->progress_revision_ =
        std::max(watcher->progress_revision_,
                 behind ? watcher->sent_revision_ : revision_);
    return ProgressEvent{watcher->progress_revision_};
  }
  if (!behind) return absl::nullopt;
  watcher->StartDelta(revision_);
  return DeltaPiece(watcher);
}

SnapshotEvent ProgressFeed::SnapshotPiece(ProgressWatcher* watcher) {
  SnapshotEvent piece;
  piece.revision = watcher->piece_revision_;
  const ProgressScope& scope = watcher->scope_;
  size_t& place = watcher->snapshot_place_;
  if (!scope.department.empty() && place == 0) {
    place = PlaceOf(scope.department).value_or(listed().size());
  }
  const size_t end = scope.department.empty()
                         ? listed().size()
                         : std::min(place + 1, listed().size());
  for (; place < end && piece.rows.size() < kPieceRowsMax; ++place) {
    for (ProgressRow& row : RowsAt(place, scope.period)) {
      if (scope.Has(row)) piece.rows.push_back(std::move(row));
    }
  }
  piece.last = place == end;
  if (piece.last) {
    watcher->in_snapshot_ = false;
    watcher->sent_revision_ = piece.revision;
  }
  return piece;
}

DeltaEvent ProgressFeed::DeltaPiece(ProgressWatcher* watcher) {
  DeltaEvent piece;
  piece.revision = watcher->piece_revision_;
  piece.previous_revision = watcher->sent_revision_;
  while (!watcher->delta_.empty() && piece.rows.size() < kPieceRowsMax) {
    const auto next = watcher->delta_.begin();
    const auto& [place, unit] = next->first;
    int change_count = next->second;
    const auto newer = watcher->waiting_.find(next->first);
    if (newer != watcher->waiting_.end()) {
      change_count += newer->second;
      watcher->waiting_.erase(newer);
    }
    piece.conflated = piece.conflated || change_count > 1;
    for (ProgressRow& row : RowsAt(place, watcher->scope_.period)) {
      if (row.unit == unit && watcher->scope_.Has(row)) {
        piece.rows.push_back(std::move(row));
      }
    }
    watcher->delta_.erase(next);
  }
  piece.last = watcher->delta_.empty();
  if (piece.last) watcher->sent_revision_ = piece.revision;
  return piece;
}

void ProgressFeed::Unwatch(const std::shared_ptr<ProgressWatcher>& watcher) {
  absl::MutexLock lock(&mu_);
  const auto found = watchers_.find(watcher->scope_.period);
  if (found == watchers_.end()) return;
  Watchers& list = found->second;
  const auto place = std::find(list.begin(), list.end(), watcher);
  if (place == list.end()) return;
  std::swap(*place, list.back());
  list.pop_back();
  --watcher_count_;
  if (list.empty()) watchers_.erase(found);
}

size_t ProgressFeed::watcher_count() const {
  absl::MutexLock lock(&mu_);
  return watcher_count_;
}

void ProgressFeed::Tick() {
  Watchers ready;
  {
    absl::MutexLock lock(&mu_);
    for (const auto& [period, list] : watchers_) {
      for (const auto& watcher : list) {
        watcher->progress_due_ = true;
        if (watcher->TakeWaiting()) ready.push_back(watcher);
      }
    }
  }
  for (const auto& watcher : ready) watcher->on_ready_();
}

}  // namespace yuheng::ingestion
