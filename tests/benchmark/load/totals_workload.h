#ifndef YUHENG_TESTS_BENCHMARK_LOAD_TOTALS_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_TOTALS_WORKLOAD_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

struct TotalsOptions {
  std::string workload;
  std::string division;
  int fiscal_year = 2023;
  // 1 to 10; 0 for all tables.
  int table = 0;
  int calls = 1000;
};

// Reads the prefecture's totals again and again, one call after the other.
Measurement ReadTotals(const std::shared_ptr<grpc::Channel>& channel,
                       const TotalsOptions& options);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_TOTALS_WORKLOAD_H_
