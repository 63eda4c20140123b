#include "services/ingestion/lifecycle/outbox.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {
namespace {

Posting PostingOf(const std::string& department, const Slot& slot,
                  const storage::SubmissionRecord& record) {
  return {.department = department,
          .request_id = record.posting_request_id,
          .slot = slot,
          .submission_id = record.id,
          .document_sha256 = record.document_sha256,
          .reverse = false,
          .lines = {}};
}

// An entry as people call it: 104/3.
std::string EntryText(const std::string& entry) {
  const std::vector<std::string> parts = absl::StrSplit(entry, '/');
  return parts.size() == 7 ? absl::StrCat(parts[3], "/", parts[6]) : entry;
}

budget::Text SupersededBy(int version) {
  return budget::Message("ingestion.superseded",
                         {{"version", absl::StrCat(version)}});
}

// The ledger holds what this store, an older copy, has never seen.
budget::Text OvertakenBy(const Contribution& foreign) {
  return budget::Message("ingestion.overtaken",
                         {{"entry", EntryText(foreign.entry)},
                          {"submission", foreign.submission_id}});
}

// Adds what the ledger has of a submission, whose state says nothing of it.
void RemarkPostedBefore(const Posted& posted, int64_t now_unix_us,
                        storage::SubmissionRecord* record) {
  record->entry = posted.entry;
  record->revision = posted.revision;
  Remark(kLedgerActor,
         budget::Message("ingestion.posted_before",
                         {{"entry", EntryText(posted.entry)}}),
         now_unix_us, record);
}

// The newest version that the ledger has or shall have.
absl::optional<SubmissionEntry> WinnerOf(
    const std::vector<SubmissionEntry>& versions) {
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) {
    if (it->state == State::kAccepted || it->state == State::kPosted) {
      return *it;
    }
  }
  return absl::nullopt;
}

}  // namespace

std::vector<Slot> Outbox::SlotsToDeliver(const std::string& department) const {
  std::set<Slot> slots;
  for (const SubmissionEntry& entry :
       parts_.store->index().OpenOf(department)) {
    if (entry.state != State::kReceived) slots.insert(entry.slot);
  }
  std::vector<Slot> ordered(slots.begin(), slots.end());
  std::stable_partition(ordered.begin(), ordered.end(), [&](const Slot& slot) {
    return WillBeEmptied(department, slot);
  });
  return ordered;
}

bool Outbox::WillBeEmptied(const std::string& department,
                           const Slot& slot) const {
  const std::vector<SubmissionEntry> versions =
      parts_.store->index().InSlot(department, slot);
  const absl::optional<SubmissionEntry> winner = WinnerOf(versions);
  return std::any_of(versions.begin(), versions.end(),
                     [&](const SubmissionEntry& entry) {
                       return entry.reversal_pending &&
                              (!winner || winner->version < entry.version);
                     });
}

absl::Status Outbox::CheckNoneIsEmptiedFirst(const std::string& department,
                                             const Slot& slot) const {
  for (const SubmissionEntry& entry :
       parts_.store->index().OpenOf(department)) {
    if (entry.reversal_pending && entry.slot != slot &&
        entry.slot.fiscal_year == slot.fiscal_year &&
        entry.slot.stage == slot.stage &&
        WillBeEmptied(department, entry.slot)) {
      return absl::UnavailableError(
          absl::StrCat("the reversal of ", entry.id, " has no answer yet"));
    }
  }
  return absl::OkStatus();
}

