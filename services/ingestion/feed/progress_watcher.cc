#include "services/ingestion/feed/progress_watcher.h"

namespace yuheng::ingestion {

void ProgressWatcher::Mark(const RowPlace& place) {
  // A snapshot has those to come as they are then.
  if (start_again_ || (in_snapshot_ && place.first >= snapshot_place_)) return;
  ++waiting_[place];
  if (waiting_.size() <= waiting_rows_max_) return;
  start_again_ = true;
  overflowed_ = true;
  waiting_.clear();
}

void ProgressWatcher::StartSnapshot(uint64_t revision) {
  in_snapshot_ = true;
  snapshot_place_ = 0;
  piece_revision_ = revision;
  delta_.clear();
  waiting_.clear();
  start_again_ = false;
  progress_was_last_ = false;
}

void ProgressWatcher::StartDelta(uint64_t revision) {
  delta_ = std::exchange(waiting_, {});
  piece_revision_ = revision;
  progress_was_last_ = false;
}

}  // namespace yuheng::ingestion
