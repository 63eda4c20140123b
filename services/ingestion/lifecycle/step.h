#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_STEP_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_STEP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "services/rpc/reason.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// Who stands in the history for what no person did.
inline constexpr absl::string_view kServiceActor = "ingestion";
inline constexpr absl::string_view kLedgerActor = "aggregation";

State StateOf(const storage::SubmissionRecord& record);
// The one before a run of `state` at the end of the history; absent when there
// was none.
absl::optional<State> StateBefore(const storage::SubmissionRecord& record,
                                  State state);
// The state as people call it.
budget::Text StateText(State state);

// Sent as a final account. None is read, so what was read is a budget.
bool IsOfFinalStage(const storage::SubmissionRecord& record);
// A department reports as a whole or by its units: REPORTING_LEVEL_MIXED when
// what counts of it is on the other level than this.
absl::Status CheckLevel(const LifecycleParts& parts,
                        const std::string& department,
                        const storage::SubmissionRecord& record);
// Whether policy may accept it without a reviewer when nothing speaks against
// it: never as a final account, nor on the other level than what counts.
bool AcceptsAtOnce(const LifecycleParts& parts, const std::string& department,
                   const storage::SubmissionRecord& record);

// Moves a record to the state that `event` leads to, with who and why. The
// state must allow it: ask NextState first where that is not known.
void Enter(Event event, absl::string_view actor, const budget::Text& reason,
           int64_t now_unix_us, storage::SubmissionRecord* record);

// Adds a remark to the history without leaving the state.
void Remark(absl::string_view actor, const budget::Text& reason,
            int64_t now_unix_us, storage::SubmissionRecord* record);

// Makes the change durable, then tells the observer each record's newest state
// change.
absl::Status CommitStep(const LifecycleParts& parts,
                        const std::string& department,
                        const SubmissionChange& change);

// A refusal with a text for people.
absl::Status Refuse(rpc::Reason reason, const budget::Text& text);
// SUBMISSION_STATE, naming the state that the submission is in.
absl::Status RefuseInState(State state, const budget::Text& text);
// What a failure says to people.
budget::Text TextOf(const absl::Status& status);

// The ids a submission's posting and its reversal are first tried with.
std::string PostingRequestId(absl::string_view submission_id);
// The id a posting is tried with when the first was fenced; there is no third.
std::string SecondPostingRequestId(absl::string_view submission_id);
std::string ReversalRequestId(absl::string_view submission_id);

// The document of a stored submission, read from its original bytes as it was
// when it came.
absl::StatusOr<budget::Document> ReadStoredDocument(
    const LifecycleParts& parts, const std::string& department,
    const storage::SubmissionRecord& record, ReadingTurn turn);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_STEP_H_
