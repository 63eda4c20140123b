#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>

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
};

// A program that forks a process for each document (fork_server.h): what all of
// them need is loaded once. Started again when it has ended. Thread-safe.
class ReaderProcess {
 public:
  using Clock = std::chrono::steady_clock;

  ReaderProcess(std::string program, ReadingLimits limits)
      : program_(std::move(program)), limits_(limits) {}
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
  // Where it is not started.
  absl::Status Start() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void End() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Gives one end of a new socket to the program, and returns the other.
  absl::StatusOr<int> Begin() ABSL_LOCKS_EXCLUDED(mu_);

  const std::string program_;
  const ReadingLimits limits_;
  absl::Mutex mu_;
  pid_t pid_ ABSL_GUARDED_BY(mu_) = 0;  // 0 when it is not started.
  int control_ ABSL_GUARDED_BY(mu_) = -1;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_READER_PROCESS_H_
