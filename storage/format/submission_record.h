#ifndef YUHENG_STORAGE_FORMAT_SUBMISSION_RECORD_H_
#define YUHENG_STORAGE_FORMAT_SUBMISSION_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/format/sha256.h"

namespace yuheng::storage {

// What is persisted in a department's submission partition. The keys are in
// submission_keys.h; the layouts stand beside the codec.
//
// Encode returns INVALID_ARGUMENT when a limit is exceeded or a number is
// negative that can't be. Decode accepts exactly what Encode writes: DATA_LOSS
// for any other bytes, FAILED_PRECONDITION for a layout newer than this
// program.

// Limits, in bytes unless said.
inline constexpr size_t kSubmissionIdBytesMax = 128;
inline constexpr size_t kFileNameBytesMax = 255;
inline constexpr size_t kPrintedFormBytesMax = 64;
inline constexpr size_t kActorBytesMax = 256;
inline constexpr size_t kStateReasonBytesMax = 16384;
inline constexpr size_t kVerdictBytesMax = size_t{1} << 20;
inline constexpr size_t kFindingBytesMax = size_t{1} << 20;
inline constexpr size_t kCatalogueVersionBytesMax = 256;
inline constexpr size_t kStateChangesMax = 1000;
inline constexpr size_t kFindingsMax = 100000;

// One state change, kept for ever.
struct StateChangeRecord {
  int state = 0;  // Number of yuheng.ingestion.v1.SubmissionState.
  int64_t time_unix_us = 0;
  std::string actor;  // A user, or the service that acted by policy.
  std::string reason_zh;
  std::string reason_en;
  // The client's id of the decision that it was; empty for none.
  std::string request_id = {};

  bool operator==(const StateChangeRecord&) const = default;
};

// One version of a department's document and how it stands (报送).
struct SubmissionRecord {
  std::string id;  // The last part of the resource name.
  std::string request_id;
  int fiscal_year = 0;  // 0 until the document was read.
  int stage = 0;        // Number of yuheng.budget.v1.Stage.
  std::string unit;     // Empty for the department as a whole.
  int version = 0;      // Within (year, stage, unit), from 1; 0 until known.
  int state = 0;        // Number of yuheng.ingestion.v1.SubmissionState.
  std::string file_name;
  uint64_t size_bytes = 0;
  Sha256Digest document_sha256{};
  int64_t receive_time_unix_us = 0;
  std::string actor;                       // Who sent it.
  std::vector<StateChangeRecord> history;  // Oldest first.
  uint64_t etag = 0;                       // Grows with every state change.
  // Checking: the number of yuheng.validation.v1.Verdict, 0 before it, and the
  // summary in the writer's own bytes. The findings have a key of their own.
  int validation_outcome = 0;
  std::string verdict;
  // The outbox: the id the posting (or the reversal of a withdrawal) is tried
  // with until it has an outcome; empty when there is none.
  std::string posting_request_id;
  std::string reversal_request_id;
  std::string entry;      // Resource name, once posted.
  uint64_t revision = 0;  // Of that entry.
  // Sent after the deadline.
  bool late = false;
  // Sent to be checked only: no version of its slot, and removed by newer ones.
  bool test = false;
  // Until when a returned document may be corrected; 0 for none.
  int64_t correction_end_time_unix_us = 0;
  // Id of the form that the sender said it is printed in; empty: not said.
  std::string printed_form;

  bool operator==(const SubmissionRecord&) const = default;
};

// What a document was compared with besides itself: ids of submissions of the
// same department.
struct ReferencesRecord {
  std::string prior_budget;  // Empty for none.
  std::vector<std::string> units;
  std::vector<std::string> units_missing;  // As people call them.

  bool operator==(const ReferencesRecord&) const = default;
};

// All findings of one submission in the order they were found, each in the
// writer's own bytes, and the rule catalogue they were found with.
struct FindingsRecord {
  std::string catalogue_version;
  std::vector<std::string> findings;
  // What in the file could not be read, likewise.
  std::vector<std::string> problems;
  // The findings by cause, likewise.
  std::vector<std::string> groups;
  // Absent, and no groups, in what was written in the first layout.
  absl::optional<ReferencesRecord> references;

  bool operator==(const FindingsRecord&) const = default;
};

// Which submission an upload's request_id made, and of which bytes.
struct SubmissionRequestRecord {
  std::string submission_id;
  Sha256Digest document_sha256{};

  bool operator==(const SubmissionRequestRecord&) const = default;
};

// Where the versions of one (year, stage, unit) stand.
struct SubmissionVersionRecord {
  int newest_version = 0;            // The last number that was given.
  std::string posted_submission_id;  // Empty while none is posted.

  bool operator==(const SubmissionVersionRecord&) const = default;
};

[[nodiscard]] absl::StatusOr<std::string> EncodeSubmission(
    const SubmissionRecord& record);
[[nodiscard]] absl::StatusOr<SubmissionRecord> DecodeSubmission(
    absl::string_view value);

[[nodiscard]] absl::StatusOr<std::string> EncodeFindings(
    const FindingsRecord& record);
[[nodiscard]] absl::StatusOr<FindingsRecord> DecodeFindings(
    absl::string_view value);

[[nodiscard]] absl::StatusOr<std::string> EncodeSubmissionRequest(
    const SubmissionRequestRecord& record);
[[nodiscard]] absl::StatusOr<SubmissionRequestRecord> DecodeSubmissionRequest(
    absl::string_view value);

[[nodiscard]] absl::StatusOr<std::string> EncodeSubmissionVersion(
    const SubmissionVersionRecord& record);
[[nodiscard]] absl::StatusOr<SubmissionVersionRecord> DecodeSubmissionVersion(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_SUBMISSION_RECORD_H_
