#include "services/ingestion/lifecycle/confirmation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/verdict_basis.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {
namespace {

// Whether the actor took the step out of AWAITING_CONFIRMATION to a reviewer.
bool HasConfirmed(const storage::SubmissionRecord& record,
                  const std::string& actor) {
  for (size_t i = 1; i < record.history.size(); ++i) {
    if (record.history[i].actor == actor &&
        StateFromNumber(record.history[i - 1].state) ==
            State::kAwaitingConfirmation &&
        StateFromNumber(record.history[i].state) == State::kPendingReview) {
      return true;
    }
  }
  return false;
}

absl::Status SamePerson(absl::string_view message) {
  return Refuse(rpc::Reason::kSamePerson, budget::Message(message));
}

}  // namespace

bool NeedsConfirmation(const LifecycleParts& parts,
                       const std::string& department) {
  const budget::Department* listed = parts.departments->FindByCode(department);
  return listed != nullptr && listed->confirmation_required;
}

bool IsConfirmed(const storage::SubmissionRecord& record) {
  const auto is = [](State state) {
    return [state](const storage::StateChangeRecord& change) {
      return StateFromNumber(change.state) == state;
    };
  };
  const auto& history = record.history;
  const auto asked = std::find_if(history.rbegin(), history.rend(),
                                  is(State::kAwaitingConfirmation));
  if (asked == history.rend()) return false;
  const auto confirmed = asked.base();
  return confirmed != history.end() && is(State::kPendingReview)(*confirmed) &&
         std::all_of(confirmed, history.end(), [&](const auto& change) {
           return is(State::kPendingReview)(change) ||
                  is(State::kReceived)(change);
         });
}

budget::Text ConfirmationNeededText(const ExplanationTally& tally) {
  if (tally.error_count == 0) return budget::Message("confirmation.needed");
  return budget::Message("confirmation.needed_explained",
                         {{"count", absl::StrCat(tally.error_count)}});
}

absl::Status CheckOtherPerson(const LifecycleParts& parts,
                              const Decision& decision, Event event,
                              const storage::SubmissionRecord& record) {
  if (!decision.actor_proven) return absl::OkStatus();
  const bool uploaded = decision.actor == record.actor;
  if (event == Event::kHeadConfirms) {
    return uploaded ? SamePerson("confirmation.own_upload") : absl::OkStatus();
  }
  if (event != Event::kReviewerAccepts) return absl::OkStatus();
  if (uploaded) return rpc::MakeError(rpc::Reason::kSamePerson);
  if (HasConfirmed(record, decision.actor)) {
    return SamePerson("confirmation.confirmed_by_oneself");
  }
  const absl::StatusOr<storage::WaiversRecord> waivers =
      parts.store->ReadWaivers(decision.department, decision.id);
  if (!waivers.ok()) return waivers.status();
  const bool explained = std::any_of(
      waivers->waivers.begin(), waivers->waivers.end(),
      [&decision](const storage::WaiverRecord& waiver) {
        return waiver.state == static_cast<int>(WaiverState::kActive) &&
               waiver.actor == decision.actor;
      });
  return explained ? SamePerson("confirmation.explained_by_oneself")
                   : absl::OkStatus();
}

absl::Status AcceptByPolicy(const LifecycleParts& parts,
                            const std::string& department,
                            storage::SubmissionRecord* record) {
  if (!AcceptsAtOnce(parts, department, *record)) return absl::OkStatus();
  const absl::StatusOr<validation::v1::VerdictSummary> verdict =
      VerdictOf(*record);
  if (!verdict.ok()) return verdict.status();
  if (BasisOf(parts).IsStale(department, *record, *verdict)) {
    return absl::OkStatus();
  }
  const absl::StatusOr<StoredFindings> stored =
      ReadStoredFindings(parts, department, record->id);
  if (!stored.ok()) return stored.status();
  const absl::StatusOr<storage::WaiversRecord> waivers =
      parts.store->ReadWaivers(department, record->id);
  if (!waivers.ok()) return waivers.status();
  const ExplanationTally tally = TallyExplanations(
      parts.policy.waivers, *verdict, stored->findings, *waivers);
  if (JudgeByPolicy(parts.policy.waivers, /*accept_at_once=*/true, tally) !=
      CheckOutcome::kAccept) {
    return absl::OkStatus();
  }
  record->posting_request_id = PostingRequestId(record->id);
  Enter(Event::kAcceptedByPolicy, kServiceActor,
        budget::Message(tally.error_count > 0 ? "ingestion.accepted_explained"
                                              : "ingestion.accepted_by_policy"),
        parts.now_unix_us(), record);
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
