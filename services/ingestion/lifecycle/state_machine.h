#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_STATE_MACHINE_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_STATE_MACHINE_H_

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace yuheng::ingestion {

// The states of a submission; the values are those of
// yuheng.ingestion.v1.SubmissionState and are persisted.
enum class State {
  kReceived = 1,
  kUnreadable = 2,
  kReturned = 3,
  kPendingReview = 4,
  kAccepted = 5,
  kPosted = 6,
  kSuperseded = 7,
  kWithdrawn = 8,
  kChecked = 9,
  kAwaitingConfirmation = 10,
};

// What happens to a submission.
enum class Event {
  kReadingFailed,     // Its bytes can't be read or checked at all.
  kErrorsFound,       // Checking found an error.
  kReviewNeeded,      // No error, and a reviewer decides.
  kAcceptedByPolicy,  // No error that is not explained, and the policy accepts.
  kTestChecked,       // A test submission was checked.
  kErrorsExplained,   // The department has explained all errors.
  // No error that is not explained, and the department's head has to confirm.
  kConfirmationNeeded,
  kHeadConfirms,
  kHeadDeclines,
  kRecheckAsked,  // A reviewer has it checked again: its verdict is stale.
  kReviewerAccepts,
  kReviewerReturns,
  kLedgerPosted,
  kLedgerRefused,
  kNewerVersionWins,  // A newer version is about to be posted, or was.
  kDepartmentWithdraws,
};

// One allowed step. What is not in the table can't happen.
struct Transition {
  State from;
  Event event;
  State to;
};

absl::Span<const Transition> Transitions();

// The state after `event`; empty when the state does not allow it.
absl::optional<State> NextState(State from, Event event);

// No step leads out of a final state, but that of a department that explains
// what checking found. While a submission is in another one, sending the same
// bytes again would change nothing.
bool IsFinal(State state);

// The name as in the contract without its prefix, such as PENDING_REVIEW.
absl::string_view StateName(State state);
// Empty when no state has this number.
absl::optional<State> StateFromNumber(int number);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_STATE_MACHINE_H_
