#ifndef YUHENG_SERVICES_GATEWAY_GATEWAY_H_
#define YUHENG_SERVICES_GATEWAY_GATEWAY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/http/limits.h"
#include "services/gateway/page/page.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::gateway {

struct GatewayOptions {
  config::v1::GatewayConfig config;
  Page page;
  Patience patience;
  // Both outlive the gateway.
  telemetry::Logger* logger = nullptr;
  telemetry::Metrics* metrics = nullptr;
};

// All of the process but its flags. Thread-safe.
class Gateway {
 public:
  // Binds and serves. INVALID_ARGUMENT for a setting that is wrong, naming it;
  // FAILED_PRECONDITION, reason UNAUTHENTICATED_LISTENER, for an address that
  // is not loopback without TLS; UNAVAILABLE when it can't be bound. Services
  // that can't be reached keep it from nothing: their calls fail. Raises the
  // process's limit of open files as far as it may be.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(GatewayOptions options);
  // Stops, if not stopped yet.
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  // host:port that was bound.
  const std::string& address() const;

  // No new connections; what runs may end until the drain timeout.
  void Stop();

 private:
  struct State;
  explicit Gateway(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_GATEWAY_H_
