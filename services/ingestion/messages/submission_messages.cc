#include "services/ingestion/messages/submission_messages.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/regional_form.h"
#include "services/ingestion/lifecycle/review.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/store/finding_codec.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "storage/format/sha256.h"

namespace yuheng::ingestion {
namespace {

constexpr int64_t kTimeSecondsMax = 253'402'300'799;  // 9999-12-31.
constexpr int32_t kNanosPerSecond = 1'000'000'000;
constexpr absl::string_view kUnnamedActor = "anonymous";

std::string NameOf(const Prefecture& prefecture, const std::string& department,
                   const storage::SubmissionRecord& record) {
  return record.id.empty()
             ? ""
             : rpc::SubmissionName(prefecture.division, department, record.id);
}

bool IsRequestId(absl::string_view id) {
  if (id.size() < kRequestIdBytesMin || id.size() > kRequestIdBytesMax) {
    return false;
  }
  for (const char c : id) {
    if (c < '!' || c > '~') return false;
  }
  return true;
}

absl::Status CheckDivision(const Prefecture& prefecture,
                           const std::string& division, rpc::Reason reason) {
  if (division == prefecture.division) return absl::OkStatus();
  return Refuse(reason, budget::Message("ingestion.division_other",
                                        {{"served", prefecture.division},
                                         {"asked", division}}));
}

absl::Status FieldError(absl::string_view field, const absl::Status& why) {
  return rpc::MakeFieldError(
      {{std::string(field), std::string(why.message())}});
}

std::vector<rpc::FieldViolation> ViolationsOf(const v1::SubmitHeader& header) {
  std::vector<rpc::FieldViolation> violations;
  CheckRequestId(header.request_id(), "header.request_id", &violations);
  if (header.file_name().size() > storage::kFileNameBytesMax) {
    violations.push_back({"header.file_name", "at most 255 bytes"});
  }
  if (!budget::v1::Stage_IsValid(header.stage())) {
    violations.push_back({"header.stage", "no stage of the budget cycle"});
  }
  if (!header.unit().empty() && !rpc::IsResourceId(header.unit())) {
    violations.push_back(
        {"header.unit", "1 to 64 of A-Z a-z 0-9 . _ -, or empty"});
  }
  if (header.fiscal_year() != 0 && !IsFiscalYear(header.fiscal_year())) {
    violations.push_back({"header.fiscal_year", "2000 to 2100, or 0"});
  }
  if (header.test() && header.validate_only()) {
    violations.push_back({"header.test", "not with validate_only"});
  }
  const bool announced = !header.document_sha256().empty();
  if (announced &&
      header.document_sha256().size() != storage::Sha256Digest().size()) {
    violations.push_back({"header.document_sha256", "32 bytes, or empty"});
  }
  if (announced ? header.document_size_bytes() < 1
                : header.document_size_bytes() != 0) {
    violations.push_back({"header.document_size_bytes",
                          "at least 1 with document_sha256, else 0"});
  }
  if (header.resume_offset() < 0 ||
      header.resume_offset() > header.document_size_bytes() ||
      (header.resume_offset() > 0 && header.validate_only())) {
    violations.push_back({"header.resume_offset",
                          "0 to document_size_bytes; 0 with validate_only"});
  }
  if (header.form().size() > storage::kPrintedFormBytesMax) {
    violations.push_back({"header.form", "at most 64 bytes"});
  }
  if (header.actor().size() > kActorRequestBytesMax) {
    violations.push_back({"header.actor", "at most 128 bytes"});
  }
  return violations;
}

// Names the forms there are when the header asks for none of them.
absl::Status CheckForm(const std::string& form) {
  if (form.empty() || budget::FindForm(form) != nullptr) {
    return absl::OkStatus();
  }
  const budget::Text text = budget::Message(
      "forms.unknown", {{"value", form}, {"forms", budget::FormIds()}});
  return rpc::MakeFieldError({{"header.form", text.en}}, text.zh, text.en);
}

// Ceilings are figures of the finance bureau, and no document.
absl::Status CheckStage(budget::v1::Stage stage) {
  if (stage != budget::v1::STAGE_CEILING) return absl::OkStatus();
  const budget::Text text = budget::Message("ingestion.stage_ceiling");
  return rpc::MakeFieldError({{"header.stage", text.en}}, text.zh, text.en);
}

}  // namespace

void SetTime(int64_t unix_us, google::protobuf::Timestamp* time) {
  time->set_seconds(unix_us / kMicrosPerSecond);
  time->set_nanos(static_cast<int32_t>(unix_us % kMicrosPerSecond) * 1000);
}

absl::optional<int64_t> UnixMicrosOf(const google::protobuf::Timestamp& time) {
  if (time.seconds() < 1 || time.seconds() > kTimeSecondsMax ||
      time.nanos() < 0 || time.nanos() >= kNanosPerSecond) {
    return absl::nullopt;
  }
  return time.seconds() * kMicrosPerSecond + time.nanos() / 1000;
}

absl::StatusOr<v1::Submission> SubmissionMessage(
    const Prefecture& prefecture, const std::string& department,
    const storage::SubmissionRecord& record, const VerdictBasis& now) {
  v1::Submission message;
  message.set_name(NameOf(prefecture, department, record));
  message.set_request_id(record.request_id);
  message.set_fiscal_year(record.fiscal_year);
  message.set_stage(static_cast<budget::v1::Stage>(record.stage));
  message.set_unit(record.unit);
  message.set_version(record.version);
  message.set_state(static_cast<v1::SubmissionState>(record.state));
  message.set_file_name(record.file_name);
  message.set_size_bytes(static_cast<int64_t>(record.size_bytes));
  message.set_document_sha256(storage::ToHex(record.document_sha256));
  if (record.receive_time_unix_us != 0) {
    SetTime(record.receive_time_unix_us, message.mutable_receive_time());
  }
  if (!record.verdict.empty()) {
    absl::StatusOr<validation::v1::VerdictSummary> verdict = VerdictOf(record);
    if (!verdict.ok()) return verdict.status();
    message.set_verdict_stale(now.IsStale(department, record, *verdict));
    *message.mutable_verdict() = *std::move(verdict);
  }
  for (const storage::StateChangeRecord& change : record.history) {
    *message.add_history() = StateChangeMessage(change);
  }
  message.set_entry(record.entry);
  message.set_revision(static_cast<int64_t>(record.revision));
  if (!record.id.empty()) message.set_etag(EtagOf(record));
  message.set_late(record.late);
  message.set_test(record.test);
  message.set_form(record.printed_form);
  if (record.correction_end_time_unix_us != 0) {
    SetTime(record.correction_end_time_unix_us,
            message.mutable_correction_end_time());
  }
  const budget::Department* listed =
      prefecture.departments->FindByCode(department);
  if (listed != nullptr) message.set_department_display_name(listed->name);
  return message;
}

v1::SubmissionReferences ReferencesMessage(
    const Prefecture& prefecture, const std::string& department,
    const storage::ReferencesRecord& record) {
  const auto name_of = [&](const std::string& id) {
    return rpc::SubmissionName(prefecture.division, department, id);
  };
  v1::SubmissionReferences message;
  if (!record.prior_budget.empty()) {
    message.set_prior_budget(name_of(record.prior_budget));
  }
  for (const std::string& unit : record.units) {
    message.add_units(name_of(unit));
  }
  for (const std::string& unit : record.units_missing) {
    message.add_units_missing(unit);
  }
  return message;
}

void CheckRequestId(absl::string_view id, absl::string_view field,
                    std::vector<rpc::FieldViolation>* violations) {
  if (IsRequestId(id)) return;
  violations->push_back(
      {std::string(field), "8 to 128 visible ASCII characters"});
}

v1::StateChange StateChangeMessage(const storage::StateChangeRecord& change) {
  v1::StateChange message;
  message.set_state(static_cast<v1::SubmissionState>(change.state));
  SetTime(change.time_unix_us, message.mutable_time());
  message.set_actor(change.actor);
  message.mutable_reason()->set_zh(change.reason_zh);
  message.mutable_reason()->set_en(change.reason_en);
  message.set_request_id(change.request_id);
  return message;
}

budget::v1::ReadingProblem ProblemMessage(
    const budget::ReadingProblem& problem) {
  budget::v1::ReadingProblem message;
  message.set_id(problem.id);
  message.mutable_location()->set_line(problem.location.line);
  message.mutable_location()->set_reference(problem.location.reference);
  message.set_table(static_cast<budget::v1::TableKind>(problem.table));
  message.mutable_message()->set_zh(problem.message.zh);
  message.mutable_message()->set_en(problem.message.en);
  return message;
}

v1::Receipt ReceiptMessage(const Prefecture& prefecture,
                           const std::string& department,
                           const storage::SubmissionRecord& record) {
  v1::Receipt receipt;
  receipt.set_submission(NameOf(prefecture, department, record));
  receipt.set_document_sha256(storage::ToHex(record.document_sha256));
  receipt.set_size_bytes(static_cast<int64_t>(record.size_bytes));
  receipt.set_late(record.late);
  return receipt;
}

absl::StatusOr<UploadHeader> ParseHeader(const Prefecture& prefecture,
                                         const v1::SubmitHeader& header) {
  std::vector<rpc::FieldViolation> violations = ViolationsOf(header);
  absl::StatusOr<rpc::ResourceName> parent = rpc::ParseResourceName(
      header.parent(),
      {rpc::ResourceKind::kPrefecture, rpc::ResourceKind::kDepartment});
  if (!parent.ok()) {
    violations.push_back(
        {"header.parent", std::string(parent.status().message())});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  absl::Status served = CheckDivision(prefecture, parent->division,
                                      rpc::Reason::kDepartmentUnknown);
  served.Update(CheckForm(header.form()));
  served.Update(CheckStage(header.stage()));
  if (!served.ok()) return served;
  UploadHeader upload;
  upload.department = parent->department;
  upload.request_id = header.request_id();
  upload.file_name = header.file_name();
  upload.stage = header.stage() == budget::v1::STAGE_UNSPECIFIED
                     ? budget::v1::STAGE_APPROVED
                     : header.stage();
  upload.unit = header.unit();
  upload.fiscal_year = header.fiscal_year();
  upload.test = header.test();
  upload.printed_form = header.form();
  if (!header.document_sha256().empty()) {
    upload.sha256 = storage::Sha256Digest();
    absl::c_copy(header.document_sha256(), upload.sha256->begin());
  }
  upload.actor =
      header.actor().empty() ? std::string(kUnnamedActor) : header.actor();
  return upload;
}

absl::StatusOr<SubmissionRef> ParseSubmissionName(const Prefecture& prefecture,
                                                  absl::string_view name,
                                                  absl::string_view field) {
  absl::StatusOr<rpc::ResourceName> parsed =
      rpc::ParseResourceName(name, rpc::ResourceKind::kSubmission);
  if (!parsed.ok()) return FieldError(field, parsed.status());
  absl::Status served = CheckServed(prefecture, *parsed);
  if (!served.ok()) return served;
  return SubmissionRef{parsed->department, parsed->submission};
}

absl::Status CheckServed(const Prefecture& prefecture,
                         const rpc::ResourceName& name) {
  return CheckDivision(prefecture, name.division, rpc::Reason::kNotFound);
}

absl::StatusOr<std::string> ParseParent(const Prefecture& prefecture,
                                        absl::string_view parent,
                                        absl::string_view field) {
  absl::StatusOr<rpc::ResourceName> parsed = rpc::ParseResourceName(
      parent, {rpc::ResourceKind::kPrefecture, rpc::ResourceKind::kDepartment});
  if (!parsed.ok()) return FieldError(field, parsed.status());
  absl::Status served =
      CheckDivision(prefecture, parsed->division, rpc::Reason::kNotFound);
  if (!served.ok()) return served;
  return parsed->department;
}

std::string PageTokenOf(const SubmissionEntry& last) {
  return absl::WebSafeBase64Escape(absl::StrCat(last.receive_time_unix_us, "/",
                                                last.department, "/", last.id));
}

absl::StatusOr<absl::optional<ListPosition>> ParsePageToken(
    absl::string_view token) {
  if (token.empty()) return absl::optional<ListPosition>();
  std::string plain;
  ListPosition position;
  if (absl::WebSafeBase64Unescape(token, &plain)) {
    const std::vector<std::string> parts = absl::StrSplit(plain, '/');
    if (parts.size() == 3 &&
        absl::SimpleAtoi(parts[0], &position.receive_time_unix_us)) {
      position.department = parts[1];
      position.id = parts[2];
      return absl::make_optional(std::move(position));
    }
  }
  return rpc::MakeFieldError(
      {{"page_token", "not the token of a previous response"}});
}

}  // namespace yuheng::ingestion
