#ifndef YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_INDEX_H_
#define YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "storage/format/sha256.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"

namespace yuheng::ingestion {

// What the versions of a document compete for: one contribution to the totals
// of a department.
struct Slot {
  int fiscal_year = 0;
  int stage = 0;  // Number of yuheng.budget.v1.Stage.
  std::string unit;

  friend auto operator<=>(const Slot&, const Slot&) = default;
};

Slot SlotOf(const storage::SubmissionRecord& record);

// What the index knows of a submission; the rest is in its record.
struct SubmissionEntry {
  std::string department;
  std::string id;
  Slot slot;
  int version = 0;
  State state = State::kReceived;
  int64_t receive_time_unix_us = 0;
  int64_t size_bytes = 0;
  storage::Sha256Digest document_sha256{};
  bool test = false;             // No version of its slot.
  bool posting_pending = false;  // The ledger's answer is not recorded yet.
  bool reversal_pending = false;
  bool late = false;
  int64_t correction_end_time_unix_us = 0;  // 0 for none.
  // What checking found, and how much of it is explained.
  int error_count = 0;
  int warning_count = 0;
  int note_count = 0;
  int explained_count = 0;
  // The newest state change, or remark.
  int64_t step_time_unix_us = 0;
  std::string step_actor;

  // Whether the service still has to do something about it by itself.
  bool open() const {
    return state == State::kReceived || posting_pending || reversal_pending;
  }

  friend bool operator==(const SubmissionEntry&,
                         const SubmissionEntry&) = default;
};

// The newest submissions of a department in a year and stage; no tests.
struct NewestSubmissions {
  // Of the department as a whole, unless it was withdrawn; without such a one
  // its newest of any unit.
  absl::optional<SubmissionEntry> of_department;
  // By unit, of those that sent something; none for the department as a whole.
  std::map<std::string, SubmissionEntry, std::less<>> by_unit;
};

// Submissions of some time.
struct Received {
  int64_t count = 0;
  int64_t bytes = 0;  // Of their documents.
};

// A place in a list, newest first; the list goes on behind it.
struct ListPosition {
  int64_t receive_time_unix_us = 0;
  std::string department;
  std::string id;
};

// What to list.
struct ListFilter {
  std::string department;       // Empty for the whole prefecture.
  absl::optional<State> state;  // Empty for all.
  std::string id_prefix;
  std::vector<std::string> units;  // Empty for all, and for no unit.
};

// All submissions, in memory; made from the store at start and kept up by it.
// Thread-safe.
class SubmissionIndex {
 public:
  SubmissionIndex() = default;

  // Adds a submission or brings it up to date.
  void Put(const std::string& department,
           const storage::SubmissionRecord& record) ABSL_LOCKS_EXCLUDED(mu_);

  // The explanations of a submission that is there.
  void PutWaivers(absl::string_view department, absl::string_view id,
                  const storage::WaiversRecord& waivers)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Takes a submission out.
  void Remove(absl::string_view department, absl::string_view id)
      ABSL_LOCKS_EXCLUDED(mu_);

  // The unit of a submission; absent when there is no such submission.
  absl::optional<std::string> UnitOf(absl::string_view department,
                                     absl::string_view id) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // Entries behind `after` (absent: from the newest), newest first, at most
  // `count`.
  std::vector<SubmissionEntry> List(const ListFilter& filter,
                                    const absl::optional<ListPosition>& after,
                                    size_t count) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // The versions of a slot, oldest first; no tests.
  std::vector<SubmissionEntry> InSlot(absl::string_view department,
                                      const Slot& slot) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // The newest of them.
  absl::optional<SubmissionEntry> NewestInSlot(absl::string_view department,
                                               const Slot& slot) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // One of the slot's year and stage that counts, or is about to, on the other
  // level: of a unit for the department as a whole, of the whole for a unit.
  absl::optional<SubmissionEntry> OnOtherLevel(absl::string_view department,
                                               const Slot& slot) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // The open ones of a department, oldest first.
  std::vector<SubmissionEntry> OpenOf(absl::string_view department) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // Departments that have an open submission.
  std::vector<std::string> DepartmentsWithOpen() const ABSL_LOCKS_EXCLUDED(mu_);

  // The test submissions of a department, oldest first.
  std::vector<SubmissionEntry> TestsOf(absl::string_view department) const
      ABSL_LOCKS_EXCLUDED(mu_);

  NewestSubmissions NewestOf(absl::string_view department, int fiscal_year,
                             int stage) const ABSL_LOCKS_EXCLUDED(mu_);

  // The receive time of a department's newest submission; 0 when it has none.
  int64_t NewestReceiveTime(absl::string_view department) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // What a department has of a time and later.
  Received ReceivedSince(absl::string_view department,
                         int64_t time_unix_us) const ABSL_LOCKS_EXCLUDED(mu_);

  // Submissions by state, and those that are open.
  std::map<State, int64_t> CountByState() const ABSL_LOCKS_EXCLUDED(mu_);
  int64_t OpenCount() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct NewestFirst {
    using is_transparent = void;
    bool operator()(const SubmissionEntry* a, const SubmissionEntry* b) const;
    bool operator()(const ListPosition& a, const SubmissionEntry* b) const;
    bool operator()(const SubmissionEntry* a, const ListPosition& b) const;
  };
  using Ordered = std::set<SubmissionEntry*, NewestFirst>;

  struct DepartmentPart {
    absl::flat_hash_map<std::string, SubmissionEntry*> by_id;
    Ordered ordered;
    // So that no step of a submission walks all of its department: by version,
    // without tests, and those that are open.
    std::map<Slot, std::multimap<int, SubmissionEntry*>> slots;
    Ordered open;
  };

  void Count(const SubmissionEntry& entry, int64_t by)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  std::deque<SubmissionEntry> entries_ ABSL_GUARDED_BY(mu_);
  std::vector<SubmissionEntry*> unused_ ABSL_GUARDED_BY(mu_);  // Of entries_.
  absl::flat_hash_map<std::string, DepartmentPart> departments_
      ABSL_GUARDED_BY(mu_);
  Ordered ordered_ ABSL_GUARDED_BY(mu_);
  std::map<State, int64_t> counts_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int64_t, std::less<>> open_counts_ ABSL_GUARDED_BY(mu_);
  int64_t open_count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_SUBMISSION_INDEX_H_
