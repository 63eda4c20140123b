#include "tests/support/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"

namespace yuheng::testing {
namespace {

constexpr int kExitCannotStart = 127;

int OpenForAppend(const std::string& path) {
  return open(path.empty() ? "/dev/null" : path.c_str(),
              O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

std::vector<std::string> MergedEnvironment(
    const std::vector<std::string>& changes) {
  std::vector<std::string> merged = changes;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('=') + 1);
    const bool changed = std::any_of(
        changes.begin(), changes.end(),
        [&](const auto& change) { return absl::StartsWith(change, name); });
    if (!changed) merged.push_back(text);
  }
  return merged;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec only async-signal-safe calls are allowed: this process
// has other threads.
[[noreturn]] void Become(char* const* arguments, char* const* environment,
                         int out, int err, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kExitCannotStart);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  _exit(kExitCannotStart);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const ChildOptions& options) {
  YUHENG_CHECK(!options.arguments.empty());
  if (::access(options.arguments[0].c_str(), X_OK) != 0) {
    return absl::NotFoundError(
        absl::StrCat(options.arguments[0], ": ", strerror(errno)));
  }
  const int out = OpenForAppend(options.stdout_file);
  const int err = OpenForAppend(options.stderr_file);
  if (out < 0 || err < 0) {
    if (out >= 0) close(out);
    if (err >= 0) close(err);
    return absl::NotFoundError(absl::StrCat("can't open ", options.stdout_file,
                                            " or ", options.stderr_file));
  }
  std::vector<std::string> arguments = options.arguments;
  std::vector<std::string> environment = MergedEnvironment(options.environment);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    Become(argument_pointers.data(), environment_pointers.data(), out, err,
           parent);
  }
  close(out);
  close(err);
  if (pid < 0) {
    return absl::InternalError(absl::StrCat("fork: ", strerror(errno)));
  }
  // The C library's declaration can't be linked from C++.
  const int pid_fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  YUHENG_CHECK(pid_fd >= 0);
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid, pid_fd));
}

ChildProcess::~ChildProcess() {
  Signal(SIGKILL);
  Wait(absl::InfiniteDuration());
  close(pid_fd_);
}

void ChildProcess::Signal(int number) {
  // Until it is waited for, the pid can't belong to another process.
  if (!exit_code_) kill(pid_, number);
}

std::optional<int> ChildProcess::Wait(absl::Duration timeout) {
  if (exit_code_) return exit_code_;
  const absl::Time deadline = absl::Now() + timeout;
  pollfd ended = {.fd = pid_fd_, .events = POLLIN, .revents = 0};
  for (;;) {
    const absl::Duration left =
        std::max(deadline - absl::Now(), absl::ZeroDuration());
    const int wait_ms = static_cast<int>(std::min<int64_t>(
        absl::ToInt64Milliseconds(left) + (left > absl::ZeroDuration() ? 1 : 0),
        60'000));
    const int ready = poll(&ended, 1, wait_ms);
    if (ready > 0) break;
    if (ready == 0 && absl::Now() >= deadline) return std::nullopt;
    YUHENG_CHECK(ready == 0 || errno == EINTR);
  }
  int status = 0;
  YUHENG_CHECK(waitpid(pid_, &status, 0) == pid_);
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return exit_code_;
}

}  // namespace yuheng::testing
