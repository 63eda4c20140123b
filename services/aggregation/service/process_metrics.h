#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_PROCESS_METRICS_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_PROCESS_METRICS_H_

#include <cstdint>

#include "services/aggregation/ledger/shard.h"
#include "services/telemetry/metrics.h"

namespace yuheng::aggregation {

// What the process shows about its ledgers:
//   yuheng_ledger_postings_total{outcome=applied|replayed|refused|failed}
//   yuheng_ledger_batch_commits       commits of one durable write
//   yuheng_ledger_batch_seconds       planning, writing and applying one batch
//   yuheng_ledger_queue_waiting       commands waiting after a batch
//   yuheng_ledger_revision
//   yuheng_totals_watchers
// Thread-safe.
class ProcessMetrics {
 public:
  explicit ProcessMetrics(telemetry::Metrics* metrics);

  void OnBatch(const BatchReport& report, size_t waiting, uint64_t revision,
               size_t watchers);
  void SetRevision(uint64_t revision);

 private:
  telemetry::Counter applied_;
  telemetry::Counter replayed_;
  telemetry::Counter refused_;
  telemetry::Counter failed_;
  telemetry::Histogram batch_commits_;
  telemetry::Histogram batch_seconds_;
  telemetry::Gauge waiting_;
  telemetry::Gauge revision_;
  telemetry::Gauge watchers_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_PROCESS_METRICS_H_