absl::Status Outbox::Deliver(const std::string& department, const Slot& slot,
                             const KnownDocument& known) {
  for (;;) {
    absl::Status status = SettleAbandoned(department, slot);
    if (!status.ok()) return status;
    status = ReverseWithdrawn(department, slot);
    if (!status.ok()) return status;

    const absl::optional<SubmissionEntry> winner =
        WinnerOf(parts_.store->index().InSlot(department, slot));
    if (!winner) return absl::OkStatus();
    status = SupersedeOlderAccepted(department, slot, winner->version);
    if (!status.ok()) return status;

    if (winner->state == State::kAccepted) {
      status = CheckNoneIsEmptiedFirst(department, slot);
      if (!status.ok()) return status;
      status = Post(department, slot, winner->id, known);
      if (!status.ok()) return status;
      continue;  // It may have been refused: an older one wins then.
    }
    SubmissionChange change;
    status =
        AddReplaced(department, slot, winner->version, winner->id, &change);
    if (!status.ok() || change.records.empty()) return status;
    status = CommitStep(parts_, department, change);
    if (!status.ok()) return status;
  }
}

absl::Status Outbox::SettleAbandoned(const std::string& department,
                                     const Slot& slot) {
  for (const SubmissionEntry& entry :
       parts_.store->index().InSlot(department, slot)) {
    if (!entry.posting_pending || entry.state == State::kAccepted) continue;
    absl::Status settled = Settle(department, slot, entry.id);
    if (!settled.ok()) return settled;
  }
  return absl::OkStatus();
}

absl::Status Outbox::Settle(const std::string& department, const Slot& slot,
                            const std::string& id) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return record.status();
  absl::StatusOr<PostingOutcome> outcome = FindOrFence(department, *record);
  if (!outcome.ok()) return outcome.status();
  record->posting_request_id.clear();
  SubmissionChange change;
  if (outcome->kind != PostingOutcome::Kind::kApplied) {
    record->reversal_request_id.clear();
    ++record->etag;
    change.records.push_back(*std::move(record));
    return parts_.store->Commit(department, change);
  }
  const auto in_force =
      InForceAfter(department, slot, record->id, outcome->posted);
  if (!in_force.ok()) return in_force.status();
  RemarkPostedBefore(outcome->posted, parts_.now_unix_us(), &*record);
  return CommitInForce(department, slot, *std::move(record), *in_force);
}

absl::Status Outbox::ReverseWithdrawn(const std::string& department,
                                      const Slot& slot) {
  const std::vector<SubmissionEntry> versions =
      parts_.store->index().InSlot(department, slot);
  const absl::optional<SubmissionEntry> winner = WinnerOf(versions);
  for (const SubmissionEntry& entry : versions) {
    if (!entry.reversal_pending) continue;
    absl::Status status;
    if (!winner || winner->version < entry.version) {
      status = Reverse(department, slot, entry.id);
    } else if (winner->state == State::kPosted) {
      status = ForgetReversal(department, entry.id, winner->version);
    }
    // Else the newer version may have reached the ledger without our knowing,
    // and a reversal would hit it. It is posted first; if the ledger refuses
    // it, this one is reversed then.
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Outbox::ForgetReversal(const std::string& department,
                                    const std::string& id, int version) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return record.status();
  record->reversal_request_id.clear();
  Remark(kServiceActor, SupersededBy(version), parts_.now_unix_us(), &*record);
  SubmissionChange change;
  change.records.push_back(*std::move(record));
  return CommitStep(parts_, department, change);
}

absl::Status Outbox::Reverse(const std::string& department, const Slot& slot,
                             const std::string& id) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return record.status();
  Posting reversal = PostingOf(department, slot, *record);
  reversal.request_id = record->reversal_request_id;
  reversal.reverse = true;
  const auto foreign = FindForeign(department, slot);
  if (!foreign.ok()) return foreign.status();
  if (foreign->has_value()) {
    return EndReversal(
        department, slot, *std::move(record),
        budget::Message("ingestion.not_reversed",
                        {{"entry", EntryText((*foreign)->entry)},
                         {"submission", (*foreign)->submission_id}}));
  }
  absl::StatusOr<Posted> posted = parts_.poster->Post(reversal);
  budget::Text remark;
  if (posted.ok()) {
    remark = budget::Message("ingestion.reversed",
                             {{"entry", EntryText(posted->entry)},
                              {"revision", absl::StrCat(posted->revision)}});
  } else if (rpc::ReasonOf(posted.status()) == rpc::Reason::kNothingToReverse) {
    remark = budget::Message("ingestion.nothing_to_reverse");
  } else if (rpc::ReasonOf(posted.status()) == rpc::Reason::kOutcomeFenced) {
    std::string new_id =
        absl::StrCat(ReversalRequestId(id), "-", record->etag + 1);
    return AskUnderNewId(department, *std::move(record),
                         &storage::SubmissionRecord::reversal_request_id,
                         std::move(new_id));
  } else {
    return posted.status();
  }
  return EndReversal(department, slot, *std::move(record), remark);
}

