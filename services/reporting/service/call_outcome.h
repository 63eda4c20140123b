// What every call ends with: its metrics, or the refusal of a full queue.
#ifndef YUHENG_SERVICES_REPORTING_SERVICE_CALL_OUTCOME_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_CALL_OUTCOME_H_

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "services/telemetry/metrics.h"

namespace yuheng::reporting {

// Counts tables and the time they took. `what` is tables or workbook.
void ObserveRender(telemetry::Metrics* metrics, const std::string& what,
                   size_t table_count, absl::Duration duration);

// QUEUE_FULL with a retry hint.
grpc::Status QueueFull();

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_CALL_OUTCOME_H_
