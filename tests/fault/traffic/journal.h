#ifndef YUHENG_TESTS_FAULT_TRAFFIC_JOURNAL_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_JOURNAL_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "tests/fault/history/history.h"

namespace yuheng::fault {

// A history that many threads write. Thread-safe.
class Journal {
 public:
  // Microseconds of a clock that never jumps, the same for all processes of
  // this machine.
  static int64_t NowUs();

  // Adds a record to one of the history's lists.
  template <typename Record>
  void Add(std::vector<Record> History::*list, Record record)
      ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    (history_.*list).push_back(std::move(record));
  }

  // What was written so far; begins anew.
  History Take() ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return std::exchange(history_, {});
  }

 private:
  absl::Mutex mu_;
  History history_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_JOURNAL_H_
