#include "services/aggregation/service/convert.h"

#include <utility>
#include <variant>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/server.h"
#include "storage/format/sha256.h"

namespace yuheng::aggregation {
namespace {

absl::Status FieldError(absl::string_view field, absl::string_view what) {
  return rpc::MakeFieldError({{std::string(field), std::string(what)}});
}

std::vector<storage::AmountLine> LinesFrom(
    const google::protobuf::RepeatedPtrField<ledger::v1::Line>& lines) {
  std::vector<storage::AmountLine> result;
  result.reserve(static_cast<size_t>(lines.size()));
  for (const ledger::v1::Line& line : lines) {
    result.push_back({AccountFrom(line.account()), line.amount_fen()});
  }
  return result;
}

void LinesTo(const std::vector<storage::AmountLine>& lines,
             google::protobuf::RepeatedPtrField<ledger::v1::Line>* messages) {
  for (const storage::AmountLine& line : lines) {
    ledger::v1::Line* message = messages->Add();
    AccountTo(line.account, message->mutable_account());
    message->set_amount_fen(line.amount_fen);
  }
}

absl::Status NoGroupError(absl::string_view group) {
  const budget::Text text =
      budget::Message("aggregation.no_group", {{"group", group}});
  return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
}

}  // namespace

void TimeTo(absl::Time time, google::protobuf::Timestamp* message) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  message->set_seconds(seconds);
  message->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

storage::AccountKey AccountFrom(const ledger::v1::Account& account) {
  // Numbers that do not fit become 0, which no form has.
  const auto number = [](int n) {
    return static_cast<uint8_t>(n >= 0 && n <= 255 ? n : 0);
  };
  return {number(account.table()), number(account.side()), account.row(),
          account.column()};
}

void AccountTo(const storage::AccountKey& key, ledger::v1::Account* message) {
  message->set_table(static_cast<budget::v1::TableKind>(key.table));
  message->set_side(static_cast<budget::v1::Side>(key.side));
  message->set_row(key.row);
  message->set_column(key.column);
}

bool FitsMessage(const google::protobuf::Message& message) {
  return message.ByteSizeLong() <=
         static_cast<size_t>(rpc::kMessageSizeBytesMax);
}

absl::Status EntryTooLargeError(absl::string_view name) {
  const budget::Text text =
      budget::Message("aggregation.entry_too_large", {{"name", name}});
  return rpc::MakeError(rpc::Reason::kDocumentTooLarge, text.zh, text.en);
}

absl::StatusOr<rpc::ResourceName> NameFrom(
    absl::string_view division, absl::string_view field, absl::string_view name,
    absl::Span<const rpc::ResourceKind> kinds) {
  auto parsed = rpc::ParseResourceName(name, kinds);
  if (!parsed.ok()) return FieldError(field, parsed.status().message());
  if (parsed->division != division) {
    const budget::Text text =
        budget::Message("aggregation.other_division", {{"division", division}});
    return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
  }
  return parsed;
}

absl::StatusOr<Party> PartyFrom(absl::string_view division,
                                absl::string_view field,
                                absl::string_view name) {
  const auto parsed =
      NameFrom(division, field, name,
               {rpc::ResourceKind::kDepartment, rpc::ResourceKind::kUnit});
  if (!parsed.ok()) return parsed.status();
  return Party{parsed->department, parsed->unit};
}

std::string PartyName(absl::string_view division, const Party& party) {
  return party.unit.empty()
             ? rpc::DepartmentName(division, party.department)
             : rpc::UnitName(division, party.department, party.unit);
}

absl::Status NoEntryError(absl::string_view name) {
  const budget::Text text =
      budget::Message("aggregation.no_entry", {{"name", name}});
  return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
}

absl::StatusOr<Posting> PostingFrom(absl::string_view division,
                                    const v1::PostRequest& request) {
  const auto parent = NameFrom(division, "parent", request.parent(),
                               {rpc::ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  if (!request.unit().empty() && !rpc::IsResourceId(request.unit())) {
    return FieldError("unit", "1 to 64 of A-Z a-z 0-9 . _ -");
  }
  if (!request.submission().empty()) {
    const auto submission =
        NameFrom(division, "submission", request.submission(),
                 {rpc::ResourceKind::kSubmission});
    if (!submission.ok()) return submission.status();
    if (submission->department != parent->department) {
      return FieldError("submission", "of another department than parent");
    }
  }
  Posting posting;
  if (!request.document_sha256().empty() || !request.reverse()) {
    const auto digest = storage::DigestFromHex(request.document_sha256());
    if (!digest.ok()) {
      return FieldError("document_sha256", "64 hexadecimal digits");
    }
    posting.document_sha256 = *digest;
  }
  posting.department = parent->department;
  posting.request_id = request.request_id();
  posting.fiscal_year = request.fiscal_year();
  posting.stage = request.stage();
  posting.unit = request.unit();
  posting.submission = request.submission();
  posting.leaves = LinesFrom(request.leaves());
  posting.printed = LinesFrom(request.printed());
  posting.reverse = request.reverse();
  posting.precision_fen = request.precision_fen();
  return posting;
}

absl::StatusOr<Scope> ScopeFrom(absl::string_view division,
                                const budget::DepartmentList* departments,
                                const v1::TotalsScope& scope) {
  const auto name =
      NameFrom(division, "scope.name", scope.name(),
               {rpc::ResourceKind::kPrefecture, rpc::ResourceKind::kGroup,
                rpc::ResourceKind::kDepartment, rpc::ResourceKind::kUnit});
  if (!name.ok()) return name.status();
  if (!name->group.empty() &&
      (departments == nullptr ||
       departments->FindGroup(name->group) == nullptr)) {
    return NoGroupError(name->group);
  }
  if (scope.fiscal_year() < kFiscalYearFirst ||
      scope.fiscal_year() > kFiscalYearLast) {
    return FieldError("scope.fiscal_year", "2000 to 2100");
  }
  if (scope.stage() < 1 || scope.stage() > kStageLast) {
    return FieldError("scope.stage", "a known stage of the cycle");
  }
  return Scope{{scope.fiscal_year(), scope.stage()},
               name->department,
               name->unit,
               name->group};
}

absl::StatusOr<TableSet> TablesFrom(
    const google::protobuf::RepeatedField<int>& tables) {
  TableSet set;
  for (int table : tables) {
    if (table < 1 || table > budget::kTableCount) {
      return FieldError("tables", "one of the ten statutory tables");
    }
    set.set(static_cast<size_t>(table));
  }
  return set;
}

void AppliedTo(absl::string_view division, absl::string_view department,
               const Applied& applied, v1::PostResponse* response) {
  const int64_t seq = static_cast<int64_t>(applied.seq);
  response->set_entry(rpc::EntryName(division, department, seq));
  response->set_seq(seq);
  response->set_revision(static_cast<int64_t>(applied.revision));
  response->set_replayed(applied.replayed);
}

void OutcomeTo(absl::string_view division, absl::string_view department,
               const storage::OutcomeRecord& record,
               v1::GetOutcomeResponse* response) {
  switch (record.outcome) {
    case storage::PostingOutcome::kApplied:
      response->set_outcome(v1::OUTCOME_APPLIED);
      AppliedTo(division, department, {record.seq, record.revision, true},
                response->mutable_applied());
      break;
    case storage::PostingOutcome::kRefused:
      response->set_outcome(v1::OUTCOME_REFUSED);
      response->set_refusal_reason(record.refusal_reason);
      response->mutable_refusal_message()->set_zh(record.refusal_zh);
      response->mutable_refusal_message()->set_en(record.refusal_en);
      break;
    case storage::PostingOutcome::kNeverApplied:
      response->set_outcome(v1::OUTCOME_NEVER_APPLIED);
      break;
  }
}

void EntryTo(absl::string_view division, absl::string_view department,
             const StoredEntry& stored, ledger::v1::Entry* message) {
  const storage::EntryRecord& entry = stored.entry;
  message->set_name(
      rpc::EntryName(division, department, static_cast<int64_t>(entry.seq)));
  message->set_seq(static_cast<int64_t>(entry.seq));
  message->set_revision(static_cast<int64_t>(entry.revision));
  message->set_request_id(entry.request_id);
  message->set_kind(static_cast<ledger::v1::EntryKind>(entry.kind));
  message->set_fiscal_year(entry.fiscal_year);
  message->set_stage(static_cast<budget::v1::Stage>(entry.stage));
  message->set_unit(entry.unit);
  message->set_submission(entry.submission);
  message->set_document_sha256(storage::ToHex(entry.document_sha256));
  message->set_supersedes_seq(static_cast<int64_t>(entry.supersedes_seq));
  LinesTo(entry.leaves, message->mutable_leaves());
  LinesTo(entry.printed, message->mutable_printed());
  TimeTo(absl::FromUnixMicros(entry.commit_time_unix_us),
         message->mutable_commit_time());
  message->set_previous_hash(storage::ToHex(entry.previous_hash));
  message->set_hash(storage::ToHex(stored.hash));
  if (entry.elimination) {
    const storage::EliminationTerms& terms = *entry.elimination;
    ledger::v1::EliminationTerms* said = message->mutable_elimination();
    said->set_payer(
        PartyName(division, {terms.payer_department, terms.payer_unit}));
    said->set_actor(terms.actor);
    said->set_reason(terms.reason);
  }
}

void TotalTo(const TotalValue& value, v1::Total* message) {
  AccountTo(value.account->key, message->mutable_account());
  message->set_derived_fen(value.derived_fen);
  if (value.printed_fen.has_value()) {
    message->set_printed_fen(*value.printed_fen);
  }
  message->set_eliminated_fen(value.eliminated_fen);
}

void ShareTo(absl::string_view division, const Share& share,
             v1::Contribution* message) {
  message->set_department(rpc::DepartmentName(division, share.department));
  message->set_unit(share.unit);
  message->set_entry(rpc::EntryName(division, share.department,
                                    static_cast<int64_t>(share.seq)));
  message->set_derived_fen(share.cell.derived_fen);
  message->set_eliminated_fen(share.cell.eliminated_fen);
  if (share.cell.printed_count > 0) {
    message->set_printed_fen(share.cell.printed_fen);
  }
  for (const auto& [account, fen] : share.leaves) {
    ledger::v1::Line* line = message->add_leaves();
    AccountTo(account->key, line->mutable_account());
    line->set_amount_fen(fen);
  }
}

void ProgressTo(uint64_t revision, v1::Progress* message) {
  message->set_revision(static_cast<int64_t>(revision));
  TimeTo(absl::Now(), message->mutable_server_time());
}

void VerificationTo(const Verification& verification,
                    v1::VerifyLedgersResponse* response) {
  response->set_ledger_count(verification.ledger_count);
  response->set_entry_count(verification.entry_count);
  response->set_revision(static_cast<int64_t>(verification.revision));
  for (const PeriodSums& sums : verification.sums) {
    v1::PeriodSums* message = response->add_sums();
    message->set_fiscal_year(sums.period.fiscal_year);
    message->set_stage(static_cast<budget::v1::Stage>(sums.period.stage));
    message->set_total_count(sums.total_count);
    message->set_income_fen(sums.income_fen);
    message->set_expenditure_fen(sums.expenditure_fen);
  }
  for (const Mismatch& mismatch : verification.mismatches) {
    const budget::Text text = TextOf(mismatch);
    v1::LedgerDifference* message = response->add_differences();
    message->set_zh(text.zh);
    message->set_en(text.en);
    message->set_department(mismatch.department);
    message->set_seq(static_cast<int64_t>(mismatch.seq));
    message->set_field(mismatch.field);
    message->set_expected(mismatch.expected);
    message->set_found(mismatch.found);
  }
}

void EventTo(absl::string_view division, const Watcher& watcher,
             const WatchEvent& event, v1::WatchTotalsResponse* response) {
  response->Clear();
  if (const auto* snapshot = std::get_if<SnapshotEvent>(&event)) {
    v1::TotalsSnapshot* message = response->mutable_snapshot();
    message->set_revision(static_cast<int64_t>(snapshot->snapshot->revision));
    message->set_last(snapshot->last);
    for (const TotalValue& total : snapshot->totals) {
      TotalTo(total, message->add_totals());
    }
  } else if (const auto* delta = std::get_if<DeltaEvent>(&event)) {
    v1::TotalsDelta* message = response->mutable_delta();
    message->set_revision(static_cast<int64_t>(delta->delta->revision));
    message->set_previous_revision(
        static_cast<int64_t>(delta->previous_revision));
    message->set_conflated(delta->conflated);
    message->set_last(delta->last);
    if (!delta->delta->department.empty()) {
      message->set_department(
          rpc::DepartmentName(division, delta->delta->department));
    }
    for (const TotalValue& total : delta->totals) {
      if (watcher.Wants(total)) TotalTo(total, message->add_totals());
    }
  } else if (const auto* progress = std::get_if<ProgressEvent>(&event)) {
    ProgressTo(progress->revision, response->mutable_progress());
  } else {
    response->mutable_compacted()->set_oldest_revision(
        static_cast<int64_t>(std::get<CompactedEvent>(event).oldest_revision));
  }
}

}  // namespace yuheng::aggregation
