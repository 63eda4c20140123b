#include "services/rpc/call_gate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {

CallGate::CallGate(int concurrent_calls_max, telemetry::Metrics* metrics)
    : concurrent_calls_max_(concurrent_calls_max > 0
                                ? concurrent_calls_max
                                : kConcurrentCallsMaxDefault) {
  if (metrics != nullptr) {
    refused_ = metrics->GetCounter("yuheng_rpc_calls_refused_total",
                                   "Calls refused because too many ran.");
  }
}

absl::optional<CallGate::Pass> CallGate::TryEnter() {
  // A refused call may make another one see the limit for an instant; it is
  // then refused a moment early, which is harmless.
  if (running_.fetch_add(1, std::memory_order_relaxed) >=
      concurrent_calls_max_) {
    running_.fetch_sub(1, std::memory_order_relaxed);
    if (refused_) refused_->Increment();
    return absl::nullopt;
  }
  return Pass(this);
}

grpc::Status CallGate::Refusal() const {
  return ToGrpcStatus(WithRetryAfter(
      MakeError(
          Reason::kCallsTooMany, "", "",
          {{"concurrent_calls_max", absl::StrCat(concurrent_calls_max_)}}),
      kCallsTooManyRetryAfter));
}

CallGate::Pass& CallGate::Pass::operator=(Pass&& other) noexcept {
  if (this != &other) {
    Release();
    gate_ = std::exchange(other.gate_, nullptr);
  }
  return *this;
}

void CallGate::Pass::Release() {
  if (gate_ == nullptr) return;
  gate_->running_.fetch_sub(1, std::memory_order_relaxed);
  gate_ = nullptr;
}

}  // namespace yuheng::rpc
