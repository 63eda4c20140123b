#include "services/rpc/termination.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

namespace yuheng::rpc {

const char* WaitForTermination(int stop_event,
                               const std::function<void()>& each_second) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  const int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC);
  pollfd waited[2] = {{signal_fd, POLLIN, 0}, {stop_event, POLLIN, 0}};
  const int wait_ms = each_second ? 1000 : -1;
  for (;;) {
    const int ready = poll(waited, 2, wait_ms);
    if (ready > 0 || (ready < 0 && errno != EINTR)) break;
    if (ready == 0) each_second();
  }
  const char* cause = "requested";
  if (waited[0].revents != 0) {
    signalfd_siginfo info = {};
    if (read(signal_fd, &info, sizeof(info)) == sizeof(info)) {
      cause = info.ssi_signo == SIGTERM ? "SIGTERM" : "SIGINT";
    }
  }
  if (signal_fd >= 0) close(signal_fd);
  return cause;
}

}  // namespace yuheng::rpc
