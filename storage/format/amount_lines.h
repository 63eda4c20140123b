#ifndef YUHENG_STORAGE_FORMAT_AMOUNT_LINES_H_
#define YUHENG_STORAGE_FORMAT_AMOUNT_LINES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/format/coding.h"
#include "storage/format/ledger_record.h"

namespace yuheng::storage {

// The codec of a list of amounts inside the ledger records.

// Appends the lines, sorted by account. INVALID_ARGUMENT when a limit of
// ledger_record.h is exceeded or an account occurs twice.
[[nodiscard]] absl::Status AppendLines(std::string& out,
                                       const std::vector<AmountLine>& lines);

// Reads what AppendLines wrote, ascending by account; the reader fails on
// anything else.
std::vector<AmountLine> ReadLines(Reader& reader);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_AMOUNT_LINES_H_
