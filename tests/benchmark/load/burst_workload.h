#ifndef YUHENG_TESTS_BENCHMARK_LOAD_BURST_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_BURST_WORKLOAD_H_

#include <cstddef>
#include <string>

#include "tests/benchmark/load/latency.h"
#include "tests/benchmark/load/season.h"

namespace yuheng::load {

struct BurstOptions {
  // Of ingestion, host:port.
  std::string address;
  std::string division;
};

// The minute of the deadline: `count` documents from `first` on, all sent at
// the same time. Who is refused or cut off sends the same again, under the same
// id, when the server said so, or after a second. A latency is from the start
// of all until the document is POSTED; what has not come so far in ten minutes
// has failed.
Measurement SubmitAtOnce(const Season& season, size_t first, size_t count,
                         const BurstOptions& options);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_BURST_WORKLOAD_H_
