#ifndef YUHENG_SERVICES_RPC_JUDGED_CALLS_H_
#define YUHENG_SERVICES_RPC_JUDGED_CALLS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/server_context.h"
#include "services/access/identity.h"
#include "services/access/rate_limiter.h"
#include "services/audit/log/audit_log.h"
#include "services/telemetry/metrics.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace yuheng::rpc {

// Limits when the configuration gives none.
inline constexpr int kIdentityCallsPerSecondMaxDefault = 100;
inline constexpr int kIdentityConcurrentCallsMaxDefault = 64;
// Seconds' worth of calls that may come at once.
inline constexpr int kIdentityBurstSeconds = 5;
// Identities whose rate is remembered.
inline constexpr size_t kIdentitiesRememberedMax = 4096;

// The calls of proven identities that run: how many each makes, and the audit
// record that each leaves. The gate enters and judges them, the observer asks
// for the record before anything is answered and ends them: so no handler can
// forget it. A call is known by its context. Thread-safe.
class JudgedCalls {
 public:
  struct Options {
    // Of one identity that is no service; at least 1.
    int calls_per_second_max = kIdentityCallsPerSecondMaxDefault;
    int concurrent_calls_max = kIdentityConcurrentCallsMaxDefault;
    std::function<absl::Time()> now;
    // Both may be null and outlive this.
    audit::AuditLog* log = nullptr;
    telemetry::Metrics* metrics = nullptr;
  };
  explicit JudgedCalls(Options options);

  using Call = const grpc::ServerContextBase*;
  using Identity = std::shared_ptr<const access::Identity>;

  // A call comes in. CALLS_TOO_MANY with a retry hint when its identity makes
  // too many. OK when it was let in before.
  absl::Status Enter(Call call, const Identity& identity)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Its right was judged. `verdict`, or STORAGE_FAILED where a change could not
  // be recorded. Of a call that was judged before, nothing is kept.
  absl::Status Judge(Call call, const google::protobuf::Message& request,
                     const absl::Status& verdict) ABSL_LOCKS_EXCLUDED(mu_);

  // The call, of a method "/service/Method", is about to be answered for the
  // first time, with this code. True when the answer has to wait: `written`
  // follows, and says whether the record is durable.
  bool Record(Call call, absl::string_view method, int code,
              audit::AuditLog::Written written) ABSL_LOCKS_EXCLUDED(mu_);

  // The call is over.
  void End(Call call) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Running {
    Identity identity;
    // Of too many: not counted, not recorded.
    bool refused = false;
    bool judged = false;
    bool recorded = false;
    bool changes = false;
    audit::AuditRecord record;
  };

  absl::Status CountIn(const access::Identity& identity)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  audit::AuditRecord RecordOf(Call call, const Running* running) const;

  const Options options_;
  absl::optional<telemetry::Counter> limited_;
  absl::Mutex mu_;
  access::RateLimiter rates_ ABSL_GUARDED_BY(mu_);
  // By subject; only those that have some.
  absl::flat_hash_map<std::string, int> concurrent_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<Call, Running> running_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_JUDGED_CALLS_H_
