#include "storage/format/ledger_record.h"

#include "absl/status/status.h"
#include "storage/format/amount_lines.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"
#include "storage/format/record_type.h"

// Layouts (numbers as in coding.h; digest = 32 bytes,
// lines = amount_lines.cc):
//
//   entry        u8(0x11) varint(seq) varint(revision) bytes(request_id)
//                u8(kind) varint(fiscal_year) u8(stage) bytes(unit)
//                bytes(submission) digest(document_sha256)
//                varint(supersedes_seq) zigzag(commit_time_unix_us)
//                digest(previous_hash) lines(leaves) lines(printed)
//                or the same from u8(0x12) on, followed by
//                bytes(payer_department) bytes(payer_unit) bytes(actor)
//                bytes(reason)
//   contribution u8(0x21) varint(seq) varint(revision) varint(fiscal_year)
//                u8(stage) bytes(unit) bytes(submission) lines(leaves)
//                lines(printed)
//   outcome      u8(0x31) digest(fingerprint) u8(outcome) varint(seq)
//                varint(revision) bytes(refusal_reason) bytes(refusal_zh)
//                bytes(refusal_en)
//   head         u8(0x41) varint(seq) varint(revision) digest(hash)

namespace yuheng::storage {
namespace {

// Terms stand where the kind needs them, and may where it is a reversal.
bool HasTermsOfItsKind(EntryKind kind, bool has_terms) {
  if (kind == EntryKind::kElimination) return has_terms;
  return !has_terms || kind == EntryKind::kReversal;
}

absl::Status AppendTerms(std::string& out, const EliminationTerms& terms) {
  absl::Status status = CheckSize(
      "payer_department", terms.payer_department.size(), kDepartmentBytesMax);
  status.Update(
      CheckSize("payer_unit", terms.payer_unit.size(), kUnitBytesMax));
  status.Update(
      CheckSize("actor", terms.actor.size(), kEliminationActorBytesMax));
  status.Update(
      CheckSize("reason", terms.reason.size(), kEliminationReasonBytesMax));
  AppendBytes(out, terms.payer_department);
  AppendBytes(out, terms.payer_unit);
  AppendBytes(out, terms.actor);
  AppendBytes(out, terms.reason);
  return status;
}

EliminationTerms ReadTerms(Reader& reader) {
  EliminationTerms terms;
  terms.payer_department = ReadString(reader, kDepartmentBytesMax);
  terms.payer_unit = ReadString(reader, kUnitBytesMax);
  terms.actor = ReadString(reader, kEliminationActorBytesMax);
  terms.reason = ReadString(reader, kEliminationReasonBytesMax);
  return terms;
}

}  // namespace

absl::StatusOr<std::string> EncodeEntry(const EntryRecord& record) {
  absl::Status status =
      CheckSize("request_id", record.request_id.size(), kRequestIdBytesMax);
  status.Update(CheckRange("fiscal_year", record.fiscal_year, kFiscalYearMax));
  status.Update(CheckRange("stage", record.stage, kStageMax));
  status.Update(CheckSize("unit", record.unit.size(), kUnitBytesMax));
  status.Update(
      CheckSize("submission", record.submission.size(), kResourceNameBytesMax));
  if (!HasTermsOfItsKind(record.kind, record.elimination.has_value())) {
    status.Update(absl::InvalidArgumentError("terms of another kind of entry"));
  }
  std::string out;
  AppendU8(out, static_cast<uint8_t>(record.elimination
                                         ? RecordType::kEliminationEntry
                                         : RecordType::kEntry));
  AppendVarint(out, record.seq);
  AppendVarint(out, record.revision);
  AppendBytes(out, record.request_id);
  AppendU8(out, static_cast<uint8_t>(record.kind));
  AppendVarint(out, record.fiscal_year);
  AppendU8(out, record.stage);
  AppendBytes(out, record.unit);
  AppendBytes(out, record.submission);
  AppendDigest(out, record.document_sha256);
  AppendVarint(out, record.supersedes_seq);
  AppendZigzag(out, record.commit_time_unix_us);
  AppendDigest(out, record.previous_hash);
  status.Update(AppendLines(out, record.leaves));
  status.Update(AppendLines(out, record.printed));
  if (record.elimination) {
    status.Update(AppendTerms(out, *record.elimination));
  }
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<EntryRecord> DecodeEntry(absl::string_view value) {
  absl::Status status =
      CheckRecordType(value, RecordType::kEntry, "ledger entry");
  const bool has_terms = !status.ok();
  if (has_terms) {
    status =
        CheckRecordType(value, RecordType::kEliminationEntry, "ledger entry");
  }
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  EntryRecord record;
  record.seq = reader.ReadVarint();
  record.revision = reader.ReadVarint();
  record.request_id = ReadString(reader, kRequestIdBytesMax);
  const uint8_t kind = reader.ReadU8();
  if (kind < 1 || kind > static_cast<uint8_t>(EntryKind::kElimination)) {
    reader.Fail("an unknown kind of entry");
  }
  record.kind = static_cast<EntryKind>(kind);
  if (!HasTermsOfItsKind(record.kind, has_terms)) {
    reader.Fail("terms of another kind of entry");
  }
  record.fiscal_year = static_cast<int>(reader.ReadVarint(kFiscalYearMax));
  record.stage = reader.ReadU8();
  record.unit = ReadString(reader, kUnitBytesMax);
  record.submission = ReadString(reader, kResourceNameBytesMax);
  record.document_sha256 = ReadDigest(reader);
  record.supersedes_seq = reader.ReadVarint();
  record.commit_time_unix_us = reader.ReadZigzag();
  record.previous_hash = ReadDigest(reader);
  record.leaves = ReadLines(reader);
  record.printed = ReadLines(reader);
  if (has_terms) record.elimination = ReadTerms(reader);
  status = reader.Finish("ledger entry");
  if (!status.ok()) return status;
  return record;
}

Sha256Digest EntryHash(absl::string_view encoded_entry) {
  return Sha256(encoded_entry);
}

absl::StatusOr<std::string> EncodeContribution(
    const ContributionRecord& record) {
  absl::Status status =
      CheckRange("fiscal_year", record.fiscal_year, kFiscalYearMax);
  status.Update(CheckRange("stage", record.stage, kStageMax));
  status.Update(CheckSize("unit", record.unit.size(), kUnitBytesMax));
  status.Update(
      CheckSize("submission", record.submission.size(), kResourceNameBytesMax));
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kContribution));
  AppendVarint(out, record.seq);
  AppendVarint(out, record.revision);
  AppendVarint(out, record.fiscal_year);
  AppendU8(out, record.stage);
  AppendBytes(out, record.unit);
  AppendBytes(out, record.submission);
  status.Update(AppendLines(out, record.leaves));
  status.Update(AppendLines(out, record.printed));
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<ContributionRecord> DecodeContribution(absl::string_view value) {
  absl::Status status =
      CheckRecordType(value, RecordType::kContribution, "contribution");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  ContributionRecord record;
  record.seq = reader.ReadVarint();
  record.revision = reader.ReadVarint();
  record.fiscal_year = static_cast<int>(reader.ReadVarint(kFiscalYearMax));
  record.stage = reader.ReadU8();
  record.unit = ReadString(reader, kUnitBytesMax);
  record.submission = ReadString(reader, kResourceNameBytesMax);
  record.leaves = ReadLines(reader);
  record.printed = ReadLines(reader);
  status = reader.Finish("contribution");
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<std::string> EncodeOutcome(const OutcomeRecord& record) {
  absl::Status status = CheckSize(
      "refusal_reason", record.refusal_reason.size(), kReasonBytesMax);
  status.Update(
      CheckSize("refusal_zh", record.refusal_zh.size(), kReasonBytesMax));
  status.Update(
      CheckSize("refusal_en", record.refusal_en.size(), kReasonBytesMax));
  if (!status.ok()) return status;
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kOutcome));
  AppendDigest(out, record.fingerprint);
  AppendU8(out, static_cast<uint8_t>(record.outcome));
  AppendVarint(out, record.seq);
  AppendVarint(out, record.revision);
  AppendBytes(out, record.refusal_reason);
  AppendBytes(out, record.refusal_zh);
  AppendBytes(out, record.refusal_en);
  return out;
}

