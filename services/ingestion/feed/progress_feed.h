#ifndef YUHENG_SERVICES_INGESTION_FEED_PROGRESS_FEED_H_
#define YUHENG_SERVICES_INGESTION_FEED_PROGRESS_FEED_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "services/budget/department_list.h"
#include "services/ingestion/feed/progress_row.h"
#include "services/ingestion/feed/progress_watcher.h"
#include "services/ingestion/store/submission_index.h"
#include "services/ingestion/store/window_book.h"

namespace yuheng::ingestion {

struct ProgressFeedOptions {
  // Changes a watcher can resume from.
  size_t changes_max = 10'000;
  // Watchers at once; more are refused with CALLS_TOO_MANY.
  size_t watchers_max = 1'000;
  // Changed rows that wait for one watcher; more make it start again with
  // CompactedEvent and a snapshot.
  size_t waiting_rows_max = 50'000;
};

// What may have changed on the board.
struct BoardChange {
  std::string department;  // Empty for all, in every row.
  std::vector<Period> periods;
  // Commits that made the change; each counts in the revision.
  uint64_t commit_count = 1;
};

// The board as it is shared: whoever changes submissions or windows says so
// here, readers read its rows, watchers hear of every row that changed.
//
// The revision is how many commits the store holds. So it survives a restart;
// behind one every watcher starts again, for what a commit changed is known
// only as long as the process lives, and the department list may be another.
// Thread-safe. What is pointed to outlives it.
class ProgressFeed {
 public:
  // Without a list there are no rows.
  ProgressFeed(const SubmissionIndex* index, const WindowBook* windows,
               const budget::DepartmentList* departments,
               ProgressFeedOptions options = {});

  // At start, before anything else: commits that the store holds.
  void Start(uint64_t revision) ABSL_LOCKS_EXCLUDED(mu_);

  // Something is durable: `update` brings index and book up to date with it.
  // Nobody reads meanwhile, so a row is never newer than its revision.
  void Apply(const BoardChange& change, absl::FunctionRef<void()> update)
      ABSL_LOCKS_EXCLUDED(mu_);

  uint64_t revision() const ABSL_LOCKS_EXCLUDED(mu_);

  // The rows of a department of the list.
  std::vector<ProgressRow> Read(const budget::Department& department,
                                const Period& period) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // Starts a stream: with a snapshot when resume_revision is 0, else with the
  // rows that changed after it, as they are now. A resume_revision that is no
  // longer kept starts with CompactedEvent and a snapshot. OUT_OF_RANGE, reason
  // REVISION_IN_FUTURE, for one above revision(); CALLS_TOO_MANY with a retry
  // hint.
  //
  // on_ready is called on the writer's or ticker's thread without any lock and
  // must be quick.
  absl::StatusOr<std::shared_ptr<ProgressWatcher>> Watch(
      ProgressScope scope, uint64_t resume_revision,
      std::function<void()> on_ready) ABSL_LOCKS_EXCLUDED(mu_);
  // The next message to send. Absent when there is none: then on_ready is
  // called once when there is.
  absl::optional<WatchEvent> Next(ProgressWatcher* watcher)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Ends a stream. on_ready may still be running, and once more be called,
  // when this returns.
  void Unwatch(const std::shared_ptr<ProgressWatcher>& watcher)
      ABSL_LOCKS_EXCLUDED(mu_);
  size_t watcher_count() const ABSL_LOCKS_EXCLUDED(mu_);

  // Makes every watcher tell its progress. To be called each second or so.
  void Tick() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using Watchers = std::vector<std::shared_ptr<ProgressWatcher>>;

  // Rows that one change changed.
  struct Changed {
    uint64_t revision = 0;
    Period period;
    std::string department;  // Empty: every row. Else these of it:
    std::vector<std::string> units;
    // Those that are nothing but shown now.
    std::vector<std::string> shown_units;
    size_t place = 0;  // The department's in the list.
  };

  const std::vector<budget::Department>& listed() const;
  // The department's place in the list; absent when it is not there.
  absl::optional<size_t> PlaceOf(const std::string& department) const;
  std::vector<ProgressRow> RowsAt(size_t place, const Period& period) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // What differs between the rows of a department before and after a change.
  Changed DifferenceOf(size_t place, const Period& period,
                       const std::vector<ProgressRow>& before) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Keep(Changed changed, Watchers* ready)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  static void Tell(const Changed& changed, ProgressWatcher* watcher);
  absl::optional<WatchEvent> NextOf(ProgressWatcher* watcher)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  SnapshotEvent SnapshotPiece(ProgressWatcher* watcher)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  DeltaEvent DeltaPiece(ProgressWatcher* watcher)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const SubmissionIndex& index_;
  const WindowBook& windows_;
  const budget::DepartmentList* const departments_;
  const ProgressFeedOptions options_;
  mutable absl::Mutex mu_;
  uint64_t revision_ ABSL_GUARDED_BY(mu_) = 0;
  // The newest changes, and the lowest revision after which all are here.
  std::deque<Changed> changes_ ABSL_GUARDED_BY(mu_);
  uint64_t oldest_revision_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<Period, Watchers> watchers_ ABSL_GUARDED_BY(mu_);
  size_t watcher_count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FEED_PROGRESS_FEED_H_
