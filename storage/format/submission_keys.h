#ifndef YUHENG_STORAGE_FORMAT_SUBMISSION_KEYS_H_
#define YUHENG_STORAGE_FORMAT_SUBMISSION_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/format/coding.h"

namespace yuheng::storage {

// The keys inside a department's submission partition (numbers as in
// coding.h):
//
//   's' id                                -> SubmissionRecord
//   'b' id 0x00 be32(chunk)               -> original bytes, chunk from 0
//   'f' id                                -> FindingsRecord
//   'w' id                                -> WaiversRecord
//   'q' request_id                        -> SubmissionRequestRecord
//   'v' be32(fiscal year) u8(stage) unit  -> SubmissionVersionRecord
//
// id, request_id and unit hold no 0x00 and run to the end of the key where
// nothing follows them. The chunks of 'b' are the document's bytes and nothing
// else: every one but the last has kDocumentChunkBytes, and an empty document
// has none. The document's SHA-256 in the SubmissionRecord covers them.
inline constexpr absl::string_view kSubmissionKeyPrefix = "s";
inline constexpr absl::string_view kDocumentKeyPrefix = "b";
inline constexpr absl::string_view kFindingsKeyPrefix = "f";
inline constexpr absl::string_view kWaiversKeyPrefix = "w";
inline constexpr absl::string_view kSubmissionRequestKeyPrefix = "q";
inline constexpr absl::string_view kSubmissionVersionKeyPrefix = "v";
inline constexpr size_t kDocumentChunkBytes = size_t{1} << 20;

// What the key of a piece of a document says.
struct DocumentKeyParts {
  std::string id;
  uint32_t chunk = 0;

  bool operator==(const DocumentKeyParts&) const = default;
};

// What the key of a version says.
struct SubmissionVersionKeyParts {
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;

  bool operator==(const SubmissionVersionKeyParts&) const = default;
};

[[nodiscard]] std::string SubmissionKey(absl::string_view id);
[[nodiscard]] std::string DocumentKey(absl::string_view id, uint32_t chunk);
// All chunks of one document: scan [prefix, KeyAfterPrefix(prefix)).
[[nodiscard]] std::string DocumentKeyPrefix(absl::string_view id);
[[nodiscard]] std::string FindingsKey(absl::string_view id);
[[nodiscard]] std::string WaiversKey(absl::string_view id);
[[nodiscard]] std::string SubmissionRequestKey(absl::string_view request_id);
[[nodiscard]] std::string SubmissionVersionKey(int fiscal_year, int stage,
                                               absl::string_view unit);

// DATA_LOSS when key is not one of that kind.
[[nodiscard]] absl::StatusOr<std::string> ParseSubmissionKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<DocumentKeyParts> ParseDocumentKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<std::string> ParseFindingsKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<std::string> ParseWaiversKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<std::string> ParseSubmissionRequestKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<SubmissionVersionKeyParts>
ParseSubmissionVersionKey(absl::string_view key);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_SUBMISSION_KEYS_H_
