#ifndef YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARD_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARD_WORKLOAD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/benchmark/load/printer.h"
#include "tests/benchmark/load/season.h"
#include "tests/support/cluster.h"

namespace yuheng::load {

// A connection each: loopback has about 28,000 ports for one server.
inline constexpr int kDashboardsMax = 20'000;
inline constexpr int kFrozenMax = 5'000;

struct DashboardOptions {
  std::string division;
  int fiscal_year = 2023;
  // So many at once, each number more than the one before.
  std::vector<int> dashboards;
  // Beside the most of them, such that read nothing.
  int frozen = 0;
  // The documents of the season that are posted meanwhile.
  size_t first = 0;
  size_t count = 0;
};

// Postings while dashboards watch through a gateway: a share of the documents
// for each number of dashboards, one a second, and a share for the frozen.
absl::Status MeasureDashboards(const testing::Cluster& cluster,
                               const Season& season,
                               const DashboardOptions& options,
                               Printer* printer);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_DASHBOARD_WORKLOAD_H_
