#ifndef YUHENG_TESTS_BENCHMARK_LOAD_LATENCY_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_LATENCY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace yuheng::load {

// What one workload measured.
struct Measurement {
  std::string workload;
  // What is counted: submissions, calls, batches.
  std::string unit;
  int64_t failed = 0;
  absl::Duration wall_time;
  // One a success, in no order.
  std::vector<absl::Duration> latencies;
  // Bytes carried in all; 0 when it is no subject.
  int64_t bytes = 0;
  // More about it, for people.
  std::string note;
};

// The latency that `fraction` of them do not exceed (nearest rank); zero
// without any.
absl::Duration Percentile(std::vector<absl::Duration> latencies,
                          double fraction);

// One aligned line, with a heading line when it is the first.
std::string TableLine(const Measurement& measurement, bool first);
// One JSON object on a line; durations in microseconds.
std::string JsonLine(const Measurement& measurement);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_LATENCY_H_
