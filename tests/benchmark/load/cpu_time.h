#ifndef YUHENG_TESTS_BENCHMARK_LOAD_CPU_TIME_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_CPU_TIME_H_

#include <sys/types.h>

#include <string>

#include "absl/time/time.h"
#include "tests/support/cluster.h"

namespace yuheng::load {

// User and system time a process has used since it started, in the clock ticks
// of the kernel (usually 10 ms); zero when it can't be read.
absl::Duration CpuTime(pid_t pid);

// What the servers and this process have used, to see who pays for a workload.
class CpuTimes {
 public:
  // Reads the starting point.
  explicit CpuTimes(const testing::Cluster& cluster);
  // "cpu ms each: client 0.9, ingestion 4.1, …": since the start, divided by
  // `count`.
  std::string Each(size_t count) const;

 private:
  absl::Duration Now(int index) const;

  const testing::Cluster& cluster_;
  absl::Duration start_[testing::kProcessCount + 1];
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_CPU_TIME_H_
