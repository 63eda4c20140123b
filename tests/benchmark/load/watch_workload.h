#ifndef YUHENG_TESTS_BENCHMARK_LOAD_WATCH_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_WATCH_WORKLOAD_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

struct WatchOptions {
  // Of the aggregation server.
  std::string address;
  std::string division;
  int fiscal_year = 2023;
  int streams = 5000;
  // The streams share so many connections; that of a frozen one is its own.
  int connections = 50;
};

// Streams of the prefecture's table 1, each remembering when the posting of
// which department reached it.
class Watchers {
 public:
  // All streams opened and their snapshots read. DEADLINE_EXCEEDED when that
  // takes too long, or what a stream ended with.
  static absl::StatusOr<std::unique_ptr<Watchers>> Open(
      const WatchOptions& options);
  // Cancels the streams.
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // One more stream, which reads its first message and then nothing more.
  absl::Status OpenFrozen();

  // The posting of a department is durable as of now.
  void Received(const std::string& department);

  // Waits until every stream has seen every department that was received since
  // the last call, at most `timeout`; from then until a stream saw it, each.
  // Conflated deltas name no department: what a stream skipped is failed.
  Measurement Collect(const std::string& workload, absl::Duration timeout);

 private:
  struct State;
  explicit Watchers(std::unique_ptr<State> state);

  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_WATCH_WORKLOAD_H_
