#ifndef YUHENG_STORAGE_FORMAT_CEILING_RECORD_H_
#define YUHENG_STORAGE_FORMAT_CEILING_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// Ceilings lie in the partition of the prefecture (window_record.h):
//
//   'k' be32(fiscal_year) be32(number)  -> CeilingRecord
//
// The numbers of one year count from 1 without gaps. A record is never written
// again: a later one of the same department and unit says what has changed.
inline constexpr absl::string_view kCeilingKeyPrefix = "k";
inline constexpr size_t kCeilingReasonBytesMax = 512;
inline constexpr size_t kCeilingFigureRecordsMax = 64;
inline constexpr size_t kCeilingSourceBytesMax = 32;

struct CeilingFigureRecord {
  std::string source;
  int kind = 0;  // Number of yuheng.budget.v1.ExpenditureKind.
  int64_t amount_fen = 0;

  bool operator==(const CeilingFigureRecord&) const = default;
};

// What a department or unit may request, as somebody set it once.
struct CeilingRecord {
  std::string department;
  std::string unit;  // Empty for the department as a whole.
  std::vector<CeilingFigureRecord> figures;  // None: it was taken away.
  int64_t set_time_unix_us = 0;
  std::string actor;
  std::string reason;

  bool operator==(const CeilingRecord&) const = default;
};

// What the key of a ceiling says.
struct CeilingKeyParts {
  int fiscal_year = 0;
  uint32_t number = 0;

  bool operator==(const CeilingKeyParts&) const = default;
};

[[nodiscard]] std::string CeilingKey(const CeilingKeyParts& parts);
// DATA_LOSS when key is not one of that kind.
[[nodiscard]] absl::StatusOr<CeilingKeyParts> ParseCeilingKey(
    absl::string_view key);

// Encoding and decoding fail as those of submission_record.h do.
[[nodiscard]] absl::StatusOr<std::string> EncodeCeiling(
    const CeilingRecord& record);
[[nodiscard]] absl::StatusOr<CeilingRecord> DecodeCeiling(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_CEILING_RECORD_H_
