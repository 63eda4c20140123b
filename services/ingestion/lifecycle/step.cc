#include "services/ingestion/lifecycle/step.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "yuheng/budget/v1/vocabulary.pb.h"

namespace yuheng::ingestion {
namespace {

// The longest beginning of at most `size_bytes_max` bytes that does not cut a
// character.
std::string Clip(absl::string_view text, size_t size_bytes_max) {
  if (text.size() <= size_bytes_max) return std::string(text);
  size_t end = size_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(text.substr(0, end));
}

void AddChange(absl::string_view actor, const budget::Text& reason,
               int64_t now_unix_us, storage::SubmissionRecord* record) {
  // Every state is entered at most once from one check to the next, and checks
  // are bounded (recheck.h).
  YUHENG_CHECK(record->history.size() < storage::kStateChangesMax);
  record->history.push_back(
      {.state = record->state,
       .time_unix_us = now_unix_us,
       .actor = Clip(actor, storage::kActorBytesMax),
       .reason_zh = Clip(reason.zh, storage::kStateReasonBytesMax),
       .reason_en = Clip(reason.en, storage::kStateReasonBytesMax)});
  ++record->etag;
}

}  // namespace

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
      return true;
    case absl::StatusCode::kAborted:
      return rpc::ReasonOf(status) == rpc::Reason::kOutcomeFenced;
    default:
      return false;
  }
}

State StateOf(const storage::SubmissionRecord& record) {
  const absl::optional<State> state = StateFromNumber(record.state);
  YUHENG_CHECK(state.has_value());
  return *state;
}

absl::optional<State> StateBefore(const storage::SubmissionRecord& record,
                                  State state) {
  const auto before =
      std::find_if(record.history.rbegin(), record.history.rend(),
                   [state](const storage::StateChangeRecord& change) {
                     return StateFromNumber(change.state) != state;
                   });
  if (before == record.history.rend()) return absl::nullopt;
  return StateFromNumber(before->state);
}

budget::Text StateText(State state) {
  return budget::Message(absl::StrCat("ingestion.state_",
                                      absl::AsciiStrToLower(StateName(state))));
}

bool IsOfFinalStage(const storage::SubmissionRecord& record) {
  return record.stage == budget::v1::STAGE_FINAL;
}

absl::Status CheckLevel(const LifecycleParts& parts,
                        const std::string& department,
                        const storage::SubmissionRecord& record) {
  const absl::optional<SubmissionEntry> other =
      parts.store->index().OnOtherLevel(department, SlotOf(record));
  if (!other.has_value()) return absl::OkStatus();
  const budget::Text whole = budget::Message("aggregation.level_whole");
  const budget::Text units = budget::Message("aggregation.level_units");
  return Refuse(
      rpc::Reason::kReportingLevelMixed,
      budget::Message("ingestion.level_mixed",
                      {{"department", department},
                       {"year", absl::StrCat(record.fiscal_year)},
                       {"submission", other->id},
                       {"kind", record.unit.empty() ? units : whole},
                       {"other", record.unit.empty() ? whole : units}}));
}

bool AcceptsAtOnce(const LifecycleParts& parts, const std::string& department,
                   const storage::SubmissionRecord& record) {
  return parts.policy.accept_clean_at_once && !IsOfFinalStage(record) &&
         CheckLevel(parts, department, record).ok();
}

void Enter(Event event, absl::string_view actor, const budget::Text& reason,
           int64_t now_unix_us, storage::SubmissionRecord* record) {
  const absl::optional<State> next = NextState(StateOf(*record), event);
  YUHENG_CHECK(next.has_value());
  record->state = static_cast<int>(*next);
  AddChange(actor, reason, now_unix_us, record);
}

void Remark(absl::string_view actor, const budget::Text& reason,
            int64_t now_unix_us, storage::SubmissionRecord* record) {
  AddChange(actor, reason, now_unix_us, record);
}

absl::Status CommitStep(const LifecycleParts& parts,
                        const std::string& department,
                        const SubmissionChange& change) {
  absl::Status committed = parts.store->Commit(department, change);
  if (!committed.ok()) return committed;
  for (const storage::SubmissionRecord& record : change.records) {
    parts.observer->OnStateChange(department, record);
  }
  return absl::OkStatus();
}

absl::Status Refuse(rpc::Reason reason, const budget::Text& text) {
  return rpc::MakeError(reason, text.zh, text.en);
}

absl::Status RefuseInState(State state, const budget::Text& text) {
  return rpc::MakeError(rpc::Reason::kSubmissionState, text.zh, text.en,
                        {{"state", std::string(StateName(state))}});
}

budget::Text TextOf(const absl::Status& status) {
  rpc::ErrorDetails details = rpc::DetailsOf(status);
  return {std::move(details.zh), std::move(details.en)};
}

std::string PostingRequestId(absl::string_view submission_id) {
  return absl::StrCat("post-", submission_id);
}

std::string SecondPostingRequestId(absl::string_view submission_id) {
  return absl::StrCat(PostingRequestId(submission_id), "-2");
}

std::string ReversalRequestId(absl::string_view submission_id) {
  return absl::StrCat("reverse-", submission_id);
}

absl::StatusOr<budget::Document> ReadStoredDocument(
    const LifecycleParts& parts, const std::string& department,
    const storage::SubmissionRecord& record, ReadingTurn turn) {
  absl::StatusOr<std::string> bytes =
      parts.store->ReadDocument(department, record);
  if (!bytes.ok()) return bytes.status();
  // What was small enough when it came stays so.
  return parts.reader({.bytes = *bytes,
                       .file_name = record.file_name,
                       .size_bytes_max = static_cast<int64_t>(bytes->size()),
                       .printed_form = record.printed_form,
                       .turn = std::move(turn)});
}

}  // namespace yuheng::ingestion
