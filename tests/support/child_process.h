#ifndef YUHENG_TESTS_SUPPORT_CHILD_PROCESS_H_
#define YUHENG_TESTS_SUPPORT_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace yuheng::testing {

struct ChildOptions {
  // The program's path, then its arguments.
  std::vector<std::string> arguments;
  // NAME=VALUE; replaces or adds to the environment of this process.
  std::vector<std::string> environment;
  // Files that stdout and stderr are appended to; may be the same one.
  std::string stdout_file;
  std::string stderr_file;
};

// One running or ended child process. Not thread-safe. The child gets SIGKILL
// when the thread that started it ends, so that an aborted test leaves nothing
// running: start it from a thread that lives long enough.
class ChildProcess {
 public:
  // NOT_FOUND when the program or an output file can't be opened.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const ChildOptions& options);
  // Kills it when it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }

  // Sends a signal; nothing when it has ended.
  void Signal(int number);

  // Waits at most `timeout` for its end. The exit code, 128 + the signal that
  // ended it, or nothing when it still runs. The same again once it has ended.
  std::optional<int> Wait(absl::Duration timeout);

 private:
  ChildProcess(pid_t pid, int pid_fd) : pid_(pid), pid_fd_(pid_fd) {}

  const pid_t pid_;
  // Readable when the child has ended.
  const int pid_fd_;
  std::optional<int> exit_code_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_CHILD_PROCESS_H_
