#include "services/ingestion/lifecycle/explanation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/confirmation.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/verdict_basis.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {
namespace {

using validation::v1::Finding;
using validation::v1::FindingGroup;

// What the department's head, a reviewer or the ledger returned is not for
// explanations to bring back.
bool WasReturnedByChecking(const storage::SubmissionRecord& record) {
  return StateBefore(record, State::kReturned) == State::kReceived;
}

// When what is accepted or posted now was accepted.
absl::optional<int64_t> AcceptTimeOf(const storage::SubmissionRecord& record) {
  const State state = StateOf(record);
  if (state != State::kAccepted && state != State::kPosted) {
    return absl::nullopt;
  }
  for (const storage::StateChangeRecord& change : record.history) {
    if (StateFromNumber(change.state) == State::kAccepted) {
      return change.time_unix_us;
    }
  }
  return absl::nullopt;
}

absl::Status NoSuchFinding(const Explanation& explanation) {
  return Refuse(rpc::Reason::kNotFound,
                budget::Message("ingestion.finding_unknown",
                                {{"submission", explanation.id},
                                 {"finding", explanation.finding_id}}));
}

// What the same person took back already; nullptr for none.
const storage::WaiverRecord* FindTakenBack(
    const storage::WaiversRecord& waivers, const Explanation& explanation) {
  const auto found = std::find_if(
      waivers.waivers.rbegin(), waivers.waivers.rend(),
      [&](const storage::WaiverRecord& waiver) {
        return waiver.finding_id == explanation.finding_id &&
               waiver.state == static_cast<int>(WaiverState::kDeleted) &&
               waiver.delete_actor == explanation.actor;
      });
  return found == waivers.waivers.rend() ? nullptr : &*found;
}

// Appends what the bytes say; STORAGE_FAILED when any of them are damaged.
template <typename Message>
absl::Status DecodeAll(const std::vector<std::string>& blobs,
                       absl::StatusOr<Message> (*decode)(absl::string_view),
                       std::vector<Message>* messages) {
  messages->reserve(blobs.size());
  for (const std::string& bytes : blobs) {
    absl::StatusOr<Message> message = decode(bytes);
    if (!message.ok()) {
      return rpc::WithReason(message.status(), rpc::Reason::kStorageFailed);
    }
    messages->push_back(*std::move(message));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StoredFindings> ReadStoredFindings(const LifecycleParts& parts,
                                                  const std::string& department,
                                                  const std::string& id) {
  absl::StatusOr<storage::FindingsRecord> kept =
      parts.store->ReadFindings(department, id);
  if (!kept.ok()) return kept.status();
  StoredFindings stored;
  absl::Status status =
      DecodeAll(kept->findings, DecodeFinding, &stored.findings);
  status.Update(DecodeAll(kept->groups, DecodeGroup, &stored.groups));
  status.Update(DecodeAll(kept->problems, DecodeProblem, &stored.problems));
  if (!status.ok()) return status;
  stored.references = std::move(kept->references);
  return stored;
}

absl::StatusOr<std::vector<FindingGroup>> ReadStoredGroups(
    const LifecycleParts& parts, const std::string& department,
    const std::string& id) {
  const absl::StatusOr<storage::FindingsRecord> kept =
      parts.store->ReadFindings(department, id);
  if (!kept.ok()) return kept.status();
  std::vector<FindingGroup> groups;
  absl::Status status = DecodeAll(kept->groups, DecodeGroup, &groups);
  if (!status.ok()) return status;
  return groups;
}

absl::StatusOr<storage::WaiversRecord> WaiversUnder(
    const LifecycleParts& parts, const std::string& department,
    const storage::SubmissionRecord& record,
    const std::vector<Finding>& findings) {
  if (!record.verdict.empty()) {
    absl::StatusOr<storage::WaiversRecord> own =
        parts.store->ReadWaivers(department, record.id);
    if (!own.ok()) return own.status();
    return JudgeAgain(*std::move(own), findings);
  }
  const std::vector<SubmissionEntry> versions =
      parts.store->index().InSlot(department, SlotOf(record));
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) {
    if (it->version >= record.version) continue;
    absl::StatusOr<storage::SubmissionRecord> before =
        parts.store->Get(department, it->id);
    if (!before.ok()) return before.status();
    if (before->verdict.empty()) continue;  // Never checked.
    absl::StatusOr<storage::WaiversRecord> waivers =
        parts.store->ReadWaivers(department, it->id);
    if (!waivers.ok()) return waivers.status();
    return CarryOver(*waivers, it->id, findings);
  }
  return storage::WaiversRecord();
}

absl::StatusOr<Explainer::Case> Explainer::Open(
    const Explanation& explanation) const {
  Case open;
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(explanation.department, explanation.id);
  if (!record.ok()) return record.status();
  absl::StatusOr<validation::v1::VerdictSummary> verdict = VerdictOf(*record);
  if (!verdict.ok()) return verdict.status();
  absl::StatusOr<StoredFindings> findings =
      ReadStoredFindings(parts_, explanation.department, explanation.id);
  if (!findings.ok()) return findings.status();
  absl::StatusOr<storage::WaiversRecord> waivers =
      parts_.store->ReadWaivers(explanation.department, explanation.id);
  if (!waivers.ok()) return waivers.status();
  open.record = *std::move(record);
  open.verdict = *std::move(verdict);
  open.findings = std::move(findings->findings);
  open.waivers = *std::move(waivers);
  return open;
}

absl::Status Explainer::CheckOpen(
    const Explanation& explanation,
    const storage::SubmissionRecord& record) const {
  const State state = StateOf(record);
  const bool open =
      state == State::kAwaitingConfirmation || state == State::kPendingReview ||
      state == State::kAccepted || state == State::kPosted ||
      (state == State::kReturned && WasReturnedByChecking(record));
  if (!open) {
    return RefuseInState(state, budget::Message("ingestion.state_refuses",
                                                {{"submission", record.id},
                                                 {"state", StateText(state)}}));
  }
  const std::vector<SubmissionEntry> versions =
      parts_.store->index().InSlot(explanation.department, SlotOf(record));
  if (!versions.empty() && versions.back().id != record.id) {
    return RefuseInState(
        state, budget::Message(
                   "ingestion.newer_version",
                   {{"submission", record.id}, {"newer", versions.back().id}}));
  }
  return absl::OkStatus();
}

ExplanationTally Explainer::TallyOf(const Case& open) const {
  return TallyExplanations(parts_.policy.waivers, open.verdict, open.findings,
                           open.waivers);
}

absl::StatusOr<storage::WaiverRecord> Explainer::Explain(
    const Explanation& explanation) {
  absl::StatusOr<Case> open = Open(explanation);
  if (!open.ok()) return open.status();
  const storage::WaiverRecord* there =
      FindActive(open->waivers, explanation.finding_id);
  if (there != nullptr && there->text == explanation.text &&
      there->actor == explanation.actor) {
    return *there;
  }
  absl::Status allowed = CheckOpen(explanation, open->record);
  if (!allowed.ok()) return allowed;
  const auto finding = std::find_if(
      open->findings.begin(), open->findings.end(), [&](const Finding& f) {
        return !f.id().empty() && f.id() == explanation.finding_id;
      });
  if (finding == open->findings.end()) return NoSuchFinding(explanation);
  if (there != nullptr) return rpc::MakeError(rpc::Reason::kWaiverExists);
  if (!parts_.policy.waivers.Allows(*finding)) {
    return Refuse(rpc::Reason::kWaiverNotAllowed,
                  finding->severity() == validation::v1::SEVERITY_NOTE
                      ? budget::Message("ingestion.note_needs_no_waiver")
                      : budget::Message("ingestion.waiver_not_allowed",
                                        {{"rule", finding->rule()}}));
  }
  if (open->waivers.waivers.size() >= storage::kWaiversMax) {
    return Refuse(
        rpc::Reason::kWaiverNotAllowed,
        budget::Message("ingestion.waivers_full",
                        {{"max", absl::StrCat(storage::kWaiversMax)}}));
  }
  storage::WaiverRecord waiver;
  waiver.finding_id = explanation.finding_id;
  waiver.state = static_cast<int>(WaiverState::kActive);
  waiver.text = explanation.text;
  waiver.actor = explanation.actor;
  waiver.create_time_unix_us = parts_.now_unix_us();
  waiver.finding = EncodeFinding(*finding);
  open->waivers.waivers.push_back(waiver);
  absl::Status committed = Commit(explanation.department, *std::move(open));
  if (!committed.ok()) return committed;
  return waiver;
}

absl::StatusOr<storage::WaiverRecord> Explainer::TakeBack(
    const Explanation& explanation) {
  absl::StatusOr<Case> open = Open(explanation);
  if (!open.ok()) return open.status();
  const auto waiver =
      std::find_if(open->waivers.waivers.begin(), open->waivers.waivers.end(),
                   [&](const storage::WaiverRecord& w) {
                     return w.finding_id == explanation.finding_id &&
                            w.state != static_cast<int>(WaiverState::kDeleted);
                   });
  if (waiver == open->waivers.waivers.end()) {
    const storage::WaiverRecord* gone =
        FindTakenBack(open->waivers, explanation);
    if (gone != nullptr) return *gone;
    return Refuse(rpc::Reason::kNotFound,
                  budget::Message("ingestion.waiver_unknown",
                                  {{"submission", explanation.id},
                                   {"finding", explanation.finding_id}}));
  }
  absl::Status allowed = CheckOpen(explanation, open->record);
  if (!allowed.ok()) return allowed;
  const absl::optional<int64_t> accepted = AcceptTimeOf(open->record);
  if (accepted && waiver->create_time_unix_us <= *accepted) {
    return RefuseInState(StateOf(open->record),
                         budget::Message("ingestion.waiver_accepted",
                                         {{"submission", explanation.id}}));
  }
  const int before = TallyOf(*open).explained_error_count;
  waiver->state = static_cast<int>(WaiverState::kDeleted);
  waiver->delete_actor = explanation.actor;
  waiver->delete_time_unix_us = parts_.now_unix_us();
  const State state = StateOf(open->record);
  if ((state == State::kPendingReview ||
       state == State::kAwaitingConfirmation) &&
      TallyOf(*open).explained_error_count < before) {
    return RefuseInState(StateOf(open->record),
                         budget::Message("ingestion.waiver_under_review",
                                         {{"submission", explanation.id}}));
  }
  const storage::WaiverRecord taken_back = *waiver;
  absl::Status committed = Commit(explanation.department, *std::move(open));
  if (!committed.ok()) return committed;
  return taken_back;
}

absl::Status Explainer::Commit(const std::string& department, Case open) {
  const bool stale =
      BasisOf(parts_).IsStale(department, open.record, open.verdict);
  const ExplanationTally tally = TallyOf(open);
  storage::SubmissionRecord& record = open.record;
  const CheckOutcome outcome = JudgeByPolicy(
      parts_.policy.waivers, AcceptsAtOnce(parts_, department, record), tally);
  const State before = StateOf(record);
  const bool goes_on =
      before == State::kReturned && outcome != CheckOutcome::kReturn;
  const bool head_confirms = NeedsConfirmation(parts_, department);
  if (goes_on && head_confirms) {
    Enter(Event::kConfirmationNeeded, kServiceActor,
          ConfirmationNeededText(tally), parts_.now_unix_us(), &record);
  } else if (goes_on) {
    Enter(Event::kErrorsExplained, kServiceActor,
          budget::Message("ingestion.errors_explained",
                          {{"count", absl::StrCat(tally.error_count)}}),
          parts_.now_unix_us(), &record);
  }
  // What is explained since is not what the head has confirmed: a reviewer
  // decides.
  if (StateOf(record) == State::kPendingReview && !head_confirms &&
      outcome == CheckOutcome::kAccept && !stale) {
    record.posting_request_id = PostingRequestId(record.id);
    Enter(Event::kAcceptedByPolicy, kServiceActor,
          budget::Message("ingestion.accepted_explained"), parts_.now_unix_us(),
          &record);
  }
  const bool moved = StateOf(record) != before;
  if (!moved) ++record.etag;
  SubmissionChange change;
  change.records.push_back(std::move(record));
  change.waivers = std::move(open.waivers);
  return moved ? CommitStep(parts_, department, change)
               : parts_.store->Commit(department, change);
}

}  // namespace yuheng::ingestion
