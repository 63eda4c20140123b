#ifndef YUHENG_TESTS_BENCHMARK_LOAD_PROCESS_USE_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_PROCESS_USE_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/support/cluster.h"

namespace yuheng::load {

// What a process has used since it started; zero where it can't be read.
struct Use {
  // User and system time, in the clock ticks of the kernel (usually 10 ms).
  absl::Duration cpu;
  // Handed to block devices, file systems' own writes left out.
  int64_t written_bytes = 0;
};
Use UseOf(pid_t pid);

// Memory of a process that is in RAM now.
int64_t ResidentBytes(pid_t pid);

// What the servers and this process have used, to see who pays for a workload.
class ProcessUse {
 public:
  // Reads the starting point. `gateway` is one before the cluster; 0: none.
  explicit ProcessUse(const testing::Cluster& cluster, pid_t gateway = 0);
  // "cpu ms each: ingestion 4.10, …; KiB written each: …; MiB resident: …": the
  // first two since the start, divided by `count`.
  std::string Each(size_t count) const;

 private:
  struct Process {
    std::string name;
    pid_t pid = 0;
    Use start;
  };

  std::vector<Process> processes_;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_PROCESS_USE_H_
