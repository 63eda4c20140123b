#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_CALL_COUNTS_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_CALL_COUNTS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/gateway/connect/method_table.h"
#include "services/rpc/call_observer.h"
#include "services/telemetry/metrics.h"

namespace yuheng::gateway {

// Counts and times browsers' calls by method, as services do theirs:
// yuheng_rpc_calls_total{method,code} and yuheng_rpc_call_seconds{method}; and
// yuheng_gateway_streams{method}, those that are open. Thread-safe.
class CallCounts {
 public:
  // Both outlive it.
  CallCounts(const MethodTable& methods, telemetry::Metrics* metrics);

  // One call, which lasts as long as this. Outlived by the counts.
  class Call;
  // Of a method of the table.
  std::unique_ptr<Call> Begin(const Method& method);

 private:
  struct Counts {
    Counts(const Method& method, telemetry::Metrics* metrics);
    rpc::MethodStats calls;
    telemetry::Gauge streams;
  };
  std::map<std::string, Counts, std::less<>> by_path_;
};

class CallCounts::Call {
 public:
  Call(Counts* counts, bool streaming);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // How it was answered; CANCELLED while nothing is said: its browser is gone.
  void Answered(absl::StatusCode code) { code_ = code; }

 private:
  Counts* const counts_;
  const bool streaming_;
  const absl::Time begin_;
  absl::StatusCode code_ = absl::StatusCode::kCancelled;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_CALL_COUNTS_H_
