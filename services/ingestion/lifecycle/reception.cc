#include "services/ingestion/lifecycle/reception.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/submission_window.h"

namespace yuheng::ingestion {
namespace {

constexpr size_t kSubmissionIdHexDigits = 24;

// One upload is one id: whoever sends it again names the same submission.
std::string SubmissionIdOf(absl::string_view department,
                           absl::string_view request_id) {
  const std::string hex = storage::ToHex(storage::Sha256(
      absl::StrCat(department, absl::string_view("\0", 1), request_id)));
  return absl::StrCat("s-", hex.substr(0, kSubmissionIdHexDigits));
}

absl::Status IdReused(const PreparedUpload& upload) {
  return Refuse(rpc::Reason::kRequestIdReused,
                budget::Message("ingestion.request_id_reused",
                                {{"request_id", upload.header.request_id}}));
}

absl::StatusOr<const budget::Department*> FindDepartment(
    const budget::DepartmentList& list, const UploadHeader& header,
    const budget::Document& document) {
  const budget::Department* named = list.FindByName(document.department);
  if (header.department.empty()) {
    if (document.department.empty()) {
      return Refuse(rpc::Reason::kDepartmentUnknown,
                    budget::Message("ingestion.document_names_no_department"));
    }
    if (named == nullptr) {
      return Refuse(rpc::Reason::kDepartmentUnknown,
                    budget::Message("ingestion.department_not_in_list",
                                    {{"department", document.department}}));
    }
    return named;
  }
  const budget::Department* sent = list.FindByCode(header.department);
  if (sent == nullptr) {
    return Refuse(rpc::Reason::kDepartmentUnknown,
                  budget::Message("ingestion.department_not_in_list",
                                  {{"department", header.department}}));
  }
  // A unit's document prints the unit's name, which the list does not have.
  const bool of_unit = !header.unit.empty() && named == nullptr;
  if (named != sent && !document.department.empty() && !of_unit) {
    return Refuse(rpc::Reason::kDepartmentMismatch,
                  budget::Message("ingestion.department_mismatch",
                                  {{"document", document.department},
                                   {"sent", sent->name}}));
  }
  return sent;
}

absl::Status CheckYear(const UploadHeader& header,
                       const budget::Document& document) {
  if (document.fiscal_year == 0) {
    return Refuse(rpc::Reason::kDocumentOtherYear,
                  budget::Message("ingestion.year_missing"));
  }
  if (header.fiscal_year != 0 && header.fiscal_year != document.fiscal_year) {
    return Refuse(
        rpc::Reason::kDocumentOtherYear,
        budget::Message("ingestion.year_other",
                        {{"document", absl::StrCat(document.fiscal_year)},
                         {"sent", absl::StrCat(header.fiscal_year)}}));
  }
  return absl::OkStatus();
}

absl::Status CheckUnit(const budget::Department& department,
                       const std::string& unit) {
  if (unit.empty() || department.units.empty() ||
      department.FindUnit(unit) != nullptr) {
    return absl::OkStatus();
  }
  return Refuse(
      rpc::Reason::kFieldInvalid,
      budget::Message("ingestion.unit_unknown",
                      {{"unit", unit}, {"department", department.name}}));
}

}  // namespace

absl::StatusOr<PreparedUpload> Receiver::Prepare(UploadHeader header,
                                                 std::string bytes) const {
  const storage::Sha256Digest sha256 = storage::Sha256(bytes);
  if (header.sha256 && *header.sha256 != sha256) {
    return rpc::MakeError(rpc::Reason::kUploadDamaged);
  }
  absl::StatusOr<budget::Document> document =
      parts_.reader({.bytes = bytes,
                     .file_name = header.file_name,
                     .size_bytes_max = parts_.policy.document_size_bytes_max,
                     .printed_form = header.printed_form,
                     .turn = CallerTurn(header.identity, header.department)});
  if (!document.ok()) {
    return rpc::WithReason(document.status(), rpc::Reason::kDocumentUnreadable);
  }
  absl::StatusOr<const budget::Department*> department =
      FindDepartment(*parts_.departments, header, *document);
  if (!department.ok()) return department.status();
  absl::Status status = CheckYear(header, *document);
  status.Update(CheckUnit(**department, header.unit));
  if (!status.ok()) return status;

  PreparedUpload upload;
  upload.department = (*department)->code;
  upload.slot = {document->fiscal_year, header.stage, header.unit};
  upload.header = std::move(header);
  if (upload.header.arrive_time_unix_us == 0) {
    upload.header.arrive_time_unix_us = parts_.now_unix_us();
  }
  upload.sha256 = sha256;
  upload.bytes = std::move(bytes);
  upload.document =
      std::make_shared<const budget::Document>(*std::move(document));
  return upload;
}

absl::StatusOr<Reception> Receiver::Receive(const PreparedUpload& upload) {
  absl::StatusOr<absl::optional<storage::SubmissionRequestRecord>> request =
      parts_.store->FindRequest(upload.department, upload.header.request_id);
  if (!request.ok()) return request.status();
  if (request->has_value()) return Replay(upload, **request);

  const absl::optional<SubmissionEntry> newest =
      parts_.store->index().NewestInSlot(upload.department, upload.slot);
  if (upload.header.test || !newest || IsFinal(newest->state) ||
      newest->document_sha256 != upload.sha256) {
    return StoreNew(upload);
  }
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(upload.department, newest->id);
  if (!record.ok()) return record.status();
  // In another form they say other things.
  if (record->printed_form != upload.header.printed_form) {
    return StoreNew(upload);
  }
  // The same bytes again under another id: remember the id, make nothing new.
  absl::Status taken = day_intake_.Take(upload.department, /*size_bytes=*/0,
                                        upload.header.arrive_time_unix_us);
  if (!taken.ok()) return taken;
  SubmissionChange change;
  change.request_id = upload.header.request_id;
  change.request = {.submission_id = record->id,
                    .document_sha256 = upload.sha256};
  absl::Status committed = parts_.store->Commit(upload.department, change);
  if (!committed.ok()) return committed;
  return Reception{.record = *std::move(record),
                   .replayed = true,
                   .reason = budget::Message("ingestion.same_bytes",
                                             {{"submission", newest->id}})};
}

absl::StatusOr<Reception> Receiver::Replay(
    const PreparedUpload& upload,
    const storage::SubmissionRequestRecord& request) const {
  if (request.document_sha256 != upload.sha256) return IdReused(upload);
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(upload.department, request.submission_id);
  if (!record.ok()) return record.status();
  if (SlotOf(*record) != upload.slot || record->test != upload.header.test ||
      record->printed_form != upload.header.printed_form) {
    return IdReused(upload);
  }
  return Reception{.record = *std::move(record), .replayed = true};
}

absl::Status Receiver::MakeTest(const PreparedUpload& upload,
                                SubmissionChange* change) const {
  change->records[0].test = true;
  const std::vector<SubmissionEntry> tests =
      parts_.store->index().TestsOf(upload.department);
  const auto open =
      std::count_if(tests.begin(), tests.end(),
                    [](const SubmissionEntry& test) { return test.open(); });
  if (open >= static_cast<std::ptrdiff_t>(kTestSubmissionsMax)) {
    return rpc::WithRetryAfter(
        Refuse(rpc::Reason::kQueueFull,
               budget::Message("ingestion.tests_full",
                               {{"max", absl::StrCat(kTestSubmissionsMax)}})),
        kTestsFullRetryAfter);
  }
  for (const SubmissionEntry& test : tests) {
    if (tests.size() - change->removed.size() < kTestSubmissionsMax ||
        change->removed.size() == kTestSubmissionsRemovedMax) {
      break;
    }
    if (test.open()) continue;  // Somebody waits for its verdict.
    absl::StatusOr<storage::SubmissionRecord> record =
        parts_.store->Get(upload.department, test.id);
    if (!record.ok()) return record.status();
    change->removed.push_back(*std::move(record));
  }
  return absl::OkStatus();
}

absl::Status Receiver::MakeVersion(const PreparedUpload& upload,
                                   SubmissionChange* change) const {
  storage::SubmissionRecord& record = change->records[0];
  const absl::StatusOr<Arrival> arrival =
      JudgeArrival(parts_, upload.department, upload.slot,
                   {upload.sha256, upload.header.printed_form},
                   upload.header.arrive_time_unix_us);
  if (!arrival.ok()) return arrival.status();
  absl::StatusOr<storage::SubmissionVersionRecord> version =
      parts_.store->GetVersion(upload.department, upload.slot);
  if (!version.ok()) return version.status();
  if (version->newest_version >= kSlotVersionsMax) {
    return Refuse(rpc::Reason::kIntakeLimitReached,
                  budget::Message("ingestion.versions_full",
                                  {{"max", absl::StrCat(kSlotVersionsMax)}}));
  }
  record.late = arrival->late;
  record.correction_end_time_unix_us = arrival->correction_end_time_unix_us;
  record.version = ++version->newest_version;
  change->slot = upload.slot;
  change->version = *std::move(version);
  return absl::OkStatus();
}

absl::StatusOr<Reception> Receiver::StoreNew(const PreparedUpload& upload) {
  SubmissionChange change;
  storage::SubmissionRecord& record = change.records.emplace_back();
  record.id = SubmissionIdOf(upload.department, upload.header.request_id);
  record.request_id = upload.header.request_id;
  record.fiscal_year = upload.slot.fiscal_year;
  record.stage = upload.slot.stage;
  record.unit = upload.slot.unit;
  record.state = static_cast<int>(State::kReceived);
  record.file_name = upload.header.file_name;
  record.size_bytes = upload.bytes.size();
  record.document_sha256 = upload.sha256;
  // The newest of a department stands first in lists whatever the clock does.
  record.receive_time_unix_us =
      std::max(upload.header.arrive_time_unix_us,
               parts_.store->index().NewestReceiveTime(upload.department) + 1);
  record.actor = upload.header.actor;
  record.printed_form = upload.header.printed_form;
  const absl::Status made = upload.header.test ? MakeTest(upload, &change)
                                               : MakeVersion(upload, &change);
  if (!made.ok()) return made;
  absl::Status taken = day_intake_.Take(
      upload.department, static_cast<int64_t>(upload.bytes.size()),
      upload.header.arrive_time_unix_us);
  if (!taken.ok()) return taken;
  Remark(record.actor,
         budget::Message(record.test   ? "ingestion.received_test"
                         : record.late ? "ingestion.received_late"
                                       : "ingestion.received"),
         record.receive_time_unix_us, &record);

  change.document = &upload.bytes;
  change.request_id = record.request_id;
  change.request = {.submission_id = record.id,
                    .document_sha256 = upload.sha256};
  absl::Status committed = parts_.store->Commit(upload.department, change);
  if (!committed.ok()) return committed;
  return Reception{.record = std::move(record)};
}

}  // namespace yuheng::ingestion
