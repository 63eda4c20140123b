#ifndef YUHENG_STORAGE_FORMAT_RECORD_TYPE_H_
#define YUHENG_STORAGE_FORMAT_RECORD_TYPE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// The first byte of every persisted value: the kind of record in the high four
// bits, the version of its layout in the low four. A number is never given to
// another kind, and a layout that was shipped never changes: a new one gets
// the next version, and its decoder keeps reading the old ones.
enum class RecordType : uint8_t {
  kEntry = 0x11,
  kEliminationEntry = 0x12,  // An entry with an elimination's terms.
  kContribution = 0x21,
  kOutcome = 0x31,
  kLedgerHead = 0x41,
  kSubmission = 0x51,
  kSubmissionInPeriod = 0x52,  // With marks or a correction period.
  kSubmissionInForm = 0x53,    // The same, and with a form.
  kSubmissionDecided = 0x54,   // The same, and with request ids of decisions.
  kSubmissionRequest = 0x61,
  kSubmissionVersion = 0x71,
  kFindingsFirst = 0x81,  // Before groups and references.
  kFindings = 0x82,
  kWaivers = 0x91,
  kWindow = 0xa1,
  kCeiling = 0xd1,
};

// OK when value starts with exactly this type. FAILED_PRECONDITION for a newer
// version of the same kind (written by a newer Yuheng), DATA_LOSS for anything
// else; `record` names it in the message.
[[nodiscard]] absl::Status CheckRecordType(absl::string_view value,
                                           RecordType type,
                                           absl::string_view record);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_RECORD_TYPE_H_
