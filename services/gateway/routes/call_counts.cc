#include "services/gateway/routes/call_counts.h"

#include "absl/time/clock.h"

namespace yuheng::gateway {

CallCounts::CallCounts(const MethodTable& methods,
                       telemetry::Metrics* metrics) {
  for (const auto& [path, method] : methods.methods()) {
    by_path_.try_emplace(path, method, metrics);
  }
}

CallCounts::Counts::Counts(const Method& method, telemetry::Metrics* metrics)
    : calls(method.path, metrics),
      streams(metrics->GetGauge("yuheng_gateway_streams",
                                "Streams that are open.",
                                {{"method", method.path}})) {}

std::unique_ptr<CallCounts::Call> CallCounts::Begin(const Method& method) {
  return std::make_unique<Call>(&by_path_.find(method.path)->second,
                                method.streaming());
}

CallCounts::Call::Call(Counts* counts, bool streaming)
    : counts_(counts), streaming_(streaming), begin_(absl::Now()) {
  if (streaming_) counts_->streams.Add(1);
}

CallCounts::Call::~Call() {
  if (streaming_) counts_->streams.Add(-1);
  counts_->calls.Count(static_cast<grpc::StatusCode>(code_),
                       absl::Now() - begin_);
}

}  // namespace yuheng::gateway
