#ifndef YUHENG_SERVICES_AUDIT_LOG_AUDIT_LOG_H_
#define YUHENG_SERVICES_AUDIT_LOG_AUDIT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/audit/log/audit_record.h"
#include "services/audit/log/log_reader.h"

namespace yuheng::audit {

// A file of the log is ended when it is this large.
inline constexpr uint64_t kSegmentBytesMaxDefault = uint64_t{16} << 20;
// With less room on its disk than this, changes are refused: what they leave
// must still fit.
inline constexpr uint64_t kRoomBytesMin = uint64_t{64} << 20;
// Records wait no longer than this for others to be synced with.
inline constexpr absl::Duration kGatherTime = absl::Milliseconds(500);
// Records that wait to be written while nobody waits for them; with more,
// somebody has to.
inline constexpr size_t kWaitingMax = 4096;

// An append-only, hash-chained log of calls, in a folder of its own (0700). One
// thread writes. Thread-safe.
class AuditLog {
 public:
  struct Options {
    std::string dir;
    uint64_t segment_bytes_max = kSegmentBytesMaxDefault;
    // Bytes that are free on the disk of `dir`; the file system's answer when
    // empty.
    std::function<uint64_t(const std::string& dir)> room;
    // The first write that fails; from then on nothing is written any more.
    std::function<void(const absl::Status&)> on_failed;
  };

  // Proves what is there and goes on behind it. DATA_LOSS naming the record at
  // which the chain breaks; FAILED_PRECONDITION when another process has the
  // folder; INTERNAL for what the file system refuses.
  static absl::StatusOr<std::unique_ptr<AuditLog>> Open(Options options);
  // Writes what waits.
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  // What was there, and what was cut off behind it.
  const LogEnd& opened() const { return opened_; }

  // Whether what somebody is about to change could be recorded:
  // RESOURCE_EXHAUSTED without room on the disk, the failure after one.
  absl::Status Ready() const ABSL_LOCKS_EXCLUDED(mu_);

  // Called when the record is durable, or never will be. From the log's thread.
  using Written = std::function<void(const absl::Status&)>;
  // Appends a record; its seq is set here. Without `written` it is durable
  // within a second or so.
  void Append(AuditRecord record, Written written) ABSL_LOCKS_EXCLUDED(mu_);
  // Whether so much waits that the next to append should wait for it.
  bool Full() const ABSL_LOCKS_EXCLUDED(mu_);

  // The newest durable record.
  LogEnd end() const ABSL_LOCKS_EXCLUDED(mu_);
  // The durable records above `after`.
  absl::Status Read(uint64_t after, const RecordVisitor& visit) const;

 private:
  struct Waiting {
    AuditRecord record;
    Written written;
  };

  AuditLog(Options options, int lock);
  void Begin(const LogEnd& end);
  void Run();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopping_ || !waiting_.empty();
  }
  bool IsDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopping_ || urgent_ || waiting_.size() >= kWaitingMax;
  }
  // Writes and syncs; called by the thread alone.
  absl::Status Write(std::vector<Waiting>& batch, LogEnd* end);
  absl::Status WriteFrames(const std::string& frames, LogEnd* end);
  absl::Status OpenSegment(LogEnd* end);

  const Options options_;
  // Of the folder; held while this lives.
  const int lock_;
  // Set once, before the thread begins.
  LogEnd opened_;
  // The thread's.
  int file_ = -1;

  mutable absl::Mutex mu_;
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mu_);
  bool urgent_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status failed_ ABSL_GUARDED_BY(mu_);
  LogEnd end_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_LOG_AUDIT_LOG_H_
