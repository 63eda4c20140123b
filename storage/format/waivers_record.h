#ifndef YUHENG_STORAGE_FORMAT_WAIVERS_RECORD_H_
#define YUHENG_STORAGE_FORMAT_WAIVERS_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// Limits; in bytes where they say so.
inline constexpr size_t kWaiversMax = 500;
inline constexpr size_t kFindingIdBytesMax = 64;
inline constexpr size_t kWaiverTextBytesMax = 2000;

// The department's explanation of one finding.
struct WaiverRecord {
  std::string finding_id;
  int state = 0;  // Number of yuheng.ingestion.v1.WaiverState.
  std::string text;
  std::string actor;  // Who explained it.
  int64_t create_time_unix_us = 0;
  // The submission it was given for when it was carried over; else empty.
  std::string origin_submission_id;
  // The finding as it stood when it was explained, in the writer's own bytes.
  std::string finding;
  // Of the taking back; empty and 0 without one.
  std::string delete_actor;
  int64_t delete_time_unix_us = 0;

  bool operator==(const WaiverRecord&) const = default;
};

// All explanations of one submission, oldest first. Encoding and decoding fail
// as those of submission_record.h do.
struct WaiversRecord {
  std::vector<WaiverRecord> waivers;

  bool operator==(const WaiversRecord&) const = default;
};

[[nodiscard]] absl::StatusOr<std::string> EncodeWaivers(
    const WaiversRecord& record);
[[nodiscard]] absl::StatusOr<WaiversRecord> DecodeWaivers(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_WAIVERS_RECORD_H_