absl::Status Outbox::EndReversal(const std::string& department,
                                 const Slot& slot,
                                 storage::SubmissionRecord record,
                                 const budget::Text& remark) {
  record.reversal_request_id.clear();
  Remark(kLedgerActor, remark, parts_.now_unix_us(), &record);
  absl::StatusOr<storage::SubmissionVersionRecord> version =
      parts_.store->GetVersion(department, slot);
  if (!version.ok()) return version.status();
  version->posted_submission_id.clear();
  SubmissionChange change;
  change.records.push_back(std::move(record));
  change.slot = slot;
  change.version = *std::move(version);
  return CommitStep(parts_, department, change);
}

absl::Status Outbox::SupersedeOlderAccepted(const std::string& department,
                                            const Slot& slot, int version) {
  for (const SubmissionEntry& entry :
       parts_.store->index().InSlot(department, slot)) {
    if (entry.version >= version || entry.state != State::kAccepted) continue;
    absl::StatusOr<storage::SubmissionRecord> record =
        parts_.store->Get(department, entry.id);
    if (!record.ok()) return record.status();
    // One that the ledger has is POSTED until the newer one is: that one may
    // be refused.
    absl::Status done = GiveUp(department, slot, *std::move(record),
                               Event::kNewerVersionWins, SupersededBy(version));
    if (!done.ok()) return done;
  }
  return absl::OkStatus();
}

absl::Status Outbox::GiveUp(const std::string& department, const Slot& slot,
                            storage::SubmissionRecord record, Event event,
                            const budget::Text& reason) {
  absl::StatusOr<PostingOutcome> outcome = FindOrFence(department, record);
  if (!outcome.ok()) return outcome.status();
  if (outcome->kind == PostingOutcome::Kind::kApplied) {
    return RecordPosted(department, slot, std::move(record), outcome->posted);
  }
  record.posting_request_id.clear();
  Enter(event, kServiceActor, reason, parts_.now_unix_us(), &record);
  SubmissionChange change;
  change.records.push_back(std::move(record));
  return CommitStep(parts_, department, change);
}

absl::StatusOr<PostingOutcome> Outbox::FindOrFence(
    const std::string& department, const storage::SubmissionRecord& record) {
  const std::string second = SecondPostingRequestId(record.id);
  if (record.posting_request_id != second) {
    absl::StatusOr<PostingOutcome> first =
        parts_.poster->GetOutcome(department, record.posting_request_id.empty()
                                                  ? PostingRequestId(record.id)
                                                  : record.posting_request_id);
    if (!first.ok() || first->kind != PostingOutcome::Kind::kNeverApplied) {
      return first;
    }
  }
  return parts_.poster->GetOutcome(department, second);
}

absl::StatusOr<absl::optional<Contribution>> Outbox::FindForeign(
    const std::string& department, const Slot& slot) {
  auto in_force = parts_.poster->GetInForce(department, slot);
  if (!in_force.ok() || !in_force->has_value()) return in_force;
  if (IsOurs(department, slot, **in_force)) return absl::nullopt;
  return in_force;
}

