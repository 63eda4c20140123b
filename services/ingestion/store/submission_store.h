#ifndef YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_STORE_H_
#define YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "services/budget/department_list.h"
#include "services/ingestion/feed/progress_feed.h"
#include "services/ingestion/store/ceiling_book.h"
#include "services/ingestion/store/group_commit.h"
#include "services/ingestion/store/submission_index.h"
#include "services/ingestion/store/window_book.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "storage/store.h"

namespace yuheng::ingestion {

// One atomic change of a department's submissions.
struct SubmissionChange {
  // Records in their new state. At least one, unless only `request` is given.
  std::vector<storage::SubmissionRecord> records;
  // Test submissions that go, with all that belongs to them.
  std::vector<storage::SubmissionRecord> removed;
  // The original bytes of records[0] when it is new; else nullptr.
  const std::string* document = nullptr;
  // What checking records[0] yielded.
  absl::optional<storage::FindingsRecord> findings;
  // All explanations of records[0], in their new state.
  absl::optional<storage::WaiversRecord> waivers;
  // An upload's request id and what it made.
  std::string request_id;
  absl::optional<storage::SubmissionRequestRecord> request;
  // Where the versions of a slot stand.
  Slot slot;
  absl::optional<storage::SubmissionVersionRecord> version;
};

// Submissions on a storage::Store: a department is a partition, and what is the
// prefecture's has one more. Thread-safe; the changes of one department, and
// those of windows and ceilings, must come one after the other, and a decision
// about them must be made by whoever changes them next.
//
// Failures of storage carry the reason STORAGE_FAILED.
class SubmissionStore {
 public:
  // Called, on the writing thread, each time the outcome of a write is not
  // known: the process should start again and see. ABORTED when another process
  // has the store now: this one is to end.
  using OnFailed = std::function<void(const absl::Status&)>;

  // Reads every submission's record, every window and every ceiling to make the
  // index and the books. `departments` are those of the feed's board; nullptr
  // for an empty one. Both must outlive the result.
  static absl::StatusOr<std::unique_ptr<SubmissionStore>> Open(
      storage::Store* store, OnFailed on_failed = nullptr,
      const budget::DepartmentList* departments = nullptr,
      ProgressFeedOptions feed_options = {});

  // Returns when the change is durable. After an error the change may or may
  // not be there; what is there is in the index.
  absl::Status Commit(const std::string& department,
                      const SubmissionChange& change);
  // Likewise: the newest setting of its year and stage.
  absl::Status CommitWindow(const WindowSetting& setting);
  // Likewise, all or none: the newest settings of their years, at least one.
  absl::Status CommitCeilings(const std::vector<CeilingSetting>& settings);

  // NOT_FOUND when there is none of that id.
  absl::StatusOr<storage::SubmissionRecord> Get(absl::string_view department,
                                                absl::string_view id) const;
  absl::StatusOr<absl::optional<storage::SubmissionRequestRecord>> FindRequest(
      absl::string_view department, absl::string_view request_id) const;
  // All zero for a slot without versions.
  absl::StatusOr<storage::SubmissionVersionRecord> GetVersion(
      absl::string_view department, const Slot& slot) const;
  // The original bytes, compared with the record's SHA-256. NOT_FOUND when the
  // submission is not there any more.
  absl::StatusOr<std::string> ReadDocument(
      absl::string_view department,
      const storage::SubmissionRecord& record) const;
  // Empty for a submission that was not checked.
  absl::StatusOr<storage::FindingsRecord> ReadFindings(
      absl::string_view department, absl::string_view id) const;

  // Empty for a submission without any.
  absl::StatusOr<storage::WaiversRecord> ReadWaivers(
      absl::string_view department, absl::string_view id) const;

  // Whether a submission came since Open: what was there then may be an older
  // copy's.
  bool ReceivedSinceOpen(absl::string_view department,
                         const storage::SubmissionRecord& record) const;

  const SubmissionIndex& index() const { return index_; }
  const WindowBook& windows() const { return windows_; }
  // Hears of every change of both.
  ProgressFeed& feed() { return feed_; }
  const CeilingBook& ceilings() const { return ceilings_; }

 private:
  SubmissionStore(storage::Store* store, OnFailed on_failed,
                  const budget::DepartmentList* departments,
                  const ProgressFeedOptions& feed_options)
      : store_(store),
        on_failed_(std::move(on_failed)),
        group_commit_(store),
        feed_(&index_, &windows_, departments, feed_options) {}

  absl::Status Load();
  absl::Status LoadSubmissions(const std::string& department);
  absl::Status LoadWaivers(const std::string& department);
  // Those that the book does not have yet.
  absl::Status LoadWindows();
  absl::Status LoadCeilings();
  struct Written {
    // Durable, or what storage says of it.
    absl::Status status;
    // Commits that the partition has more than before, as far as is known.
    uint64_t commit_count = 0;
  };
  Written Write(const std::string& partition,
                std::vector<storage::Write> writes) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<storage::Head> HeadOf(const std::string& department)
      ABSL_LOCKS_EXCLUDED(mu_);
  // After a write that failed: the index again as the store is.
  void Refresh(const std::string& department, const SubmissionChange& change);

  storage::Store* const store_;
  const OnFailed on_failed_;
  GroupCommit group_commit_;
  SubmissionIndex index_;
  WindowBook windows_;
  ProgressFeed feed_;
  CeilingBook ceilings_;
  // The newest receive time of each department at Open.
  absl::flat_hash_map<std::string, int64_t> opened_with_;
  absl::Mutex mu_;
  absl::flat_hash_map<std::string, storage::Head> heads_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_STORE_H_
