// Counts, times and logs every call of a server, gives it an id, and sees that
// it is recorded before it is answered.
#ifndef YUHENG_SERVICES_RPC_CALL_OBSERVER_H_
#define YUHENG_SERVICES_RPC_CALL_OBSERVER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/support/server_interceptor.h"
#include "grpcpp/support/status.h"
#include "services/rpc/judged_calls.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"

namespace yuheng::rpc {

// Methods counted apart; more (a peer may call any name) count as "other".
inline constexpr int kMethodsObservedMax = 128;
// Longest caller's id that is taken over; printable ASCII only.
inline constexpr int kCallIdLengthMax = 64;
// The metadata key of a call's id.
inline constexpr char kCallIdKey[] = "x-request-id";

// What is known of one method. Thread-safe.
class MethodStats {
 public:
  MethodStats(std::string method, telemetry::Metrics* metrics);

  void Count(grpc::StatusCode code, absl::Duration elapsed)
      ABSL_LOCKS_EXCLUDED(mu_);
  const std::string& method() const { return method_; }

 private:
  const std::string method_;
  telemetry::Metrics* const metrics_;
  telemetry::Histogram seconds_;
  absl::Mutex mu_;
  std::map<grpc::StatusCode, telemetry::Counter> by_code_ ABSL_GUARDED_BY(mu_);
};

// Makes one observer a call. Thread-safe.
class CallObserverFactory
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // All outlive the server that uses it; `judged_calls` may be null.
  CallObserverFactory(telemetry::Logger* logger, telemetry::Metrics* metrics,
                      JudgedCalls* judged_calls);

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

  // The call has ended. A call that never sent a status was CANCELLED.
  void Ended(MethodStats* stats, const grpc::Status& status,
             absl::Duration elapsed, absl::string_view call_id);
  std::string NewCallId();
  JudgedCalls* judged_calls() const { return judged_calls_; }

 private:
  MethodStats* StatsOf(const char* method) ABSL_LOCKS_EXCLUDED(mu_);

  telemetry::Logger* const logger_;
  telemetry::Metrics* const metrics_;
  JudgedCalls* const judged_calls_;
  telemetry::Gauge running_;
  // Ids are a random number a process and a count.
  const uint64_t id_prefix_;
  std::atomic<uint64_t> id_count_{0};
  absl::Mutex mu_;
  std::map<std::string, std::unique_ptr<MethodStats>> stats_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_CALL_OBSERVER_H_
