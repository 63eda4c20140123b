#ifndef YUHENG_SERVICES_INGESTION_FEED_PROGRESS_WATCHER_H_
#define YUHENG_SERVICES_INGESTION_FEED_PROGRESS_WATCHER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/types/optional.h"
#include "services/ingestion/feed/progress_row.h"

namespace yuheng::ingestion {

// Rows in one message, unless a single department has more.
inline constexpr size_t kPieceRowsMax = 200;

// Which rows a stream is of.
struct ProgressScope {
  Period period;
  std::string department;  // Empty for all.
  // The rows of these units alone, shown or not; empty for all that are shown.
  std::set<std::string> units;

  bool Has(const ProgressRow& row) const {
    return (department.empty() || row.department == department) &&
           (units.empty() ? row.shown : units.count(row.unit) > 0);
  }
};

// What a watcher is told; see yuheng.ingestion.v1.WatchSubmissionsResponse.
struct SnapshotEvent {
  uint64_t revision = 0;
  std::vector<ProgressRow> rows;
  bool last = false;
};
struct DeltaEvent {
  uint64_t revision = 0;
  uint64_t previous_revision = 0;
  std::vector<ProgressRow> rows;
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

// A row's place on the board: its department's in the list, and its unit.
using RowPlace = std::pair<size_t, std::string>;

// One stream. Keeps no rows, only which of them changed since they were sent:
// what they stand at is read when the stream gets to it. So a slow reader hears
// of the newest value alone. All of it is the feed's, under the feed's lock.
class ProgressWatcher {
 public:
  ProgressWatcher(const ProgressWatcher&) = delete;
  ProgressWatcher& operator=(const ProgressWatcher&) = delete;

 private:
  friend class ProgressFeed;
  // The changes of a row that were not sent.
  using Waiting = std::map<RowPlace, int>;

  ProgressWatcher(ProgressScope scope, size_t waiting_rows_max,
                  std::function<void()> on_ready)
      : scope_(std::move(scope)),
        waiting_rows_max_(waiting_rows_max),
        on_ready_(std::move(on_ready)) {}

  // A row changed.
  void Mark(const RowPlace& place);
  // From the first row again.
  void StartSnapshot(uint64_t revision);
  // Everything that was marked, at this revision.
  void StartDelta(uint64_t revision);
  // Whether on_ready is to be called now.
  bool TakeWaiting() { return std::exchange(idle_, false); }

  const ProgressScope scope_;
  const size_t waiting_rows_max_;
  const std::function<void()> on_ready_;

  // Next said there is nothing, and on_ready was not called since.
  bool idle_ = false;
  absl::optional<CompactedEvent> compacted_;
  // A snapshot is being sent: up to which place in the list it got.
  bool in_snapshot_ = false;
  size_t snapshot_place_ = 0;
  // What is being sent of a delta.
  Waiting delta_;
  uint64_t piece_revision_ = 0;  // Of the snapshot or delta being sent.
  Waiting waiting_;
  // Nothing is marked any more: a snapshot follows what is being sent.
  bool start_again_ = false;
  bool overflowed_ = false;  // And because too many rows waited.
  uint64_t sent_revision_ = 0;
  uint64_t progress_revision_ = 0;
  bool progress_due_ = false;
  bool progress_was_last_ = false;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FEED_PROGRESS_WATCHER_H_
