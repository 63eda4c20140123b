// How many calls may run at once in a process.
//
// A server interceptor of gRPC 1.51 can't answer in place of the handler: it
// may cancel a call, but then the handler has run and the caller sees
// CANCELLED. So admission is the handlers' first line:
//
//   grpc::ServerUnaryReactor* Post(grpc::CallbackServerContext* context, ...) {
//     auto* reactor = context->DefaultReactor();
//     auto pass = gate_->TryEnter();
//     if (!pass) {
//       reactor->Finish(gate_->Refusal());
//       return reactor;
//     }
//     ... keep `pass` with the work until Finish
//   }
//
// One gate for all services of a process; main makes it.
#ifndef YUHENG_SERVICES_RPC_CALL_GATE_H_
#define YUHENG_SERVICES_RPC_CALL_GATE_H_

#include <atomic>
#include <memory>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/support/status.h"
#include "services/telemetry/metrics.h"

namespace yuheng::rpc {

// Limit when the configuration gives none.
inline constexpr int kConcurrentCallsMaxDefault = 1024;
// The retry hint of a refusal.
inline constexpr absl::Duration kCallsTooManyRetryAfter =
    absl::Milliseconds(200);

// Thread-safe.
class CallGate {
 public:
  // `concurrent_calls_max` 0 or less means the default. `metrics` may be null;
  // else it counts yuheng_rpc_calls_refused_total and must outlive the gate.
  explicit CallGate(int concurrent_calls_max,
                    telemetry::Metrics* metrics = nullptr);
  CallGate(const CallGate&) = delete;
  CallGate& operator=(const CallGate&) = delete;

  // The right to run; returned when destroyed. Movable only. Must not outlive
  // the gate.
  class Pass {
   public:
    Pass(Pass&& other) noexcept : gate_(other.gate_) { other.gate_ = nullptr; }
    Pass& operator=(Pass&& other) noexcept;
    Pass(const Pass&) = delete;
    ~Pass() { Release(); }

   private:
    friend class CallGate;
    explicit Pass(CallGate* gate) : gate_(gate) {}
    void Release();
    CallGate* gate_;
  };

  // Empty when the limit is reached. Never blocks.
  [[nodiscard]] absl::optional<Pass> TryEnter();

  // RESOURCE_EXHAUSTED, reason CALLS_TOO_MANY, with a retry hint.
  grpc::Status Refusal() const;

  int running() const { return running_.load(std::memory_order_relaxed); }
  int concurrent_calls_max() const { return concurrent_calls_max_; }

 private:
  const int concurrent_calls_max_;
  absl::optional<telemetry::Counter> refused_;
  std::atomic<int> running_{0};
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_CALL_GATE_H_
