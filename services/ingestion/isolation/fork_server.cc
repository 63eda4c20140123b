#include "services/ingestion/isolation/fork_server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace yuheng::ingestion {
namespace {

constexpr int kExitClosed = 0;
constexpr int kExitNotServing = 2;
constexpr int kControl = STDIN_FILENO;
// In a process that reads one document, until it is confined.
constexpr int kTell = STDERR_FILENO + 1;
// What a terminal or a supervisor sends to all of a group.
constexpr int kIgnored[] = {SIGINT, SIGTERM, SIGHUP};
// Parsers that want a file get one in memory.
constexpr rlim_t kFileBytesMax = rlim_t{64} << 20;
constexpr rlim_t kOpenFilesMax = 32;

bool LimitThisProcess(const ReadingLimits& limits) {
  const auto limit = [](__rlimit_resource resource, rlim_t value) {
    const rlimit both = {value, value};
    return setrlimit(resource, &both) == 0;
  };
  return (limits.memory_bytes_max == 0 ||
          limit(RLIMIT_AS, static_cast<rlim_t>(limits.memory_bytes_max))) &&
         limit(RLIMIT_CPU, static_cast<rlim_t>(limits.processor_seconds_max)) &&
         limit(RLIMIT_FSIZE, kFileBytesMax) &&
         limit(RLIMIT_NOFILE, kOpenFilesMax) && limit(RLIMIT_NPROC, 0) &&
         limit(RLIMIT_CORE, 0);
}

absl::optional<ReadingLimits> ParseArguments(int argc,
                                             const char* const* argv) {
  ReadingLimits limits;
  if (argc != 3 || !absl::SimpleAtoi(argv[1], &limits.memory_bytes_max) ||
      !absl::SimpleAtoi(argv[2], &limits.processor_seconds_max) ||
      limits.memory_bytes_max < 0 || limits.processor_seconds_max <= 0) {
    return absl::nullopt;
  }
  return limits;
}

// A socket that came; -1 when the other side is gone.
int ReceiveSocket() {
  char byte = 0;
  iovec piece = {&byte, 1};
  alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))];
  msghdr message = {};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = space;
  message.msg_controllen = sizeof(space);
  ssize_t got = 0;
  do {
    got = recvmsg(kControl, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  const cmsghdr* part = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (part == nullptr || part->cmsg_type != SCM_RIGHTS) return -1;
  int socket = -1;
  memcpy(&socket, CMSG_DATA(part), sizeof(socket));
  return socket;
}

class Server {
 public:
  Server(const ReadingLimits& limits, const std::function<bool()>& confine,
         const std::function<int()>& read)
      : limits_(limits), confine_(confine), read_(read) {
    for (const int signal : kIgnored) ::signal(signal, SIG_IGN);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    ends_ = signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  }

  int Run() {
    bool serving = true;
    while (ends_ >= 0) {
      if (!serving && readings_.empty()) return kExitClosed;
      // One below zero is passed over.
      std::vector<pollfd> sockets = {{serving ? kControl : -1, POLLIN, 0},
                                     {ends_, POLLIN, 0}};
      for (const Reading& reading : readings_) {
        // POLLHUP, when the other side is gone, is told at all times.
        const short events = reading.end.has_value() ? POLLOUT : 0;
        sockets.push_back({reading.socket, events, 0});
      }
      if (poll(sockets.data(), sockets.size(), -1) < 0 && errno != EINTR) break;
      for (size_t i = 0; i < readings_.size(); ++i) {
        Attend(sockets[i + 2].revents, &readings_[i]);
      }
      readings_.erase(
          std::remove_if(readings_.begin(), readings_.end(),
                         [](const Reading& each) { return each.socket < 0; }),
          readings_.end());
      if (sockets[1].revents != 0) Reap();
      if (sockets[0].revents == 0) continue;
      const int socket = ReceiveSocket();
      serving = socket >= 0;
      if (serving) {
        Begin(socket);
      } else {
        close(kControl);  // Whoever would send another is told.
      }
    }
    return kExitNotServing;
  }

 private:
  struct Reading {
    pid_t pid = 0;
    int socket = -1;    // -1 when nobody is to be told any more.
    int confined = -1;  // Where it says a byte when it is confined.
    absl::optional<ReadingEnd> end;
  };

  void Begin(int socket) {
    const pid_t server = getpid();
    int confined[2];
    const bool told = pipe2(confined, O_CLOEXEC | O_NONBLOCK) == 0;
    const pid_t pid = told ? fork() : -1;
    if (pid == 0) _exit(ReadOne(server, socket, confined[1]));
    if (told) close(confined[1]);
    if (pid > 0) {
      readings_.push_back({pid, socket, confined[0], absl::nullopt});
    } else {
      if (told) close(confined[0]);
      readings_.push_back({0, socket, -1, ReadingEnd{.status = kNotForked}});
    }
  }

  // In the process that was forked.
  int ReadOne(pid_t server, int socket, int confined) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != server || dup2(socket, STDIN_FILENO) < 0 ||
        dup2(socket, STDOUT_FILENO) < 0 || dup2(confined, kTell) < 0) {
      return kExitNotConfined;
    }
    closefrom(kTell + 1);
    for (const int signal : kIgnored) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (!LimitThisProcess(limits_) || !confine_() || write(kTell, "", 1) != 1) {
      return kExitNotConfined;
    }
    close(kTell);
    return read_();
  }

  void Reap() {
    signalfd_siginfo none;
    while (::read(ends_, &none, sizeof(none)) > 0) {
    }
    int end = 0;
    for (pid_t pid; (pid = waitpid(-1, &end, WNOHANG)) > 0;) {
      for (Reading& reading : readings_) {
        if (reading.pid != pid) continue;
        char byte = 0;
        reading.pid = 0;
        reading.end = ReadingEnd{
            .status = end,
            .confined = ::read(reading.confined, &byte, 1) == 1 ? 1 : 0};
      }
    }
  }

  static void Attend(short events, Reading* reading) {
    if ((events & (POLLHUP | POLLERR)) != 0) {
      if (reading->pid != 0) kill(reading->pid, SIGKILL);
    } else if ((events & POLLOUT) != 0) {
      send(reading->socket, &*reading->end, sizeof(ReadingEnd), MSG_NOSIGNAL);
    } else {
      return;
    }
    close(reading->socket);
    if (reading->confined >= 0) close(reading->confined);
    reading->socket = -1;
  }

  const ReadingLimits limits_;
  const std::function<bool()>& confine_;
  const std::function<int()>& read_;
  int ends_ = -1;  // Where the ends of those processes are told.
  std::vector<Reading> readings_;
};

}  // namespace

std::vector<std::string> FormatArguments(const std::string& program,
                                         const ReadingLimits& limits) {
  return {program, absl::StrCat(limits.memory_bytes_max),
          absl::StrCat(limits.processor_seconds_max)};
}

int ServeReadings(int argc, const char* const* argv,
                  const std::function<bool()>& confine,
                  const std::function<int()>& read) {
  const absl::optional<ReadingLimits> limits = ParseArguments(argc, argv);
  if (!limits.has_value()) return kExitNotServing;
  return Server(*limits, confine, read).Run();
}

}  // namespace yuheng::ingestion
