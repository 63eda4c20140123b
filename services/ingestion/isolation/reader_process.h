#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "services/ingestion/isolation/fork_server.h"

namespace yuheng::ingestion {

// What came of asking a process that reads one document.
struct ReadingAnswer {
  // Whether it said all within its time.
  bool in_time = false;
  // Nothing when it was too much.
  std::string said;
  // How it ended, as waitpid() tells it; 0 when it was killed for saying too
  // much.
  int end = 0;
  // Whether it was confined before it read anything.
  bool confined = true;
};

// Whether a process ended by a fault of its own, such as a segmentation fault.
bool IsCrash(int end);

// A program that forks a process for each document (fork_server.h): what all of
// them need is loaded once. Another takes its place when it has ended; when one
// of its processes crashed, for all of them have the same addresses, and who
// tries them out is to learn nothing; and when one gave no answer in time, for
// it may hang itself. What it reads then is read to its end. Thread-safe.
class ReaderProcess {
 public:
  using Clock = std::chrono::steady_clock;

  // None is waited for longer than its limit of processor time. `on_start`
  // hears of every start, and is called by one thread at a time.
  ReaderProcess(std::string program, ReadingLimits limits,
                std::function<void(pid_t)> on_start = nullptr)
      : program_(std::move(program)),
        limits_(limits),
        on_start_(std::move(on_start)) {}
  // Ends it, and the processes that it forked.
  ~ReaderProcess();
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;

  // What a new process says to `request`; it is killed when it has not ended by
  // `deadline`. UNAVAILABLE_PEER when none can be started, or the program ended
  // under it: that says nothing of the document. Blocks.
  absl::StatusOr<ReadingAnswer> Ask(absl::string_view request,
                                    Clock::time_point deadline)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Ends it and what is being read; nothing is read any more.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A program whose place another one takes.
  struct Leaving {
    pid_t pid = 0;
    // When it hangs for sure.
    Clock::time_point end_max;
  };
  // Where a process reads, and the program that forked it.
  struct Begun {
    int socket = -1;
    pid_t program = 0;
  };

  // Where it is not started.
  absl::Status Start() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void End() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The next document is another program's.
  void Replace(pid_t program) ABSL_LOCKS_EXCLUDED(mu_);
  // Those that have left, and those that hang, are gone.
  void ReapLeaving() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Gives one end of a new socket to the program, and returns the other.
  absl::StatusOr<Begun> Begin() ABSL_LOCKS_EXCLUDED(mu_);

  const std::string program_;
  const ReadingLimits limits_;
  const std::function<void(pid_t)> on_start_;
  absl::Mutex mu_;
  pid_t pid_ ABSL_GUARDED_BY(mu_) = 0;  // 0 when it is not started.
  int control_ ABSL_GUARDED_BY(mu_) = -1;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<Leaving> leaving_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_