absl::StatusOr<OutcomeRecord> DecodeOutcome(absl::string_view value) {
  absl::Status status =
      CheckRecordType(value, RecordType::kOutcome, "posting outcome");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  OutcomeRecord record;
  record.fingerprint = ReadDigest(reader);
  const uint8_t outcome = reader.ReadU8();
  if (outcome < 1 ||
      outcome > static_cast<uint8_t>(PostingOutcome::kNeverApplied)) {
    reader.Fail("an unknown outcome");
  }
  record.outcome = static_cast<PostingOutcome>(outcome);
  record.seq = reader.ReadVarint();
  record.revision = reader.ReadVarint();
  record.refusal_reason = ReadString(reader, kReasonBytesMax);
  record.refusal_zh = ReadString(reader, kReasonBytesMax);
  record.refusal_en = ReadString(reader, kReasonBytesMax);
  status = reader.Finish("posting outcome");
  if (!status.ok()) return status;
  return record;
}

std::string EncodeLedgerHead(const LedgerHeadRecord& record) {
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kLedgerHead));
  AppendVarint(out, record.seq);
  AppendVarint(out, record.revision);
  AppendDigest(out, record.hash);
  return out;
}

absl::StatusOr<LedgerHeadRecord> DecodeLedgerHead(absl::string_view value) {
  absl::Status status =
      CheckRecordType(value, RecordType::kLedgerHead, "ledger head");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  LedgerHeadRecord record;
  record.seq = reader.ReadVarint();
  record.revision = reader.ReadVarint();
  record.hash = ReadDigest(reader);
  status = reader.Finish("ledger head");
  if (!status.ok()) return status;
  return record;
}

}  // namespace yuheng::storage
