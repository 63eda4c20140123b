// How a batch is planned: which outcome each command has, and what is written
// for it.

#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/ledger/shard_batch.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;
using storage::ContributionRecord;
using storage::OutcomeRecord;
using storage::PostingOutcome;

// Refusals that depended on the ledger's state or on the content, so that the
// same id has to hear the same for ever.
bool IsRecorded(const absl::Status& status) {
  const auto reason = rpc::ReasonOf(status);
  return reason == Reason::kEntryUnbalanced ||
         reason == Reason::kReportingLevelMixed ||
         reason == Reason::kNothingToReverse || reason == Reason::kFieldInvalid;
}

OutcomeRecord RefusalOf(const storage::Sha256Digest& fingerprint,
                        const absl::Status& status) {
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  OutcomeRecord record;
  record.fingerprint = fingerprint;
  record.outcome = PostingOutcome::kRefused;
  record.refusal_reason = details.reason_name;
  record.refusal_zh = details.zh;
  record.refusal_en = details.en;
  return record;
}

// What a posting hears whose id has an outcome already.
absl::StatusOr<Applied> ReplayOf(const PostCommand& command,
                                 const OutcomeRecord& record) {
  if (record.outcome == PostingOutcome::kNeverApplied) {
    return rpc::MakeError(Reason::kOutcomeFenced);
  }
  if (record.fingerprint != command.fingerprint) {
    const budget::Text text = budget::Message(
        "aggregation.request_id_of", {{"id", command.posting.request_id},
                                      {"seq", absl::StrCat(record.seq)}});
    return rpc::MakeError(Reason::kRequestIdReused, text.zh, text.en,
                          {{"seq", absl::StrCat(record.seq)}});
  }
  if (record.outcome == PostingOutcome::kRefused) {
    const auto reason = rpc::ReasonByName(record.refusal_reason);
    return rpc::MakeError(reason.value_or(Reason::kEntryUnbalanced),
                          record.refusal_zh, record.refusal_en);
  }
  return Applied{record.seq, record.revision, true};
}

ContributionState* FindState(const Period& period, absl::string_view unit,
                             std::vector<ContributionState>* states) {
  for (ContributionState& state : *states) {
    if (state.period == period && state.unit == unit) return &state;
  }
  return nullptr;
}

Period PeriodOf(const Posting& posting) {
  return {posting.fiscal_year, posting.stage};
}

}  // namespace

