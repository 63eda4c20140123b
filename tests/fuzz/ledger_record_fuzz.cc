// Any bytes a disk may return for a ledger record: refused, or exactly what
// encoding the decoded record writes. The first byte picks the kind of record.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "storage/format/ledger_record.h"

namespace {

using namespace yuheng::storage;  // NOLINT: a program of one screen.

void CheckEntry(absl::string_view bytes) {
  const auto record = DecodeEntry(bytes);
  if (!record.ok()) return;
  const auto again = EncodeEntry(*record);
  YUHENG_CHECK(again.ok() && *again == bytes);
}

void CheckContribution(absl::string_view bytes) {
  const auto record = DecodeContribution(bytes);
  if (!record.ok()) return;
  const auto again = EncodeContribution(*record);
  YUHENG_CHECK(again.ok() && *again == bytes);
}

void CheckOutcome(absl::string_view bytes) {
  const auto record = DecodeOutcome(bytes);
  if (!record.ok()) return;
  const auto again = EncodeOutcome(*record);
  YUHENG_CHECK(again.ok() && *again == bytes);
}

void CheckHead(absl::string_view bytes) {
  const auto record = DecodeLedgerHead(bytes);
  if (record.ok()) YUHENG_CHECK(EncodeLedgerHead(*record) == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1,
                                size - 1);
  switch (data[0] % 4) {
    case 0:
      CheckEntry(bytes);
      break;
    case 1:
      CheckContribution(bytes);
      break;
    case 2:
      CheckOutcome(bytes);
      break;
    default:
      CheckHead(bytes);
  }
  return 0;
}
