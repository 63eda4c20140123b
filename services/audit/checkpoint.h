#ifndef YUHENG_SERVICES_AUDIT_CHECKPOINT_H_
#define YUHENG_SERVICES_AUDIT_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/audit/signing.h"
#include "storage/format/sha256.h"

namespace yuheng::audit {

// Where one ledger stands.
struct LedgerHead {
  std::string department;
  uint64_t seq = 0;
  storage::Sha256Digest hash{};  // Of the entry at seq.

  bool operator==(const LedgerHead&) const = default;
};

// Where all ledgers of a prefecture stand at one revision. Its text is
// described in README.md.
struct Checkpoint {
  std::string division;
  uint64_t revision = 0;
  int64_t time_unix_us = 0;
  // Ascending by department, each with at least one entry.
  std::vector<LedgerHead> heads;
  // Who says so.
  PublicKey key{};

  // nullptr when the department had no ledger then.
  const LedgerHead* Find(absl::string_view department) const;

  bool operator==(const Checkpoint&) const = default;
};

// The text an auditor keeps: the statement and its signature. `key` of the
// checkpoint is that of `signer`, whatever was there.
[[nodiscard]] std::string SignCheckpoint(Checkpoint checkpoint,
                                         const SigningKey& signer);

// The checkpoint of a text that SignCheckpoint wrote; FIELD_INVALID when it is
// none, byte for byte, or when its signature is not that of the key it names.
// Whether that key is the cluster's, the caller has to compare.
[[nodiscard]] absl::StatusOr<Checkpoint> ReadCheckpoint(absl::string_view text);

// The same, and signed by the key with this text; empty: by any.
[[nodiscard]] absl::StatusOr<Checkpoint> ReadCheckpointOf(
    absl::string_view key_text, absl::string_view text);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_CHECKPOINT_H_
