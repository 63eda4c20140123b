#ifndef YUHENG_STORAGE_FORMAT_WINDOW_RECORD_H_
#define YUHENG_STORAGE_FORMAT_WINDOW_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// What belongs to the prefecture as a whole lies in a partition of the
// submission store that no department's code can name:
//
//   'd' be32(fiscal_year) u8(stage) be32(number)  -> WindowRecord
//
// The numbers of one (year, stage) count from 1 without gaps. A record is never
// written again: a later one says what has changed.
inline constexpr char kPrefecturePartition[] = ".prefecture";
inline constexpr absl::string_view kWindowKeyPrefix = "d";
inline constexpr size_t kWindowReasonBytesMax = 512;

// When documents of a year and stage may be sent, as somebody set it once.
// Times are in microseconds of Unix time; 0 for none.
struct WindowRecord {
  std::string department;  // Empty for all.
  int64_t open_time_unix_us = 0;
  int64_t deadline_unix_us = 0;
  int64_t grace_end_time_unix_us = 0;
  int64_t set_time_unix_us = 0;
  std::string actor;
  std::string reason;

  bool operator==(const WindowRecord&) const = default;
};

// What the key of a window says.
struct WindowKeyParts {
  int fiscal_year = 0;
  int stage = 0;
  uint32_t number = 0;

  bool operator==(const WindowKeyParts&) const = default;
};

[[nodiscard]] std::string WindowKey(const WindowKeyParts& parts);
// DATA_LOSS when key is not one of that kind.
[[nodiscard]] absl::StatusOr<WindowKeyParts> ParseWindowKey(
    absl::string_view key);

// Encoding and decoding fail as those of submission_record.h do.
[[nodiscard]] absl::StatusOr<std::string> EncodeWindow(
    const WindowRecord& record);
[[nodiscard]] absl::StatusOr<WindowRecord> DecodeWindow(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_WINDOW_RECORD_H_