bool Outbox::IsNewer(const std::string& department, const Contribution& foreign,
                     const storage::SubmissionRecord& record) const {
  const int64_t allowance = parts_.store->ReceivedSinceOpen(department, record)
                                ? kClockDifferenceMaxUs
                                : -kClockDifferenceMaxUs;
  return foreign.commit_time_unix_us > record.receive_time_unix_us + allowance;
}

bool Outbox::IsOurs(const std::string& department, const Slot& slot,
                    const Contribution& contribution) const {
  const auto versions = parts_.store->index().InSlot(department, slot);
  return std::any_of(versions.begin(), versions.end(), [&](const auto& entry) {
    return entry.id == contribution.submission_id;
  });
}

absl::Status Outbox::Post(const std::string& department, const Slot& slot,
                          const std::string& id, const KnownDocument& known) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return record.status();
  Posting posting = PostingOf(department, slot, *record);
  if (known.document != nullptr && known.submission_id == id) {
    // Received a moment ago: nothing in the ledger is newer.
    posting.lines = budget::LedgerLinesOf(*parts_.form, *known.document);
  } else {
    const auto foreign = FindForeign(department, slot);
    if (!foreign.ok()) return foreign.status();
    if (foreign->has_value() && IsNewer(department, **foreign, *record)) {
      return GiveUp(department, slot, *std::move(record),
                    Event::kNewerVersionWins, OvertakenBy(**foreign));
    }
    absl::StatusOr<budget::Document> document = ReadStoredDocument(
        parts_, department, *record, ServiceTurn(department));
    if (!document.ok()) {
      if (!IsRefusal(document.status())) return document.status();
      // This program reads less than the one that accepted it.
      return GiveUp(department, slot, *std::move(record), Event::kReadingFailed,
                    TextOf(document.status()));
    }
    posting.lines = budget::LedgerLinesOf(*parts_.form, *document);
  }
  absl::StatusOr<Posted> posted = parts_.poster->Post(posting);
  if (posted.ok()) {
    return RecordPosted(department, slot, *std::move(record), *posted);
  }
  if (rpc::ReasonOf(posted.status()) == rpc::Reason::kRequestIdReused) {
    // A program that read the document differently posted it before.
    absl::StatusOr<PostingOutcome> outcome =
        parts_.poster->GetOutcome(department, posting.request_id);
    if (!outcome.ok()) return outcome.status();
    if (outcome->kind == PostingOutcome::Kind::kApplied) {
      return RecordPosted(department, slot, *std::move(record),
                          outcome->posted);
    }
  }
  if (rpc::ReasonOf(posted.status()) == rpc::Reason::kOutcomeFenced) {
    return posting.request_id == SecondPostingRequestId(id)
               ? GiveUp(department, slot, *std::move(record),
                        Event::kNewerVersionWins,
                        budget::Message("ingestion.given_up_before"))
               : AskUnderNewId(department, *std::move(record),
                               &storage::SubmissionRecord::posting_request_id,
                               SecondPostingRequestId(id));
  }
  // A ledger never says NOT_FOUND of a posting: another prefecture's service
  // does, or one that has no such method.
  if (!IsRefusal(posted.status()) || absl::IsNotFound(posted.status())) {
    return posted.status();
  }
  return RecordRefused(department, *std::move(record), TextOf(posted.status()));
}

absl::Status Outbox::AskUnderNewId(const std::string& department,
                                   storage::SubmissionRecord record,
                                   RequestId request_id, std::string new_id) {
  ++record.etag;
  record.*request_id = std::move(new_id);
  SubmissionChange change;
  change.records.push_back(std::move(record));
  absl::Status committed = parts_.store->Commit(department, change);
  if (!committed.ok()) return committed;
  return rpc::MakeError(rpc::Reason::kOutcomeFenced);
}

