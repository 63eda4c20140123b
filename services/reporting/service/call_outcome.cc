#include "services/reporting/service/call_outcome.h"

#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {
namespace {

// When a full queue asks to be tried again.
constexpr absl::Duration kQueueFullRetryAfter = absl::Milliseconds(500);

}  // namespace

void ObserveRender(telemetry::Metrics* metrics, const std::string& what,
                   size_t table_count, absl::Duration duration) {
  metrics
      ->GetCounter("yuheng_reporting_tables_total", "Tables rendered, by form",
                   {{"what", what}})
      .Increment(static_cast<double>(table_count));
  metrics
      ->GetHistogram("yuheng_reporting_render_seconds",
                     "Time to ask for the totals and render, in seconds",
                     {{"what", what}})
      .Observe(absl::ToDoubleSeconds(duration));
}

grpc::Status QueueFull() {
  return rpc::ToGrpcStatus(rpc::WithRetryAfter(
      rpc::MakeError(rpc::Reason::kQueueFull), kQueueFullRetryAfter));
}

}  // namespace yuheng::reporting
