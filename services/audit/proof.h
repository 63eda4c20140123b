#ifndef YUHENG_SERVICES_AUDIT_PROOF_H_
#define YUHENG_SERVICES_AUDIT_PROOF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/audit/checkpoint.h"
#include "storage/format/ledger_record.h"

namespace yuheng::audit {

// Shows that an entry is in a checkpointed ledger: its stored bytes and those
// of every entry after it up to the checkpoint's head, each of which holds the
// hash of the one before. The nearer the checkpoint, the shorter the proof. Its
// text is described in README.md.
struct Proof {
  std::string department;
  uint64_t seq = 0;  // Of the entry that is proven; the first record.
  std::vector<std::string> records;
};

// Records of one proof and their bytes together.
inline constexpr size_t kProofRecordsMax = 100'000;
inline constexpr size_t kProofBytesMax = size_t{24} << 20;

[[nodiscard]] std::string ProofText(const Proof& proof);
// FIELD_INVALID when it is no text that ProofText wrote.
[[nodiscard]] absl::StatusOr<Proof> ReadProof(absl::string_view text);

// The entry that the proof shows to be in the checkpointed ledger;
// FIELD_INVALID saying at which seq it does not hold.
[[nodiscard]] absl::StatusOr<storage::EntryRecord> CheckProof(
    const Proof& proof, const Checkpoint& checkpoint);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_PROOF_H_
