#ifndef YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCH_METRICS_H_
#define YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCH_METRICS_H_

#include <map>

#include "services/ingestion/lifecycle/state_machine.h"
#include "services/ingestion/store/submission_index.h"
#include "services/telemetry/metrics.h"

namespace yuheng::ingestion {

// What ingestion counts. Cheap to copy.
struct DispatchMetrics {
  explicit DispatchMetrics(telemetry::Metrics* metrics);

  // Submissions by state, and those that wait for a check or for the ledger.
  void Update(const SubmissionIndex& index);

  std::map<State, telemetry::Gauge> submissions;
  telemetry::Gauge open;
  telemetry::Gauge set_aside;
  telemetry::Counter received_bytes;
  telemetry::Counter replays;
  telemetry::Counter retries;
  telemetry::Histogram reading_seconds;
  telemetry::Histogram storing_seconds;
  telemetry::Histogram checking_seconds;
  telemetry::Histogram delivering_seconds;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_DISPATCH_DISPATCH_METRICS_H_
