// Where calls come in over TLS, before any handler: nobody without an identity
// gets further, whatever a handler forgets.
#ifndef YUHENG_SERVICES_RPC_DOOR_H_
#define YUHENG_SERVICES_RPC_DOOR_H_

#include <map>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/auth_metadata_processor.h"
#include "grpcpp/support/string_ref.h"
#include "services/access/authenticator.h"
#include "services/access/rate_limiter.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::rpc {

// Who makes the call that has these headers and came over this connection;
// UNAUTHENTICATED when nobody knows, or two headers say it.
absl::StatusOr<std::shared_ptr<const access::Identity>> IdentityOf(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
    const grpc::AuthContext& connection, access::Authenticator& authenticator);

// What `tls` and `access` of a server's configuration ask for; null when it has
// neither. INVALID_ARGUMENT when it has one without the other, or access knows
// nobody. `logger` outlives it.
absl::StatusOr<std::unique_ptr<access::Authenticator>> OpenAuthenticator(
    const config::v1::ServerConfig& config, telemetry::Logger* logger);

// Lets in who has an identity; to the methods that no gate of ours guards,
//   grpc.health.v1.Health  with any identity
//   server reflection      with the role operator
// Counts yuheng_rpc_calls_unauthenticated_total and logs the calls that it
// refuses, at most one a second after the first hundred, and never what the
// caller sent. Thread-safe.
class Door final : public grpc::AuthMetadataProcessor {
 public:
  // All outlive it.
  Door(access::Authenticator* authenticator, telemetry::Logger* logger,
       telemetry::Metrics* metrics);

  // A verification takes microseconds, most are remembered.
  bool IsBlocking() const override { return false; }
  grpc::Status Process(const InputMetadata& metadata,
                       grpc::AuthContext* connection, OutputMetadata* consumed,
                       OutputMetadata* response) override;

 private:
  bool MayLog() ABSL_LOCKS_EXCLUDED(mu_);

  access::Authenticator* const authenticator_;
  telemetry::Logger* const logger_;
  absl::Mutex mu_;
  access::RateLimiter lines_ ABSL_GUARDED_BY(mu_);
  telemetry::Counter refused_;
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_DOOR_H_
