#include "storage/format/submission_keys.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/format/ledger_record.h"

namespace yuheng::storage {

namespace {

absl::StatusOr<std::string> ParseIdKey(absl::string_view key,
                                       absl::string_view prefix,
                                       absl::string_view what) {
  if (!absl::ConsumePrefix(&key, prefix)) {
    return absl::DataLossError(absl::StrCat("not the key of ", what));
  }
  return std::string(key);
}

}  // namespace

std::string SubmissionKey(absl::string_view id) {
  return absl::StrCat(kSubmissionKeyPrefix, id);
}

std::string DocumentKeyPrefix(absl::string_view id) {
  std::string key = absl::StrCat(kDocumentKeyPrefix, id);
  AppendU8(key, 0);
  return key;
}

std::string DocumentKey(absl::string_view id, uint32_t chunk) {
  std::string key = DocumentKeyPrefix(id);
  AppendBigEndian32(key, chunk);
  return key;
}

std::string FindingsKey(absl::string_view id) {
  return absl::StrCat(kFindingsKeyPrefix, id);
}

std::string WaiversKey(absl::string_view id) {
  return absl::StrCat(kWaiversKeyPrefix, id);
}

std::string SubmissionRequestKey(absl::string_view request_id) {
  return absl::StrCat(kSubmissionRequestKeyPrefix, request_id);
}

std::string SubmissionVersionKey(int fiscal_year, int stage,
                                 absl::string_view unit) {
  std::string key(kSubmissionVersionKeyPrefix);
  AppendBigEndian32(key, fiscal_year);
  AppendU8(key, stage);
  absl::StrAppend(&key, unit);
  return key;
}

absl::StatusOr<std::string> ParseSubmissionKey(absl::string_view key) {
  return ParseIdKey(key, kSubmissionKeyPrefix, "a submission");
}

absl::StatusOr<DocumentKeyParts> ParseDocumentKey(absl::string_view key) {
  const size_t end = key.find('\0');
  if (!absl::ConsumePrefix(&key, kDocumentKeyPrefix) ||
      end == absl::string_view::npos) {
    return absl::DataLossError("not the key of a document's piece");
  }
  DocumentKeyParts parts;
  parts.id = std::string(key.substr(0, end - kDocumentKeyPrefix.size()));
  Reader reader(key.substr(parts.id.size() + 1));
  parts.chunk = reader.ReadBigEndian32();
  absl::Status status = reader.Finish("key of a document's piece");
  if (!status.ok()) return status;
  return parts;
}

absl::StatusOr<std::string> ParseFindingsKey(absl::string_view key) {
  return ParseIdKey(key, kFindingsKeyPrefix, "a submission's findings");
}

absl::StatusOr<std::string> ParseWaiversKey(absl::string_view key) {
  return ParseIdKey(key, kWaiversKeyPrefix, "a submission's explanations");
}

absl::StatusOr<std::string> ParseSubmissionRequestKey(absl::string_view key) {
  return ParseIdKey(key, kSubmissionRequestKeyPrefix, "an upload's request");
}

absl::StatusOr<SubmissionVersionKeyParts> ParseSubmissionVersionKey(
    absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kSubmissionVersionKeyPrefix)) {
    return absl::DataLossError("not the key of a version");
  }
  Reader reader(key);
  SubmissionVersionKeyParts parts;
  const uint32_t fiscal_year = reader.ReadBigEndian32();
  if (fiscal_year > kFiscalYearMax) reader.Fail("a year out of range");
  parts.fiscal_year = static_cast<int>(fiscal_year);
  parts.stage = reader.ReadU8();
  parts.unit = std::string(reader.ReadFixed(reader.remaining_bytes()));
  absl::Status status = reader.Finish("key of a version");
  if (!status.ok()) return status;
  return parts;
}

}  // namespace yuheng::storage
