#include "tests/benchmark/load/dashboard_workload.h"

#include <algorithm>
#include <cstdint>
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/gateway/http/open_files.h"
#include "tests/benchmark/load/dashboards.h"
#include "tests/benchmark/load/process_use.h"
#include "tests/benchmark/load/upload_workload.h"
#include "tests/e2e/gateway_process.h"

namespace yuheng::load {
namespace {

// Beside connections of dashboards.
constexpr int kOtherFiles = 256;
constexpr absl::Duration kPause = absl::Seconds(1);
// Of the last update to the slowest dashboard.
constexpr absl::Duration kUpdatesTimeout = absl::Seconds(30);

}  // namespace

absl::Status MeasureDashboards(const testing::Cluster& cluster,
                               const Season& season,
                               const DashboardOptions& options,
                               Printer* printer) {
  if (std::adjacent_find(options.dashboards.begin(), options.dashboards.end(),
                         std::greater_equal<>()) != options.dashboards.end()) {
    return absl::InvalidArgumentError(
        "--dashboards: each number must be more than the one before");
  }
  const size_t share =
      options.count / (options.dashboards.size() + (options.frozen > 0));
  if (share == 0) {
    return absl::InvalidArgumentError(
        "too few documents for each number of --dashboards and --frozen; raise "
        "--watched and --documents");
  }
  const int connections = options.dashboards.back() + options.frozen;
  const int64_t open_files_max = gateway::RaiseOpenFilesMax();
  if (open_files_max < connections + kOtherFiles) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "only ", open_files_max, " files may be open; raise ulimit -n"));
  }
  config::v1::GatewayConfig config;
  config.set_connections_max(connections);
  config.set_streams_max(connections);
  const testing::GatewayProcess gateway(cluster, config);
  if (gateway.address().empty()) return absl::UnavailableError(gateway.log());
  Dashboards dashboards(gateway.address(), options.division,
                        options.fiscal_year);
  size_t first = options.first;
  int64_t failed = 0;
  // What the first one needs is for all.
  int open = 1;
  if (absl::Status status = dashboards.Open(open); !status.ok()) return status;
  const int64_t before = ResidentBytes(gateway.pid());
  const auto measure = [&](const std::string& workload) {
    const ProcessUse use(cluster, gateway.pid());
    const UploadResult uploads = UploadAll(
        cluster.channel(testing::Process::kIngestion), season, first, share,
        {.workload = absl::StrCat("submit, ", workload),
         .division = options.division,
         .streams = 1,
         .pause = kPause,
         .on_accepted = [&](const std::string& department) {
           dashboards.Accepted(department);
         }});
    first += share;
    failed += uploads.complete.failed;
    auto arrivals = dashboards.Collect(workload, kUpdatesTimeout);
    absl::StrAppend(&arrivals.each.note, "; memory of the gateway for each: ",
                    (ResidentBytes(gateway.pid()) - before) / (open - 1),
                    " bytes");
    failed += arrivals.each.failed;
    arrivals.last.note = use.Each(share);
    printer->Print(uploads.complete);
    printer->Print(arrivals.each);
    printer->Print(arrivals.last);
  };
  for (const int count : options.dashboards) {
    if (absl::Status status = dashboards.Open(count - open); !status.ok()) {
      return status;
    }
    open = count;
    measure(absl::StrCat(open, " open"));
  }
  if (options.frozen > 0) {
    if (absl::Status status = dashboards.OpenFrozen(options.frozen);
        !status.ok()) {
      return status;
    }
    open = connections;
    measure(absl::StrCat("and ", options.frozen, " frozen"));
  }
  if (failed == 0) return absl::OkStatus();
  return absl::InternalError("some dashboards did not hear of some postings");
}

}  // namespace yuheng::load
