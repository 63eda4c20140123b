#include "services/rpc/call_gate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/access/policy.h"
#include "services/rpc/door.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {

CallGate::CallGate(int concurrent_calls_max, telemetry::Metrics* metrics,
                   access::Authenticator* authenticator)
    : concurrent_calls_max_(concurrent_calls_max > 0
                                ? concurrent_calls_max
                                : kConcurrentCallsMaxDefault),
      authenticator_(authenticator) {
  if (metrics != nullptr) {
    refused_ = metrics->GetCounter("yuheng_rpc_calls_refused_total",
                                   "Calls refused because too many ran.");
  }
}

absl::StatusOr<Caller> CallGate::Judge(
    const grpc::ServerContextBase& context,
    const google::protobuf::Message& request) const {
  if (authenticator_ == nullptr) return Caller();
  auto identity = IdentityOf(context.client_metadata(), *context.auth_context(),
                             *authenticator_);
  if (!identity.ok()) return identity.status();
  absl::Status status = access::Judge(**identity, request);
  if (!status.ok()) return status;
  return Caller(*std::move(identity));
}

absl::StatusOr<CallGate::Pass> CallGate::TryEnter(
    const grpc::CallbackServerContext& context,
    const google::protobuf::Message& request) {
  absl::StatusOr<Caller> caller = Judge(context, request);
  if (!caller.ok()) return caller.status();
  absl::StatusOr<Pass> pass = TryEnterUnread();
  if (pass.ok()) pass->caller_ = *std::move(caller);
  return pass;
}

absl::StatusOr<CallGate::Pass> CallGate::TryEnterUnread() {
  // A refused call may make another one see the limit for an instant; it is
  // then refused a moment early, which is harmless.
  if (running_.fetch_add(1, std::memory_order_relaxed) >=
      concurrent_calls_max_) {
    running_.fetch_sub(1, std::memory_order_relaxed);
    if (refused_) refused_->Increment();
    return WithRetryAfter(MakeError(Reason::kCallsTooMany, "", "",
                                    {{"concurrent_calls_max",
                                      absl::StrCat(concurrent_calls_max_)}}),
                          kCallsTooManyRetryAfter);
  }
  return Pass(this, Caller());
}

CallGate::Pass& CallGate::Pass::operator=(Pass&& other) noexcept {
  if (this != &other) {
    Release();
    gate_ = std::exchange(other.gate_, nullptr);
    caller_ = std::move(other.caller_);
  }
  return *this;
}

void CallGate::Pass::Release() {
  if (gate_ == nullptr) return;
  gate_->running_.fetch_sub(1, std::memory_order_relaxed);
  gate_ = nullptr;
}

}  // namespace yuheng::rpc
