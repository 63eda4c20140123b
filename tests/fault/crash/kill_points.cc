// Preloaded into a server (LD_PRELOAD), ends it as kill -9 does at a named
// point of its commit path. The environment says where:
//   YUHENG_KILL_POINT  one of the names below
//   YUHENG_KILL_AFTER  at its n-th occurrence, from 1
//   YUHENG_KILL_NOTE   a file that is created right before
//
//   wal_write    before bytes go to a write-ahead log (<digits>.log)
//   wal_torn     when a part of them is in it
//   wal_written  when they are, before the log is synced
//   wal_synced   when it is, before anything else happens
//   answer       before the first bytes to a peer after a log was synced
//   table        before a table or blob file (*.sst, *.blob) is synced
//   manifest     before a MANIFEST is synced or CURRENT is renamed

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <string_view>

namespace {

struct Plan {
  std::string_view point;
  long after = 0;
  const char* note = nullptr;
};

Plan ReadPlan() {
  const char* point = getenv("YUHENG_KILL_POINT");
  const char* after = getenv("YUHENG_KILL_AFTER");
  if (point == nullptr || after == nullptr) return {};
  return {point, atol(after), getenv("YUHENG_KILL_NOTE")};
}

const Plan& ThePlan() {
  static const Plan plan = ReadPlan();
  return plan;
}

std::atomic<long> occurrences{0};
std::atomic<bool> synced{false};

bool Armed(std::string_view point) { return ThePlan().point == point; }

// Counts an occurrence of the armed point; true when it is the one.
bool Now() { return ++occurrences == ThePlan().after; }

[[noreturn]] void Die() {
  if (ThePlan().note != nullptr) {
    close(open(ThePlan().note, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

void DieAt(std::string_view point) {
  if (Armed(point) && Now()) Die();
}

enum class Kind { kOther, kLog, kTable, kManifest };

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

Kind KindOf(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  // A process's own log has letters before the dot.
  if (EndsWith(name, ".log") && name[0] >= '0' && name[0] <= '9') {
    return Kind::kLog;
  }
  if (EndsWith(name, ".sst") || EndsWith(name, ".blob")) return Kind::kTable;
  if (name.substr(0, 9) == "MANIFEST-") return Kind::kManifest;
  return Kind::kOther;
}

Kind KindOf(int fd) {
  if (ThePlan().after == 0) return Kind::kOther;
  char link[32];
  char path[PATH_MAX];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, path, sizeof(path));
  if (size <= 0) return Kind::kOther;
  return KindOf({path, static_cast<size_t>(size)});
}

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

int Sync(int (*sync)(int), int fd) {
  const Kind kind = KindOf(fd);
  if (kind == Kind::kTable) DieAt("table");
  if (kind == Kind::kManifest) DieAt("manifest");
  const int result = sync(fd);
  if (kind == Kind::kLog) {
    DieAt("wal_synced");
    synced = true;
  }
  return result;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto next = Next<decltype(write)>("write");
  if (KindOf(fd) != Kind::kLog) return next(fd, bytes, size);
  DieAt("wal_write");
  if (Armed("wal_torn") && Now()) {
    // Another share of the bytes with another count.
    const size_t eighths = static_cast<size_t>(ThePlan().after % 7 + 1);
    (void)!next(fd, bytes, size * eighths / 8);
    Die();
  }
  const ssize_t result = next(fd, bytes, size);
  DieAt("wal_written");
  return result;
}

int fdatasync(int fd) {
  static const auto next = Next<decltype(fdatasync)>("fdatasync");
  return Sync(next, fd);
}

int fsync(int fd) {
  static const auto next = Next<decltype(fsync)>("fsync");
  return Sync(next, fd);
}

int rename(const char* from, const char* to) noexcept {
  static const auto next = Next<decltype(rename)>("rename");
  if (EndsWith(to, "/CURRENT")) DieAt("manifest");
  return next(from, to);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  static const auto next = Next<decltype(sendmsg)>("sendmsg");
  if (synced.exchange(false)) DieAt("answer");
  return next(fd, message, flags);
}

}  // extern "C"
