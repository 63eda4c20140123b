#include "storage/format/submission_record.h"

#include <climits>

#include "absl/status/status.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"
#include "storage/format/ledger_record.h"
#include "storage/format/record_type.h"

// Layouts, version 1 unless said (numbers as in coding.h; digest = 32 bytes;
// list = varint number of elements, then the elements):
//
//   submission u8(0x51) bytes(id) bytes(request_id) varint(fiscal_year)
//              u8(stage) bytes(unit) varint(version) u8(state)
//              bytes(file_name) varint(size_bytes) digest(document_sha256)
//              zigzag(receive_time_unix_us) bytes(actor) list(change)
//              varint(etag) u8(validation_outcome) bytes(verdict)
//              bytes(posting_request_id) bytes(reversal_request_id)
//              bytes(entry) varint(revision)
//              version 2, u8(0x52), where one of these says anything, goes on
//              with u8(marks) zigzag(correction_end_time_unix_us), where marks
//              are 1 late + 2 test
//              version 3, u8(0x53), where a form is said, has these whatever
//              they say, and goes on with bytes(printed_form)
//              version 4, u8(0x54), where a change has a request id, has these
//              whatever they say, and goes on with bytes(request_id) of each
//              change
//   change     u8(state) zigzag(time_unix_us) bytes(actor) bytes(reason_zh)
//              bytes(reason_en)
//   request    u8(0x61) bytes(submission_id) digest(document_sha256)
//   version    u8(0x71) varint(newest_version) bytes(posted_submission_id)
//   findings   u8(0x82) bytes(catalogue_version) list(bytes finding)
//              list(bytes problem) list(bytes group) bytes(prior_budget)
//              list(bytes unit) list(bytes unit_missing)
//              version 1, u8(0x81), ended before the groups