absl::Status Outbox::RecordPosted(const std::string& department,
                                  const Slot& slot,
                                  storage::SubmissionRecord record,
                                  const Posted& posted) {
  const auto in_force = InForceAfter(department, slot, record.id, posted);
  if (!in_force.ok()) return in_force.status();
  record.posting_request_id.clear();
  record.entry = posted.entry;
  record.revision = posted.revision;
  Enter(Event::kLedgerPosted, kLedgerActor,
        budget::Message("ingestion.posted",
                        {{"entry", EntryText(posted.entry)},
                         {"revision", absl::StrCat(posted.revision)}}),
        parts_.now_unix_us(), &record);
  if (in_force->submission_id != record.id) {
    Enter(Event::kNewerVersionWins, kLedgerActor,
          in_force->entry.empty()
              ? budget::Message("ingestion.taken_out",
                                {{"entry", EntryText(posted.entry)}})
              : budget::Message("ingestion.replaced_since",
                                {{"entry", EntryText(posted.entry)},
                                 {"newer", EntryText(in_force->entry)},
                                 {"submission", in_force->submission_id}}),
          parts_.now_unix_us(), &record);
  }
  return CommitInForce(department, slot, std::move(record), *in_force);
}

absl::StatusOr<Contribution> Outbox::InForceAfter(const std::string& department,
                                                  const Slot& slot,
                                                  const std::string& id,
                                                  const Posted& posted) {
  if (!posted.replayed) return Contribution{id, posted.entry, 0};
  auto found = parts_.poster->GetInForce(department, slot);
  if (!found.ok()) return found.status();
  return found->value_or(Contribution());
}

absl::Status Outbox::CommitInForce(const std::string& department,
                                   const Slot& slot,
                                   storage::SubmissionRecord record,
                                   const Contribution& in_force) {
  absl::StatusOr<storage::SubmissionVersionRecord> version =
      parts_.store->GetVersion(department, slot);
  if (!version.ok()) return version.status();
  version->posted_submission_id = IsOurs(department, slot, in_force)
                                      ? in_force.submission_id
                                      : std::string();
  SubmissionChange change;
  change.slot = slot;
  change.version = *std::move(version);
  const int number = record.version;
  change.records.push_back(std::move(record));
  absl::Status replaced =
      AddReplaced(department, slot, number, in_force.submission_id, &change);
  if (!replaced.ok()) return replaced;
  return CommitStep(parts_, department, change);
}

absl::Status Outbox::RecordRefused(const std::string& department,
                                   storage::SubmissionRecord record,
                                   const budget::Text& reason) {
  record.posting_request_id.clear();
  Enter(Event::kLedgerRefused, kLedgerActor, reason, parts_.now_unix_us(),
        &record);
  SubmissionChange change;
  change.records.push_back(std::move(record));
  return CommitStep(parts_, department, change);
}

absl::Status Outbox::AddReplaced(const std::string& department,
                                 const Slot& slot, int version,
                                 absl::string_view in_force,
                                 SubmissionChange* change) {
  size_t count = 0;
  for (const SubmissionEntry& entry :
       parts_.store->index().InSlot(department, slot)) {
    if (entry.version >= version || entry.id == in_force ||
        entry.state == State::kAccepted ||
        !NextState(entry.state, Event::kNewerVersionWins)) {
      continue;
    }
    if (++count > kSupersededPerCommitMax) break;
    absl::StatusOr<storage::SubmissionRecord> record =
        parts_.store->Get(department, entry.id);
    if (!record.ok()) return record.status();
    if (entry.state != State::kPosted) {
      absl::StatusOr<PostingOutcome> outcome = FindOrFence(department, *record);
      if (!outcome.ok()) return outcome.status();
      if (outcome->kind == PostingOutcome::Kind::kApplied) {
        RemarkPostedBefore(outcome->posted, parts_.now_unix_us(), &*record);
      }
    }
    Enter(Event::kNewerVersionWins, kServiceActor, SupersededBy(version),
          parts_.now_unix_us(), &*record);
    change->records.push_back(*std::move(record));
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
