#ifndef YUHENG_SERVICES_AUDIT_LOG_AUDIT_RECORD_H_
#define YUHENG_SERVICES_AUDIT_LOG_AUDIT_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/format/sha256.h"

namespace yuheng::audit {

// Longest texts and lists of a record; what is longer is cut, so that a caller
// can't make the log grow faster than by this.
inline constexpr size_t kAuditTextBytesMax = 256;
inline constexpr size_t kAuditRolesMax = 16;
// A batch has 200 items, and its parent.
inline constexpr size_t kAuditNamesMax = 256;
// Hence no record is larger.
inline constexpr size_t kAuditRecordBytesMax = size_t{72} << 10;

// The layout that is written; a record begins with its layout's, from 1.
inline constexpr unsigned char kAuditRecordVersion = 2;

// One call: who made it, what it was about, how it was answered. Never what was
// sent, and nothing that proves an identity.
struct AuditRecord {
  // From 1, without a gap.
  uint64_t seq = 0;
  // When its right was judged.
  int64_t time_unix_us = 0;
  std::string subject;
  // Numbers of yuheng.access.v1.Role.
  std::vector<int> roles;
  // A number of yuheng.audit.v1.Proof.
  int proof = 0;
  std::string peer;
  // For whom the peer said it was; its word, and nobody's proof.
  std::string forwarded_for;
  // The method's full name.
  std::string method;
  // The resource names that the request gave.
  std::vector<std::string> names;
  std::string request_id;
  // A google.rpc.Code.
  int code = 0;

  bool operator==(const AuditRecord&) const = default;
};

// The record as it is kept, behind one with the digest `previous`; all zero
// before the first. Texts and lists that are too long are cut.
[[nodiscard]] std::string EncodeAuditRecord(
    const AuditRecord& record, const storage::Sha256Digest& previous);

struct ChainedRecord {
  AuditRecord record;
  storage::Sha256Digest previous{};
};
// The inverse; DATA_LOSS for bytes that are none, FAILED_PRECONDITION for those
// of a newer version.
[[nodiscard]] absl::StatusOr<ChainedRecord> DecodeAuditRecord(
    absl::string_view bytes);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_LOG_AUDIT_RECORD_H_
