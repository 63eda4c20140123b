// Who gets in: the first line of every handler.
//
// A server interceptor of gRPC 1.51 can't answer in place of the handler: it
// may cancel a call, but then the handler has run and the caller sees
// CANCELLED. So admission is the handlers' first line:
//
//   grpc::ServerUnaryReactor* Post(grpc::CallbackServerContext* context, ...) {
//     auto* reactor = context->DefaultReactor();
//     auto pass = gate_->TryEnter(*context, *request);
//     if (!pass.ok()) {
//       reactor->Finish(rpc::ToGrpcStatus(pass.status()));
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
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/server_context.h"
#include "services/access/authenticator.h"
#include "services/telemetry/metrics.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace yuheng::rpc {

// Limit when the configuration gives none.
inline constexpr int kConcurrentCallsMaxDefault = 1024;
// The retry hint of a refusal.
inline constexpr absl::Duration kCallsTooManyRetryAfter =
    absl::Milliseconds(200);

// Who makes a call. Without access configured nobody is asked: whoever reaches
// the loopback address may do everything in any name.
class Caller {
 public:
  Caller() = default;
  explicit Caller(std::shared_ptr<const access::Identity> identity)
      : identity_(std::move(identity)) {}

  // Whether the name that ActorOf gives was proven.
  bool proven() const { return identity_ != nullptr; }
  // The name for records: the caller's, or what is claimed when nobody is
  // asked.
  std::string ActorOf(absl::string_view claimed) const {
    return std::string(identity_ == nullptr ? claimed : identity_->subject);
  }

 private:
  std::shared_ptr<const access::Identity> identity_;
};

// Thread-safe.
class CallGate {
 public:
  // `concurrent_calls_max` 0 or less means the default. `metrics` may be null;
  // else it counts yuheng_rpc_calls_refused_total and must outlive the gate.
  // So must `authenticator`; null lets everybody in.
  explicit CallGate(int concurrent_calls_max,
                    telemetry::Metrics* metrics = nullptr,
                    access::Authenticator* authenticator = nullptr);
  CallGate(const CallGate&) = delete;
  CallGate& operator=(const CallGate&) = delete;

  // The right to run; returned when destroyed. Movable only. Must not outlive
  // the gate.
  class Pass {
   public:
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)),
          caller_(std::move(other.caller_)) {}
    Pass& operator=(Pass&& other) noexcept;
    Pass(const Pass&) = delete;
    ~Pass() { Release(); }

    const Caller& caller() const { return caller_; }

   private:
    friend class CallGate;
    Pass(CallGate* gate, Caller caller)
        : gate_(gate), caller_(std::move(caller)) {}
    void Release();
    CallGate* gate_;
    Caller caller_;
  };

  // Never blocks. What Judge gives; RESOURCE_EXHAUSTED, reason CALLS_TOO_MANY,
  // with a retry hint when the limit is reached.
  [[nodiscard]] absl::StatusOr<Pass> TryEnter(
      const grpc::CallbackServerContext& context,
      const google::protobuf::Message& request);
  // For a call whose request is yet to be read: Judge follows.
  [[nodiscard]] absl::StatusOr<Pass> TryEnterUnread();

  // Who calls, if they may; for calls that are counted elsewhere.
  // UNAUTHENTICATED, and what access::Judge gives.
  [[nodiscard]] absl::StatusOr<Caller> Judge(
      const grpc::ServerContextBase& context,
      const google::protobuf::Message& request) const;

  int running() const { return running_.load(std::memory_order_relaxed); }
  int concurrent_calls_max() const { return concurrent_calls_max_; }

 private:
  const int concurrent_calls_max_;
  access::Authenticator* const authenticator_;
  absl::optional<telemetry::Counter> refused_;
  std::atomic<int> running_{0};
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_CALL_GATE_H_
