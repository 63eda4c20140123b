// The files of an audit log: DIR/00000000000000000001.audit and so on, each
// named by the seq of its first record. A file is frames:
//
//   frame  be32(size of the record) record SHA-256 of the record (32 bytes)
//
// Each record holds the SHA-256 of the one before it, over the files' ends too,
// so nothing can be changed, left out or put between without a break in the
// chain; only the newest record's digest is held by nobody but who wrote it
// down.
#ifndef YUHENG_SERVICES_AUDIT_LOG_LOG_READER_H_
#define YUHENG_SERVICES_AUDIT_LOG_LOG_READER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/audit/log/audit_record.h"
#include "storage/format/sha256.h"

namespace yuheng::audit {

// Frame's bytes beside the record.
inline constexpr size_t kFrameBytes = 4 + 32;

// The frame of a record as EncodeAuditRecord gives it.
[[nodiscard]] std::string FrameOf(absl::string_view record);

// The file of the log whose first record is `seq`.
[[nodiscard]] std::string SegmentPath(const std::string& dir, uint64_t seq);
// The first seqs of the files in `dir`, ascending; none when there is no such
// folder.
[[nodiscard]] absl::StatusOr<std::vector<uint64_t>> ListSegments(
    const std::string& dir);

// Where a log ends.
struct LogEnd {
  // The newest whole record; 0 for none.
  uint64_t seq = 0;
  storage::Sha256Digest hash{};
  // The file it is in, by its first seq, and where that file's whole records
  // end.
  uint64_t segment = 0;
  uint64_t segment_bytes = 0;
  // Bytes behind them: a record that was being written when a process ended.
  uint64_t torn_bytes = 0;
};

// Sees each record and its SHA-256; returns false to end the reading.
using RecordVisitor = std::function<bool(const AuditRecord& record,
                                         const storage::Sha256Digest& hash)>;

// Reads all of a log and proves its chain. DATA_LOSS naming the file and the
// record where it breaks: one that was changed or is missing, between others or
// at the beginning. What is not whole at the very end is told, not an error. A
// visitor may be empty.
[[nodiscard]] absl::StatusOr<LogEnd> ReadLog(const std::string& dir,
                                             const RecordVisitor& visit);

// Reads the records above `after` up to `last`, which are known to be there:
// DATA_LOSS when one is not. Does not look at what comes before them.
[[nodiscard]] absl::Status ReadRecords(const std::string& dir, uint64_t after,
                                       uint64_t last,
                                       const RecordVisitor& visit);

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_LOG_LOG_READER_H_
