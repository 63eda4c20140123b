#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_OUTBOX_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_OUTBOX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/state_machine.h"

namespace yuheng::ingestion {

// Older versions that one atomic change marks SUPERSEDED; the rest follow in
// further changes.
inline constexpr size_t kSupersededPerCommitMax = 500;

// How far the clocks of ingestion and aggregation may be apart.
inline constexpr int64_t kClockDifferenceMaxUs = int64_t{3600} * 1'000'000;

// A document the caller still has in memory; saves reading it again.
struct KnownDocument {
  std::string submission_id;
  const budget::Document* document = nullptr;
};

// Brings to the ledger what was decided. The intent is durable before the
// ledger hears of it, and the ledger is asked with the same request id until it
// answers, so a crash at any point loses and doubles nothing. When somebody
// else's question has fenced that id, it is asked with a second one.
//
// The store may be an older copy than the ledger (a restored backup). A posting
// of a submission it lacks is never replaced by a document that was received
// before it, nor taken out; such a document is SUPERSEDED, and says by what.
// Only ingestion posts to its slots, so that posting is older than what was
// received since the store was opened, and newer than what was there then,
// unless kClockDifferenceMaxUs and more say otherwise.
// What is given up is fenced under both ids, whether the ledger was asked for
// it or not: when a document that the copy lacks is sent again, the ledger
// tells that a newer one had replaced it.
//
// In a slot (department, year, stage, unit) things happen in this order, and
// nothing overtakes a step that has no answer yet:
//   1. postings of versions that were superseded or withdrawn meanwhile are
//      settled: applied after all, or fenced so that they never are;
//   2. withdrawn contributions are reversed, unless a newer version replaces
//      them anyway;
//   3. the newest accepted version is posted, older ones never after it. An
//      older one that the ledger turns out to have stays POSTED until then: the
//      newer may be refused.
// In a (year, stage) nothing is posted to one slot before another is emptied: a
// department that goes over from its units to a document as a whole would be
// refused for mixing both.
class Outbox {
 public:
  // `parts` must outlive it.
  explicit Outbox(const LifecycleParts* parts) : parts_(*parts) {}

  // The slots with something to do, in the order to do it.
  std::vector<Slot> SlotsToDeliver(const std::string& department) const;

  // Does all of this for one slot. An error means that the rest waits and
  // trying again may help. One call at a time a department.
  absl::Status Deliver(const std::string& department, const Slot& slot,
                       const KnownDocument& known = {});

 private:
  // Whether a withdrawn contribution is to be reversed and nothing replaces it.
  bool WillBeEmptied(const std::string& department, const Slot& slot) const;
  // UNAVAILABLE while another slot of the year and stage is to be emptied.
  absl::Status CheckNoneIsEmptiedFirst(const std::string& department,
                                       const Slot& slot) const;
  absl::Status SettleAbandoned(const std::string& department, const Slot& slot);
  absl::Status Settle(const std::string& department, const Slot& slot,
                      const std::string& id);
  absl::Status ReverseWithdrawn(const std::string& department,
                                const Slot& slot);
  absl::Status Reverse(const std::string& department, const Slot& slot,
                       const std::string& id);
  absl::Status EndReversal(const std::string& department, const Slot& slot,
                           storage::SubmissionRecord record,
                           const budget::Text& remark);
  // The newer version `version` replaced what was to be reversed.
  absl::Status ForgetReversal(const std::string& department,
                              const std::string& id, int version);
  absl::Status SupersedeOlderAccepted(const std::string& department,
                                      const Slot& slot, int version);
  absl::Status Post(const std::string& department, const Slot& slot,
                    const std::string& id, const KnownDocument& known);
  // What became of a submission's posting; under neither id can it be applied
  // any more unless it was.
  absl::StatusOr<PostingOutcome> FindOrFence(
      const std::string& department, const storage::SubmissionRecord& record);
  // What is in force in the slot when this store lacks its submission.
  absl::StatusOr<absl::optional<Contribution>> FindForeign(
      const std::string& department, const Slot& slot);
  // Whether it is newer than a document that this store received.
  bool IsNewer(const std::string& department, const Contribution& foreign,
               const storage::SubmissionRecord& record) const;
  // Whether this store has the submission.
  bool IsOurs(const std::string& department, const Slot& slot,
              const Contribution& contribution) const;
  // Ends an accepted submission that is not to be posted: RecordPosted when it
  // was already; else it never will be, and `event` happens.
  absl::Status GiveUp(const std::string& department, const Slot& slot,
                      storage::SubmissionRecord record, Event event,
                      const budget::Text& reason);
  using RequestId = std::string storage::SubmissionRecord::*;
  // Somebody asked what became of a request before it came, so the ledger will
  // never apply it: the next try has an id of its own. Never OK.
  absl::Status AskUnderNewId(const std::string& department,
                             storage::SubmissionRecord record,
                             RequestId request_id, std::string new_id);
  // POSTED, and SUPERSEDED at once when the entry is not in force any more.
  absl::Status RecordPosted(const std::string& department, const Slot& slot,
                            storage::SubmissionRecord record,
                            const Posted& posted);
  // What is in force in the slot after `id` was posted.
  absl::StatusOr<Contribution> InForceAfter(const std::string& department,
                                            const Slot& slot,
                                            const std::string& id,
                                            const Posted& posted);
  // The record of a posting, what the slot's version record says of it, and
  // what it replaced.
  absl::Status CommitInForce(const std::string& department, const Slot& slot,
                             storage::SubmissionRecord record,
                             const Contribution& in_force);
  absl::Status RecordRefused(const std::string& department,
                             storage::SubmissionRecord record,
                             const budget::Text& reason);
  // Adds the slot's versions older than `version` that its posting replaces:
  // all but what is `in_force`.
  absl::Status AddReplaced(const std::string& department, const Slot& slot,
                           int version, absl::string_view in_force,
                           SubmissionChange* change);

  const LifecycleParts& parts_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_OUTBOX_H_