namespace yuheng::storage {

namespace {

constexpr int kNumberMax = 255;
constexpr int kLateMark = 1;
constexpr int kTestMark = 2;
constexpr size_t kStateChangeBytesMin = 5;

absl::Status AppendStateChange(std::string& out,
                               const StateChangeRecord& change) {
  absl::Status status = CheckRange("state", change.state, kNumberMax);
  status.Update(CheckSize("actor", change.actor.size(), kActorBytesMax));
  status.Update(
      CheckSize("reason_zh", change.reason_zh.size(), kStateReasonBytesMax));
  status.Update(
      CheckSize("reason_en", change.reason_en.size(), kStateReasonBytesMax));
  status.Update(
      CheckSize("request_id", change.request_id.size(), kRequestIdBytesMax));
  AppendU8(out, change.state);
  AppendZigzag(out, change.time_unix_us);
  AppendBytes(out, change.actor);
  AppendBytes(out, change.reason_zh);
  AppendBytes(out, change.reason_en);
  return status;
}

StateChangeRecord ReadStateChange(Reader& reader) {
  StateChangeRecord change;
  change.state = reader.ReadU8();
  change.time_unix_us = reader.ReadZigzag();
  change.actor = ReadString(reader, kActorBytesMax);
  change.reason_zh = ReadString(reader, kStateReasonBytesMax);
  change.reason_en = ReadString(reader, kStateReasonBytesMax);
  return change;
}

absl::Status CheckSubmission(const SubmissionRecord& record) {
  absl::Status status =
      CheckSize("id", record.id.size(), kSubmissionIdBytesMax);
  status.Update(
      CheckSize("request_id", record.request_id.size(), kRequestIdBytesMax));
  status.Update(CheckRange("fiscal_year", record.fiscal_year, kFiscalYearMax));
  status.Update(CheckRange("stage", record.stage, kStageMax));
  status.Update(CheckSize("unit", record.unit.size(), kUnitBytesMax));
  status.Update(CheckRange("version", record.version, INT_MAX));
  status.Update(CheckRange("state", record.state, kNumberMax));
  status.Update(
      CheckSize("file_name", record.file_name.size(), kFileNameBytesMax));
  status.Update(CheckSize("actor", record.actor.size(), kActorBytesMax));
  status.Update(CheckSize("history", record.history.size(), kStateChangesMax));
  status.Update(
      CheckRange("validation_outcome", record.validation_outcome, kNumberMax));
  status.Update(CheckSize("verdict", record.verdict.size(), kVerdictBytesMax));
  status.Update(CheckSize("posting_request_id",
                          record.posting_request_id.size(),
                          kRequestIdBytesMax));
  status.Update(CheckSize("reversal_request_id",
                          record.reversal_request_id.size(),
                          kRequestIdBytesMax));
  status.Update(CheckSize("entry", record.entry.size(), kResourceNameBytesMax));
  status.Update(CheckSize("printed_form", record.printed_form.size(),
                          kPrintedFormBytesMax));
  return status;
}

// The first layout that holds all the record says.
RecordType LayoutOf(const SubmissionRecord& record) {
  for (const StateChangeRecord& change : record.history) {
    if (!change.request_id.empty()) return RecordType::kSubmissionDecided;
  }
  if (!record.printed_form.empty()) return RecordType::kSubmissionInForm;
  return record.late || record.test || record.correction_end_time_unix_us != 0
             ? RecordType::kSubmissionInPeriod
             : RecordType::kSubmission;
}

// The layout that is written there; as CheckRecordType for none of them.
absl::StatusOr<RecordType> ReadLayout(absl::string_view value) {
  for (const RecordType layout :
       {RecordType::kSubmission, RecordType::kSubmissionInPeriod,
        RecordType::kSubmissionInForm}) {
    if (CheckRecordType(value, layout, "submission").ok()) return layout;
  }
  const absl::Status status =
      CheckRecordType(value, RecordType::kSubmissionDecided, "submission");
  if (!status.ok()) return status;
  return RecordType::kSubmissionDecided;
}

absl::Status AppendBlobs(std::string& out,
                         const std::vector<std::string>& blobs) {
  absl::Status status = CheckSize("findings", blobs.size(), kFindingsMax);
  AppendVarint(out, blobs.size());
  for (const std::string& blob : blobs) {
    status.Update(CheckSize("a finding", blob.size(), kFindingBytesMax));
    AppendBytes(out, blob);
  }
  return status;
}

std::vector<std::string> ReadBlobs(Reader& reader) {
  const size_t count = reader.ReadCount(kFindingsMax, 1);
  std::vector<std::string> blobs;
  blobs.reserve(count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    blobs.push_back(ReadString(reader, kFindingBytesMax));
  }
  return blobs;
}

}  // namespace

absl::StatusOr<std::string> EncodeSubmission(const SubmissionRecord& record) {
  absl::Status status = CheckSubmission(record);
  std::string out;
  const RecordType layout = LayoutOf(record);
  AppendU8(out, static_cast<uint8_t>(layout));
  AppendBytes(out, record.id);
  AppendBytes(out, record.request_id);
  AppendVarint(out, record.fiscal_year);
  AppendU8(out, record.stage);
  AppendBytes(out, record.unit);
  AppendVarint(out, record.version);
  AppendU8(out, record.state);
  AppendBytes(out, record.file_name);
  AppendVarint(out, record.size_bytes);
  AppendDigest(out, record.document_sha256);
  AppendZigzag(out, record.receive_time_unix_us);
  AppendBytes(out, record.actor);
  AppendVarint(out, record.history.size());
  for (const StateChangeRecord& change : record.history) {
    status.Update(AppendStateChange(out, change));
  }
  AppendVarint(out, record.etag);
  AppendU8(out, record.validation_outcome);
  AppendBytes(out, record.verdict);
  AppendBytes(out, record.posting_request_id);
  AppendBytes(out, record.reversal_request_id);
  AppendBytes(out, record.entry);
  AppendVarint(out, record.revision);
  if (layout != RecordType::kSubmission) {
    AppendU8(out,
             (record.late ? kLateMark : 0) | (record.test ? kTestMark : 0));
    AppendZigzag(out, record.correction_end_time_unix_us);
  }
  if (layout >= RecordType::kSubmissionInForm) {
    AppendBytes(out, record.printed_form);
  }
  if (layout == RecordType::kSubmissionDecided) {
    for (const StateChangeRecord& change : record.history) {
      AppendBytes(out, change.request_id);
    }
  }
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<SubmissionRecord> DecodeSubmission(absl::string_view value) {
  const absl::StatusOr<RecordType> layout = ReadLayout(value);
  if (!layout.ok()) return layout.status();
  Reader reader(value.substr(1));
  SubmissionRecord record;
  record.id = ReadString(reader, kSubmissionIdBytesMax);
  record.request_id = ReadString(reader, kRequestIdBytesMax);
  record.fiscal_year = static_cast<int>(reader.ReadVarint(kFiscalYearMax));
  record.stage = reader.ReadU8();
  record.unit = ReadString(reader, kUnitBytesMax);
  record.version = static_cast<int>(reader.ReadVarint(INT_MAX));
  record.state = reader.ReadU8();
  record.file_name = ReadString(reader, kFileNameBytesMax);
  record.size_bytes = reader.ReadVarint();
  record.document_sha256 = ReadDigest(reader);
  record.receive_time_unix_us = reader.ReadZigzag();
  record.actor = ReadString(reader, kActorBytesMax);
  const size_t changes =
      reader.ReadCount(kStateChangesMax, kStateChangeBytesMin);
  for (size_t i = 0; i < changes && reader.ok(); ++i) {
    record.history.push_back(ReadStateChange(reader));
  }
  record.etag = reader.ReadVarint();
  record.validation_outcome = reader.ReadU8();
  record.verdict = ReadString(reader, kVerdictBytesMax);
  record.posting_request_id = ReadString(reader, kRequestIdBytesMax);
  record.reversal_request_id = ReadString(reader, kRequestIdBytesMax);
  record.entry = ReadString(reader, kResourceNameBytesMax);
  record.revision = reader.ReadVarint();
  if (*layout != RecordType::kSubmission) {
    const int marks = reader.ReadU8();
    record.late = (marks & kLateMark) != 0;
    record.test = (marks & kTestMark) != 0;
    record.correction_end_time_unix_us = reader.ReadZigzag();
    if (marks > (kLateMark | kTestMark)) reader.Fail("unknown marks");
  }
  if (*layout >= RecordType::kSubmissionInForm) {
    record.printed_form = ReadString(reader, kPrintedFormBytesMax);
  }
  if (*layout == RecordType::kSubmissionDecided) {
    for (StateChangeRecord& change : record.history) {
      change.request_id = ReadString(reader, kRequestIdBytesMax);
    }
  }
  if (LayoutOf(record) != *layout) reader.Fail("a layout that says nothing");
  const absl::Status status = reader.Finish("submission");
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<std::string> EncodeFindings(const FindingsRecord& record) {
  absl::Status status =
      CheckSize("catalogue_version", record.catalogue_version.size(),
                kCatalogueVersionBytesMax);
  const bool first = !record.references;
  if (first && !record.groups.empty()) {
    status.Update(absl::InvalidArgumentError("groups without references"));
  }
  std::string out;
  AppendU8(out, static_cast<uint8_t>(first ? RecordType::kFindingsFirst
                                           : RecordType::kFindings));
  AppendBytes(out, record.catalogue_version);
  status.Update(AppendBlobs(out, record.findings));
  status.Update(AppendBlobs(out, record.problems));
  if (!first) {
    const ReferencesRecord& references = *record.references;
    status.Update(AppendBlobs(out, record.groups));
    status.Update(CheckSize("prior_budget", references.prior_budget.size(),
                            kSubmissionIdBytesMax));
    AppendBytes(out, references.prior_budget);
    status.Update(AppendBlobs(out, references.units));
    status.Update(AppendBlobs(out, references.units_missing));
  }
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<FindingsRecord> DecodeFindings(absl::string_view value) {
  const bool first =
      CheckRecordType(value, RecordType::kFindingsFirst, "findings").ok();
  absl::Status status =
      first ? absl::OkStatus()
            : CheckRecordType(value, RecordType::kFindings, "findings");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  FindingsRecord record;
  record.catalogue_version = ReadString(reader, kCatalogueVersionBytesMax);
  record.findings = ReadBlobs(reader);
  record.problems = ReadBlobs(reader);
  if (!first) {
    record.groups = ReadBlobs(reader);
    ReferencesRecord& references = record.references.emplace();
    references.prior_budget = ReadString(reader, kSubmissionIdBytesMax);
    references.units = ReadBlobs(reader);
    references.units_missing = ReadBlobs(reader);
  }
  status = reader.Finish("findings");
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<std::string> EncodeSubmissionRequest(
    const SubmissionRequestRecord& record) {
  absl::Status status = CheckSize("submission_id", record.submission_id.size(),
                                  kSubmissionIdBytesMax);
  if (!status.ok()) return status;
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kSubmissionRequest));
  AppendBytes(out, record.submission_id);
  AppendDigest(out, record.document_sha256);
  return out;
}

absl::StatusOr<SubmissionRequestRecord> DecodeSubmissionRequest(
    absl::string_view value) {
  absl::Status status =
      CheckRecordType(value, RecordType::kSubmissionRequest, "upload request");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  SubmissionRequestRecord record;
  record.submission_id = ReadString(reader, kSubmissionIdBytesMax);
  record.document_sha256 = ReadDigest(reader);
  status = reader.Finish("upload request");
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<std::string> EncodeSubmissionVersion(
    const SubmissionVersionRecord& record) {
  absl::Status status =
      CheckRange("newest_version", record.newest_version, INT_MAX);
  status.Update(CheckSize("posted_submission_id",
                          record.posted_submission_id.size(),
                          kSubmissionIdBytesMax));
  if (!status.ok()) return status;
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kSubmissionVersion));
  AppendVarint(out, record.newest_version);
  AppendBytes(out, record.posted_submission_id);
  return out;
}

absl::StatusOr<SubmissionVersionRecord> DecodeSubmissionVersion(
    absl::string_view value) {
  absl::Status status = CheckRecordType(value, RecordType::kSubmissionVersion,
                                        "submission version");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  SubmissionVersionRecord record;
  record.newest_version = static_cast<int>(reader.ReadVarint(INT_MAX));
  record.posted_submission_id = ReadString(reader, kSubmissionIdBytesMax);
  status = reader.Finish("submission version");
  if (!status.ok()) return status;
  return record;
}

}  // namespace yuheng::storage
