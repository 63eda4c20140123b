#include "services/aggregation/service/process_metrics.h"

#include "absl/time/time.h"

namespace yuheng::aggregation {
namespace {

constexpr char kPostings[] = "yuheng_ledger_postings_total";
constexpr char kPostingsHelp[] = "Postings answered, by outcome.";

}  // namespace

ProcessMetrics::ProcessMetrics(telemetry::Metrics* metrics)
    : applied_(metrics->GetCounter(kPostings, kPostingsHelp,
                                   {{"outcome", "applied"}})),
      replayed_(metrics->GetCounter(kPostings, kPostingsHelp,
                                    {{"outcome", "replayed"}})),
      refused_(metrics->GetCounter(kPostings, kPostingsHelp,
                                   {{"outcome", "refused"}})),
      failed_(metrics->GetCounter(kPostings, kPostingsHelp,
                                  {{"outcome", "failed"}})),
      batch_commits_(metrics->GetHistogram(
          "yuheng_ledger_batch_commits", "Commits of one durable write.", {},
          {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024})),
      batch_seconds_(
          metrics->GetHistogram("yuheng_ledger_batch_seconds",
                                "Time to plan, write and apply one batch.")),
      waiting_(metrics->GetGauge("yuheng_ledger_queue_waiting",
                                 "Commands waiting after a batch.")),
      revision_(
          metrics->GetGauge("yuheng_ledger_revision", "The newest revision.")),
      watchers_(metrics->GetGauge("yuheng_totals_watchers",
                                  "Streams that watch totals.")) {}

void ProcessMetrics::OnBatch(const BatchReport& report, size_t waiting,
                             uint64_t revision, size_t watchers) {
  const auto count = [](telemetry::Counter& counter, size_t by) {
    if (by > 0) counter.Increment(static_cast<double>(by));
  };
  count(applied_, report.applied);
  count(replayed_, report.replayed);
  count(refused_, report.refused);
  count(failed_, report.failed);
  batch_commits_.Observe(static_cast<double>(report.commits));
  batch_seconds_.Observe(absl::ToDoubleSeconds(report.duration));
  waiting_.Set(static_cast<double>(waiting));
  watchers_.Set(static_cast<double>(watchers));
  SetRevision(revision);
}

void ProcessMetrics::SetRevision(uint64_t revision) {
  revision_.Set(static_cast<double>(revision));
}

}  // namespace yuheng::aggregation