absl::StatusOr<const OutcomeRecord*> Shard::FindOutcome(
    absl::string_view department, absl::string_view request_id,
    Batch* batch) const {
  std::pair<std::string, std::string> place(department, request_id);
  const auto found = batch->outcomes.find(place);
  if (found != batch->outcomes.end()) return &found->second;
  const auto value =
      options_.store->Get(department, storage::OutcomeKey(request_id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return nullptr;
  auto record = storage::DecodeOutcome(**value);
  if (!record.ok()) return record.status();
  return &batch->outcomes.emplace(std::move(place), *std::move(record))
              .first->second;
}

absl::StatusOr<const ContributionRecord*> Shard::FindContribution(
    const Posting& posting, const DepartmentState& department,
    Batch* batch) const {
  bool known = false;
  for (const ContributionState& state : department.contributions) {
    known = known ||
            (state.period == PeriodOf(posting) && state.unit == posting.unit);
  }
  if (!known) return nullptr;
  const std::string key = storage::ContributionKey(posting.fiscal_year,
                                                   posting.stage, posting.unit);
  const auto found = batch->contributions.find({posting.department, key});
  if (found != batch->contributions.end()) return &found->second;
  const auto value = options_.store->Get(posting.department, key);
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return DamageError({posting.department, department.head.seq, "contribution",
                        key, std::string(kAbsent)});
  }
  auto record = storage::DecodeContribution(**value);
  if (!record.ok()) return record.status();
  return &batch->contributions
              .emplace(std::tuple(posting.department, key), *std::move(record))
              .first->second;
}

absl::Status Shard::CheckLevel(const Posting& posting,
                               const DepartmentState& department) const {
  if (posting.reverse || posting.elimination) return absl::OkStatus();
  for (const ContributionState& state : department.contributions) {
    if (!state.in_force || state.period != PeriodOf(posting)) continue;
    if (state.unit.empty() == posting.unit.empty()) continue;
    const budget::Text whole = budget::Message("aggregation.level_whole");
    const budget::Text units = budget::Message("aggregation.level_units");
    const budget::Text text =
        budget::Message("aggregation.level_mixed",
                        {{"department", posting.department},
                         {"year", absl::StrCat(posting.fiscal_year)},
                         {"kind", state.unit.empty() ? whole : units},
                         {"other", posting.unit.empty() ? whole : units}});
    return rpc::MakeError(Reason::kReportingLevelMixed, text.zh, text.en);
  }
  return absl::OkStatus();
}

absl::Status Shard::CheckGross(const Posting& posting,
                               const DepartmentState& department) const {
  if (posting.reverse) return absl::OkStatus();
  const Period period = PeriodOf(posting);
  const auto total = gross_fen_.find(period);
  int64_t others = total == gross_fen_.end() ? 0 : total->second;
  for (const ContributionState& state : department.contributions) {
    if (!posting.elimination && state.in_force && state.period == period &&
        state.unit == posting.unit) {
      others -= state.gross_fen;
    }
  }
  // Twice: the rounding line adds at most what the leaves have.
  const int64_t gross = GrossFenOf(posting.leaves, posting.printed);
  if (gross <= kGrossFenMax / 2 && others <= kGrossFenMax - 2 * gross) {
    return absl::OkStatus();
  }
  const budget::Text text =
      budget::Message("aggregation.amounts_too_large",
                      {{"year", absl::StrCat(posting.fiscal_year)}});
  return rpc::MakeFieldError({{"leaves", text.en}}, text.zh, text.en);
}

absl::StatusOr<PlannedEntry> Shard::PlanPosting(
    const Posting& posting, const DepartmentState& department, Batch* batch) {
  absl::Status status = CheckLevel(posting, department);
  if (!status.ok()) return status;
  status = CheckGross(posting, department);
  if (!status.ok()) return status;
  PlanPosition position{.head = department.head,
                        .elimination_count = elimination_count_,
                        .revision = revision_ + 1,
                        .commit_time_unix_us = absl::ToUnixMicros(batch->now)};
  if (posting.elimination) {
    return PlanElimination(posting, position, department.eliminations);
  }
  const auto current = FindContribution(posting, department, batch);
  if (!current.ok()) return current.status();
  position.current = *current;
  return PlanEntry(posting, position);
}

void Shard::AddCommit(absl::string_view department, DepartmentState* state,
                      std::vector<storage::Write> writes, Batch* batch) {
  storage::Commit commit;
  commit.partition = std::string(department);
  commit.expected_seq = state->partition.seq++;
  commit.writes = std::move(writes);
  batch->commits.push_back(std::move(commit));
  batch->items.back().commit = batch->commits.size() - 1;
}

void Shard::AdvanceEliminations(const storage::EntryRecord& entry,
                                DepartmentState* department) {
  const size_t before = department->eliminations.in_force().size();
  department->eliminations.Apply(entry);
  elimination_count_ += department->eliminations.in_force().size() - before;
  const int64_t gross = GrossFenOf(entry.leaves, {});
  gross_fen_[{entry.fiscal_year, entry.stage}] +=
      entry.kind == storage::EntryKind::kReversal ? -gross : gross;
}

void Shard::AdvanceSlot(const Posting& posting, PlannedEntry* plan,
                        DepartmentState* department, Batch* batch,
                        std::vector<storage::Write>* writes) {
  const Period period = PeriodOf(posting);
  ContributionState* state =
      FindState(period, posting.unit, &department->contributions);
  if (state == nullptr) {
    department->contributions.push_back({period, posting.unit});
    state = &department->contributions.back();
  }
  int64_t& gross = gross_fen_[period];
  if (state->in_force) gross -= state->gross_fen;
  state->in_force = InForce(plan->contribution);
  state->gross_fen = plan->gross_fen;
  if (state->in_force) gross += state->gross_fen;
  const std::string contribution_key = storage::ContributionKey(
      posting.fiscal_year, posting.stage, posting.unit);
  writes->push_back({contribution_key, std::move(plan->encoded_contribution)});
  batch->contributions[{posting.department, contribution_key}] =
      std::move(plan->contribution);
}

// Takes the planned entry for done: a commit that fails ends the shard.
void Shard::Advance(const Posting& posting, PlannedEntry plan,
                    DepartmentState* department, Batch* batch) {
  revision_ = plan.head.revision;
  department->head = plan.head;
  std::vector<storage::Write> writes;
  writes.push_back(
      {storage::EntryKey(plan.entry.seq), std::move(plan.encoded_entry)});
  writes.push_back({std::string(storage::kLedgerHeadKey),
                    storage::EncodeLedgerHead(plan.head)});
  if (posting.elimination) {
    AdvanceEliminations(plan.entry, department);
  } else {
    AdvanceSlot(posting, &plan, department, batch, &writes);
  }
  AddCommit(posting.department, department, std::move(writes), batch);
  batch->items.back().department = posting.department;
  batch->items.back().entry = std::move(plan.entry);
}

void Shard::Plan(PostCommand& command, Batch* batch) {
  const Posting& posting = command.posting;
  Batch::Item& item = batch->items.emplace_back();
  // Holds what is to be said when all goes well.
  const auto answer = [&](absl::StatusOr<Applied> planned) {
    item.answer = [done = std::move(command.done),
                   planned](const absl::Status& failure) mutable {
      if (failure.ok()) {
        done(std::move(planned));
      } else {
        done(failure);
      }
    };
  };
  const auto known = FindOutcome(posting.department, posting.request_id, batch);
  if (!known.ok()) {
    answer(rpc::WithReason(known.status(), Reason::kStorageFailed));
    return;
  }
  if (*known != nullptr) {
    auto replay = ReplayOf(command, **known);
    item.kind = replay.ok() ? Batch::Kind::kReplayed : Batch::Kind::kRefused;
    answer(std::move(replay));
    return;
  }
  DepartmentState& department = departments_[posting.department];
  auto plan = PlanPosting(posting, department, batch);
  OutcomeRecord outcome;
  if (plan.ok()) {
    outcome.fingerprint = command.fingerprint;
    outcome.outcome = PostingOutcome::kApplied;
    outcome.seq = plan->head.seq;
    outcome.revision = plan->head.revision;
    item.kind = Batch::Kind::kApplied;
    answer(Applied{outcome.seq, outcome.revision, false});
    Advance(posting, *std::move(plan), &department, batch);
  } else if (IsRecorded(plan.status())) {
    outcome = RefusalOf(command.fingerprint, plan.status());
    item.kind = Batch::Kind::kRefused;
    answer(plan.status());
    AddCommit(posting.department, &department, {}, batch);
  } else if (rpc::ReasonOf(plan.status()) == Reason::kEliminationsTooMany) {
    item.kind = Batch::Kind::kRefused;
    answer(plan.status());
    return;
  } else {
    answer(rpc::WithReason(plan.status(), absl::IsDataLoss(plan.status())
                                              ? Reason::kLedgerDamaged
                                              : Reason::kStorageFailed));
    return;
  }
  auto encoded = storage::EncodeOutcome(outcome);
  YUHENG_CHECK(encoded.ok());  // Its parts were limited before.
  batch->commits.back().writes.push_back(
      {storage::OutcomeKey(posting.request_id), *std::move(encoded)});
  batch->outcomes[{posting.department, posting.request_id}] =
      std::move(outcome);
}

void Shard::Plan(OutcomeCommand& command, Batch* batch) {
  Batch::Item& item = batch->items.emplace_back();
  const auto answer = [&](absl::StatusOr<OutcomeRecord> planned) {
    item.answer = [done = std::move(command.done),
                   planned](const absl::Status& failure) mutable {
      if (failure.ok()) {
        done(std::move(planned));
      } else {
        done(failure);
      }
    };
  };
  const auto known = FindOutcome(command.department, command.request_id, batch);
  if (!known.ok()) {
    answer(rpc::WithReason(known.status(), Reason::kStorageFailed));
    return;
  }
  item.kind = Batch::Kind::kOutcome;
  if (*known != nullptr) {
    answer(**known);
    return;
  }
  OutcomeRecord never;
  never.outcome = PostingOutcome::kNeverApplied;
  auto encoded = storage::EncodeOutcome(never);
  YUHENG_CHECK(encoded.ok());
  AddCommit(command.department, &departments_[command.department],
            {{storage::OutcomeKey(command.request_id), *std::move(encoded)}},
            batch);
  batch->outcomes[{command.department, command.request_id}] = never;
  answer(std::move(never));
}

}  // namespace yuheng::aggregation
