#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_REVIEW_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_REVIEW_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/state_machine.h"

namespace yuheng::ingestion {

// A decision of a person about one submission.
struct Decision {
  std::string department;
  std::string id;
  std::string etag;  // As it was read; empty for whatever is there.
  std::string actor;
  std::string reason;  // In the person's own words; may be empty.
  // Of a return or recheck: until when the department may correct it; see
  // CorrectionEnd.
  int64_t correction_end_time_unix_us = 0;
  // The actor is who they say. Only then can two be told apart.
  bool actor_proven = false;
  // The client's id of it; empty for none. Decided again with it, it is what it
  // was; anything else with it is REQUEST_ID_REUSED.
  std::string request_id = {};
};

// The state change that a decision with this id made; nullptr for none.
const storage::StateChangeRecord* FindDecision(
    const storage::SubmissionRecord& record, absl::string_view request_id);

// The etag of a record as the contract shows it.
std::string EtagOf(const storage::SubmissionRecord& record);

// What people decide. Each is durable on return; what has to reach the ledger
// is then the outbox's. NOT_FOUND, ETAG_MISMATCH, or SUBMISSION_STATE when the
// state does not allow it. One call at a time a department.
class Reviewer {
 public:
  // `parts` must outlive it.
  explicit Reviewer(const LifecycleParts* parts) : parts_(*parts) {}

  // SAME_PERSON when the actor, proven, is who sent it, confirmed it or
  // explained one of its findings; VERDICT_STALE when it is to be checked again
  // first; REPORTING_LEVEL_MIXED when what counts of the department is on the
  // other level, which the ledger would refuse.
  absl::Status Accept(const Decision& decision);
  // FIELD_INVALID when the department could not correct it any more.
  absl::Status Return(const Decision& decision);
  // It is RECEIVED again: whoever advances the department checks it. As
  // CheckRecheckDue.
  absl::Status Recheck(const Decision& decision);
  // The head of the department says that it is to be sent: now it is.
  // SAME_PERSON when the head, proven, is who uploaded it; SUBMISSION_STATE
  // while a newer version waits; as JudgeConfirmation outside the window.
  absl::Status Confirm(const Decision& decision);
  // Or that it is not, and why: back to who uploaded it.
  absl::Status Decline(const Decision& decision);
  // The department takes a submission back. What was posted, or may have been,
  // is reversed.
  absl::Status Withdraw(const Decision& decision);

 private:
  absl::Status Decide(const Decision& decision, Event event,
                      absl::string_view default_message);
  // Whether the department has sent another since that waits for somebody.
  absl::Status CheckNoneNewer(const Decision& decision,
                              const storage::SubmissionRecord& record) const;
  // What its verdict has to be for such an event.
  absl::Status CheckVerdict(const Decision& decision, Event event,
                            const storage::SubmissionRecord& record) const;

  const LifecycleParts& parts_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_REVIEW_H_
