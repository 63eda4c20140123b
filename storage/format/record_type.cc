#include "storage/format/record_type.h"

#include "absl/strings/str_cat.h"

namespace yuheng::storage {

absl::Status CheckRecordType(absl::string_view value, RecordType type,
                             absl::string_view record) {
  if (value.empty()) {
    return absl::DataLossError(
        absl::StrCat("damaged ", record, ": it is empty"));
  }
  const auto found = static_cast<uint8_t>(value[0]);
  const auto wanted = static_cast<uint8_t>(type);
  if (found == wanted) return absl::OkStatus();
  if (found >> 4 == wanted >> 4 && found > wanted) {
    return absl::FailedPreconditionError(
        absl::StrCat(record, " has layout version ", found & 0xf,
                     ", this program reads up to ", wanted & 0xf,
                     ": it was written by a newer Yuheng"));
  }
  return absl::DataLossError(absl::StrCat("damaged ", record,
                                          ": its first byte is 0x",
                                          absl::Hex(found, absl::kZeroPad2)));
}

}  // namespace yuheng::storage
