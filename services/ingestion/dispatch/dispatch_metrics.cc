#include "services/ingestion/dispatch/dispatch_metrics.h"

#include <string>

namespace yuheng::ingestion {
namespace {

constexpr State kStates[] = {State::kReceived,   State::kUnreadable,
                             State::kReturned,   State::kPendingReview,
                             State::kAccepted,   State::kPosted,
                             State::kSuperseded, State::kWithdrawn,
                             State::kChecked,    State::kAwaitingConfirmation};

telemetry::Histogram Phase(telemetry::Metrics* metrics, const char* phase) {
  return metrics->GetHistogram("yuheng_ingestion_phase_seconds",
                               "Time of one step of a submission",
                               {{"phase", phase}});
}

}  // namespace

DispatchMetrics::DispatchMetrics(telemetry::Metrics* metrics)
    : open(metrics->GetGauge("yuheng_ingestion_outbox_depth",
                             "Submissions that wait for checking or for the "
                             "ledger")),
      set_aside(metrics->GetGauge(
          "yuheng_ingestion_documents_set_aside",
          "Documents since the start that validation gave no answer on")),
      received_bytes(
          metrics->GetCounter("yuheng_ingestion_received_bytes_total",
                              "Bytes of documents that were stored")),
      replays(metrics->GetCounter("yuheng_ingestion_replays_total",
                                  "Uploads that had been received before")),
      retries(metrics->GetCounter("yuheng_ingestion_retries_total",
                                  "Steps that failed for a passing reason")),
      reading_seconds(Phase(metrics, "read")),
      storing_seconds(Phase(metrics, "store")),
      checking_seconds(Phase(metrics, "check")),
      delivering_seconds(Phase(metrics, "post")) {
  for (const State state : kStates) {
    submissions.emplace(
        state, metrics->GetGauge("yuheng_ingestion_submissions",
                                 "Submissions by state",
                                 {{"state", std::string(StateName(state))}}));
  }
}

void DispatchMetrics::Update(const SubmissionIndex& index) {
  for (const auto& [state, count] : index.CountByState()) {
    submissions.at(state).Set(static_cast<double>(count));
  }
  open.Set(static_cast<double>(index.OpenCount()));
}

}  // namespace yuheng::ingestion
