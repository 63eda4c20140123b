#ifndef YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARDS_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARDS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

// Readers of the prefecture's table 1 by HTTP through the gateway, as pages
// are: each a connection of its own that watches in binary. One thread reads
// them all.
class Dashboards {
 public:
  // Of the gateway at host:port.
  Dashboards(const std::string& address, const std::string& division,
             int fiscal_year);
  ~Dashboards();
  Dashboards(const Dashboards&) = delete;
  Dashboards& operator=(const Dashboards&) = delete;

  // So many more, all with their snapshots. DEADLINE_EXCEEDED when that takes
  // too long, or what one of them ended with.
  absl::Status Open(int count);
  // So many more that are answered and then read nothing.
  absl::Status OpenFrozen(int count);

  // The document of a department was accepted now.
  void Accepted(const std::string& department);

  struct Arrivals {
    // From then until a dashboard heard of its posting, each; and until the
    // last of them did.
    Measurement each;
    Measurement last;
  };
  // Of all that were accepted since the last call, waiting at most `timeout`.
  // Conflated updates name no department: what a dashboard skipped is failed.
  Arrivals Collect(const std::string& workload, absl::Duration timeout);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARDS_H_
