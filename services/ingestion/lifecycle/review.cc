#include "services/ingestion/lifecycle/review.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/confirmation.h"
#include "services/ingestion/lifecycle/recheck.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/submission_window.h"

namespace yuheng::ingestion {
namespace {

absl::Status StateRefuses(const Decision& decision, State state) {
  const budget::Text text =
      state == State::kSuperseded
          ? budget::Message("ingestion.superseded_refuses",
                            {{"submission", decision.id}})
          : budget::Message(
                "ingestion.state_refuses",
                {{"submission", decision.id}, {"state", StateText(state)}});
  return RefuseInState(state, text);
}

// What was decided with the id of `decision`, `change` of the record, is that
// decision. One without words has ours, which another build may word otherwise.
bool IsSame(const Decision& decision, Event event,
            const storage::SubmissionRecord& record,
            const storage::StateChangeRecord& change) {
  const auto at = &change - record.history.data();
  const absl::optional<State> before =
      at == 0 ? absl::nullopt : StateFromNumber(record.history[at - 1].state);
  const int64_t until = decision.correction_end_time_unix_us;
  return before.has_value() &&
         NextState(*before, event) == StateFromNumber(change.state) &&
         change.actor == decision.actor &&
         (decision.reason.empty() || change.reason_zh == decision.reason) &&
         (until == 0 || until == record.correction_end_time_unix_us);
}

}  // namespace

const storage::StateChangeRecord* FindDecision(
    const storage::SubmissionRecord& record, absl::string_view request_id) {
  if (request_id.empty()) return nullptr;
  for (const storage::StateChangeRecord& change : record.history) {
    if (change.request_id == request_id) return &change;
  }
  return nullptr;
}

std::string EtagOf(const storage::SubmissionRecord& record) {
  return absl::StrCat("\"", record.etag, "\"");
}

absl::Status Reviewer::CheckVerdict(
    const Decision& decision, Event event,
    const storage::SubmissionRecord& record) const {
  switch (event) {
    case Event::kReviewerAccepts:
      return CheckVerdictCurrent(parts_, decision.department, record);
    case Event::kRecheckAsked:
      return CheckRecheckDue(parts_, decision.department, record);
    default:
      return absl::OkStatus();
  }
}

absl::Status Reviewer::CheckNoneNewer(
    const Decision& decision, const storage::SubmissionRecord& record) const {
  for (const SubmissionEntry& other :
       parts_.store->index().InSlot(decision.department, SlotOf(record))) {
    const bool waits = other.state == State::kReceived ||
                       other.state == State::kAwaitingConfirmation ||
                       other.state == State::kPendingReview;
    if (!waits || other.version <= record.version) continue;
    return RefuseInState(
        StateOf(record),
        budget::Message("ingestion.newer_version",
                        {{"submission", decision.id}, {"newer", other.id}}));
  }
  return absl::OkStatus();
}

absl::Status Reviewer::Decide(const Decision& decision, Event event,
                              absl::string_view default_message) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(decision.department, decision.id);
  if (!record.ok()) return record.status();
  if (const auto* made = FindDecision(*record, decision.request_id)) {
    if (IsSame(decision, event, *record, *made)) {
      return absl::OkStatus();
    }
    return Refuse(rpc::Reason::kRequestIdReused,
                  budget::Message("ingestion.decision_id_reused",
                                  {{"request_id", decision.request_id},
                                   {"submission", decision.id}}));
  }
  const State state = StateOf(*record);
  const absl::optional<State> next = NextState(state, event);
  // What its state says of a record that changed is more than that it did.
  if (!next) return StateRefuses(decision, state);
  if (!decision.etag.empty() && decision.etag != EtagOf(*record)) {
    return rpc::MakeError(rpc::Reason::kEtagMismatch, "", "",
                          {{"etag", EtagOf(*record)}});
  }
  const absl::Status other = CheckOtherPerson(parts_, decision, event, *record);
  if (!other.ok()) return other;
  absl::Status fits = CheckVerdict(decision, event, *record);
  const bool accepts = event == Event::kReviewerAccepts;
  if (accepts || event == Event::kHeadConfirms) {
    fits.Update(CheckNoneNewer(decision, *record));
  }
  if (accepts) fits.Update(CheckLevel(parts_, decision.department, *record));
  if (!fits.ok()) return fits;
  if (*next == State::kAccepted) {
    record->posting_request_id = PostingRequestId(record->id);
  }
  // An accepted one may have reached the ledger already: the outbox finds out,
  // and reverses it only if so.
  if (*next == State::kWithdrawn &&
      (state == State::kPosted || state == State::kAccepted)) {
    record->reversal_request_id = ReversalRequestId(record->id);
  }
  const int64_t now = parts_.now_unix_us();
  // What is checked again may be returned by that.
  if (event == Event::kReviewerReturns || event == Event::kRecheckAsked) {
    const Window window = parts_.store->windows().WindowOf(
        decision.department, record->fiscal_year, record->stage);
    const absl::StatusOr<int64_t> end =
        CorrectionEnd(window, decision.correction_end_time_unix_us, now);
    if (!end.ok()) return end.status();
    record->correction_end_time_unix_us = *end;
  }
  if (event == Event::kHeadConfirms) {
    const absl::StatusOr<bool> late =
        JudgeConfirmation(parts_, decision.department, *record, now);
    if (!late.ok()) return late.status();
    record->late = *late;
  }
  const budget::Text reason =
      decision.reason.empty() ? budget::Message(default_message)
                              : budget::Text{decision.reason, decision.reason};
  Enter(event, decision.actor, reason, now, &*record);
  record->history.back().request_id = decision.request_id;
  if (event == Event::kHeadConfirms) {
    const absl::Status accepted =
        AcceptByPolicy(parts_, decision.department, &*record);
    if (!accepted.ok()) return accepted;
  }
  SubmissionChange change;
  change.records.push_back(*std::move(record));
  return CommitStep(parts_, decision.department, change);
}

absl::Status Reviewer::Accept(const Decision& decision) {
  return Decide(decision, Event::kReviewerAccepts,
                "ingestion.accepted_by_reviewer");
}

absl::Status Reviewer::Return(const Decision& decision) {
  return Decide(decision, Event::kReviewerReturns,
                "ingestion.returned_by_reviewer");
}

absl::Status Reviewer::Recheck(const Decision& decision) {
  return Decide(decision, Event::kRecheckAsked, "ingestion.recheck_asked");
}

absl::Status Reviewer::Confirm(const Decision& decision) {
  return Decide(decision, Event::kHeadConfirms, "confirmation.confirmed");
}

absl::Status Reviewer::Decline(const Decision& decision) {
  return Decide(decision, Event::kHeadDeclines, "confirmation.declined");
}

absl::Status Reviewer::Withdraw(const Decision& decision) {
  return Decide(decision, Event::kDepartmentWithdraws, "ingestion.withdrawn");
}

}  // namespace yuheng::ingestion
