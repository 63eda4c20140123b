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
// One gate for all services of a process; main makes it and gives it to them
// and to the server.
#ifndef YUHENG_SERVICES_RPC_CALL_GATE_H_
#define YUHENG_SERVICES_RPC_CALL_GATE_H_

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/server_context.h"
#include "services/access/authenticator.h"
#include "services/audit/log/audit_log.h"
#include "services/rpc/judged_calls.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

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
  Caller(std::shared_ptr<const access::Identity> identity,
         std::vector<std::string> units, std::vector<std::string> names)
      : identity_(std::move(identity)),
        units_(std::move(units)),
        names_(std::move(names)) {}

  // Whether the name that ActorOf gives was proven.
  bool proven() const { return identity_ != nullptr; }
  // The name for records: the caller's, or what is claimed when nobody is
  // asked.
  std::string ActorOf(absl::string_view claimed) const {
    return std::string(identity_ == nullptr ? claimed : identity_->subject);
  }

  // The units that this call is limited to (access::UnitsReached); empty for no
  // limit. Whoever works on something of a unit asks Reaches first.
  const std::vector<std::string>& units() const { return units_; }
  // What a call that is limited names, as in access::Target.
  const std::vector<std::string>& names() const { return names_; }
  bool Reaches(absl::string_view unit) const {
    return units_.empty() ||
           std::find(units_.begin(), units_.end(), unit) != units_.end();
  }

 private:
  std::shared_ptr<const access::Identity> identity_;
  std::vector<std::string> units_;
  std::vector<std::string> names_;
};

// Thread-safe.
class CallGate {
 public:
  // Who calls, and what is kept of it.
  struct Access {
    // Never null.
    std::unique_ptr<access::Authenticator> authenticator;
    // May be null: nothing is recorded.
    std::unique_ptr<audit::AuditLog> log;
    // As of JudgedCalls.
    int identity_calls_per_second_max = kIdentityCallsPerSecondMaxDefault;
    int identity_concurrent_calls_max = kIdentityConcurrentCallsMaxDefault;
  };
  // Lets everybody in. `concurrent_calls_max` 0 or less means the default.
  // `metrics` may be null; else it counts yuheng_rpc_calls_refused_total and
  // must outlive the gate.
  explicit CallGate(int concurrent_calls_max,
                    telemetry::Metrics* metrics = nullptr);
  // Lets in whom the contract lets.
  CallGate(int concurrent_calls_max, telemetry::Metrics* metrics,
           Access access);
  // What `tls` and `access` of a server's configuration ask for.
  // INVALID_ARGUMENT when it has one without the other, access knows nobody, a
  // limit is negative, or nothing says where the audit log is: `data_dir` is
  // the process's data folder, empty for none. What opening them gives.
  // `logger` outlives it too.
  static absl::StatusOr<std::unique_ptr<CallGate>> Open(
      const config::v1::ServerConfig& config, absl::string_view data_dir,
      telemetry::Logger* logger, telemetry::Metrics* metrics);
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
  [[nodiscard]] absl::StatusOr<Pass> TryEnterUnread(
      const grpc::CallbackServerContext& context);

  // Who calls, if they may; for calls that are counted elsewhere, and again for
  // those that last: only the first time counts and is recorded.
  // UNAUTHENTICATED; CALLS_TOO_MANY when their identity makes too many; what
  // access::Judge gives; STORAGE_FAILED for a change that could not be
  // recorded.
  [[nodiscard]] absl::StatusOr<Caller> Judge(
      const grpc::ServerContextBase& context,
      const google::protobuf::Message& request) const;

  // Null when nobody is asked.
  access::Authenticator* authenticator() const { return authenticator_.get(); }
  JudgedCalls* judged_calls() const { return judged_calls_.get(); }
  // Null when nothing is recorded.
  const audit::AuditLog* audit_log() const { return log_.get(); }

  int running() const { return running_.load(std::memory_order_relaxed); }
  int concurrent_calls_max() const { return concurrent_calls_max_; }

 private:
  // Who calls, when somebody is asked and they do not make too many calls.
  absl::StatusOr<JudgedCalls::Identity> Identify(
      const grpc::ServerContextBase& context) const;
  absl::StatusOr<Pass> CountIn(Caller caller);

  const int concurrent_calls_max_;
  const std::unique_ptr<access::Authenticator> authenticator_;
  const std::unique_ptr<audit::AuditLog> log_;
  const std::unique_ptr<JudgedCalls> judged_calls_;
  absl::optional<telemetry::Counter> refused_;
  std::atomic<int> running_{0};
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_CALL_GATE_H_
