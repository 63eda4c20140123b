#include "services/audit/log/audit_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"

namespace yuheng::audit {
namespace {

absl::Status SystemError(const std::string& path) {
  return absl::InternalError(absl::StrCat(path, ": ", std::strerror(errno)));
}

uint64_t RoomOnDisk(const std::string& dir) {
  struct statvfs about = {};
  if (statvfs(dir.c_str(), &about) != 0) return 0;
  return uint64_t{about.f_bavail} * about.f_frsize;
}

absl::Status SyncFolder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return SystemError(path);
  const absl::Status status =
      fsync(folder) == 0 ? absl::OkStatus() : SystemError(path);
  close(folder);
  return status;
}

// Takes what is not whole off the end, so that the next record follows the last
// whole one.
absl::Status CutTorn(const std::string& dir, const LogEnd& end) {
  if (end.torn_bytes == 0) return absl::OkStatus();
  const std::string path = SegmentPath(dir, end.segment);
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return SystemError(path);
  absl::Status status;
  if (ftruncate(file, static_cast<off_t>(end.segment_bytes)) != 0 ||
      fsync(file) != 0) {
    status = SystemError(path);
  }
  close(file);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AuditLog>> AuditLog::Open(Options options) {
  if (!options.room) options.room = RoomOnDisk;
  if (mkdir(options.dir.c_str(), 0700) == 0) {
    // A power cut must not take the folder with the records in it.
    const absl::Status kept = SyncFolder(
        std::filesystem::absolute(options.dir).parent_path().string());
    if (!kept.ok()) return kept;
  } else if (errno != EEXIST) {
    return SystemError(options.dir);
  }
  const int lock =
      open(options.dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return SystemError(options.dir);
  // Closes the lock again when it can't be opened.
  auto log = absl::WrapUnique(new AuditLog(std::move(options), lock));
  const std::string& dir = log->options_.dir;
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("another process writes the audit log in ", dir));
  }
  auto end = ReadLog(dir, nullptr);
  if (!end.ok()) return end.status();
  const absl::Status cut = CutTorn(dir, *end);
  if (!cut.ok()) return cut;
  log->Begin(*end);
  return log;
}

AuditLog::AuditLog(Options options, int lock)
    : options_(std::move(options)), lock_(lock) {}

void AuditLog::Begin(const LogEnd& end) {
  opened_ = end;
  {
    absl::MutexLock lock(&mu_);
    end_ = end;
    end_.torn_bytes = 0;
  }
  thread_ = std::thread([this] { Run(); });
}

AuditLog::~AuditLog() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  if (file_ >= 0) close(file_);
  close(lock_);
}

absl::Status AuditLog::Ready() const {
  {
    absl::MutexLock lock(&mu_);
    if (!failed_.ok()) return failed_;
  }
  if (options_.room(options_.dir) >= kRoomBytesMin) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("no room for the audit log in ", options_.dir));
}

void AuditLog::Append(AuditRecord record, Written written) {
  absl::MutexLock lock(&mu_);
  urgent_ = urgent_ || written != nullptr;
  waiting_.push_back({std::move(record), std::move(written)});
}

bool AuditLog::Full() const {
  absl::MutexLock lock(&mu_);
  return waiting_.size() >= kWaitingMax;
}

LogEnd AuditLog::end() const {
  absl::MutexLock lock(&mu_);
  return end_;
}

absl::Status AuditLog::Read(uint64_t after, const RecordVisitor& visit) const {
  return ReadRecords(options_.dir, after, end().seq, visit);
}

void AuditLog::Run() {
  for (;;) {
    std::vector<Waiting> batch;
    LogEnd end;
    absl::Status status;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(this, &AuditLog::HasWork));
      mu_.AwaitWithTimeout(absl::Condition(this, &AuditLog::IsDue),
                           kGatherTime);
      if (waiting_.empty()) return;  // Stopping, and all is written.
      batch.swap(waiting_);
      urgent_ = false;
      end = end_;
      status = failed_;
    }
    const bool failed_before = !status.ok();
    if (!failed_before) status = Write(batch, &end);
    {
      absl::MutexLock lock(&mu_);
      if (status.ok()) {
        end_ = end;
      } else {
        failed_ = status;
      }
    }
    if (!status.ok() && !failed_before && options_.on_failed) {
      options_.on_failed(status);
    }
    for (const Waiting& one : batch) {
      if (one.written) one.written(status);
    }
  }
}

absl::Status AuditLog::Write(std::vector<Waiting>& batch, LogEnd* end) {
  std::string frames;
  for (Waiting& one : batch) {
    one.record.seq = end->seq + 1;
    const std::string record = EncodeAuditRecord(one.record, end->hash);
    if (file_ < 0 ||
        end->segment_bytes + frames.size() + record.size() + kFrameBytes >
            options_.segment_bytes_max) {
      absl::Status status = WriteFrames(frames, end);
      if (status.ok()) status = OpenSegment(end);
      if (!status.ok()) return status;
      frames.clear();
    }
    frames.append(FrameOf(record));
    end->seq = one.record.seq;
    end->hash = storage::Sha256(record);
  }
  return WriteFrames(frames, end);
}

absl::Status AuditLog::WriteFrames(const std::string& frames, LogEnd* end) {
  if (frames.empty()) return absl::OkStatus();
  size_t written = 0;
  while (written < frames.size()) {
    const ssize_t more =
        write(file_, frames.data() + written, frames.size() - written);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return SystemError(options_.dir);
    written += static_cast<size_t>(more);
  }
  if (fdatasync(file_) != 0) return SystemError(options_.dir);
  end->segment_bytes += frames.size();
  return absl::OkStatus();
}

absl::Status AuditLog::OpenSegment(LogEnd* end) {
  // The one that was written last goes on after a start, if it has room.
  const bool goes_on =
      file_ < 0 && end->segment != 0 &&
      end->segment_bytes + kAuditRecordBytesMax < options_.segment_bytes_max;
  if (file_ >= 0) close(file_);
  if (!goes_on) {
    end->segment = end->seq + 1;
    end->segment_bytes = 0;
  }
  const std::string path = SegmentPath(options_.dir, end->segment);
  file_ = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0 || fsync(lock_) != 0) return SystemError(path);
  return absl::OkStatus();
}

}  // namespace yuheng::audit
