#include "tests/benchmark/load/latency.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"

namespace yuheng::load {
namespace {

double PerSecond(const Measurement& measurement) {
  const double seconds = absl::ToDoubleSeconds(measurement.wall_time);
  return seconds > 0 ? measurement.latencies.size() / seconds : 0;
}

}  // namespace

absl::Duration Percentile(std::vector<absl::Duration> latencies,
                          double fraction) {
  if (latencies.empty()) return absl::ZeroDuration();
  const auto rank = static_cast<size_t>(std::ceil(fraction * latencies.size()));
  const size_t index =
      std::min(std::max<size_t>(rank, 1), latencies.size()) - 1;
  std::nth_element(latencies.begin(), latencies.begin() + index,
                   latencies.end());
  return latencies[index];
}

std::string TableLine(const Measurement& measurement, bool first) {
  std::string text;
  if (first) {
    text = absl::StrFormat("%-34s %8s %6s %10s %9s %9s %9s  %s\n", "workload",
                           "count", "failed", "per second", "p50 ms", "p99 ms",
                           "max ms", "note");
  }
  const auto ms = [&](double fraction) {
    return absl::ToDoubleMilliseconds(
        Percentile(measurement.latencies, fraction));
  };
  absl::StrAppendFormat(&text, "%-34s %8d %6d %10.1f %9.3f %9.3f %9.3f  %s\n",
                        measurement.workload, measurement.latencies.size(),
                        measurement.failed, PerSecond(measurement), ms(0.5),
                        ms(0.99), ms(1), measurement.note);
  return text;
}

std::string JsonLine(const Measurement& measurement) {
  const auto us = [&](double fraction) {
    return absl::ToDoubleMicroseconds(
        Percentile(measurement.latencies, fraction));
  };
  return absl::StrFormat(
      "{\"workload\":\"%s\",\"unit\":\"%s\",\"count\":%d,\"failed\":%d,"
      "\"perSecond\":%.1f,\"p50Us\":%.1f,\"p99Us\":%.1f,\"maxUs\":%.1f,"
      "\"bytes\":%d,\"note\":\"%s\"}\n",
      measurement.workload, measurement.unit, measurement.latencies.size(),
      measurement.failed, PerSecond(measurement), us(0.5), us(0.99), us(1),
      measurement.bytes, measurement.note);
}

}  // namespace yuheng::load
