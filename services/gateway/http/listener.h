#ifndef YUHENG_SERVICES_GATEWAY_HTTP_LISTENER_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_LISTENER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/http/connection.h"
#include "services/rpc/loopback.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::gateway {

struct ListenerOptions {
  rpc::HostPort address;
  // In clear without.
  absl::optional<config::v1::TlsConfig> tls;
  int thread_count = 2;
  // More are closed at once.
  int connections_max = 4096;
  Connection::Options connection;
  // Both outlive the listener.
  telemetry::Logger* logger = nullptr;
  telemetry::Metrics* metrics = nullptr;
};

// Takes connections, and has the threads that serve them. Thread-safe.
class Listener {
 public:
  // UNAVAILABLE when the address can't be bound; INVALID_ARGUMENT for a
  // certificate that can't be read. A changed one is taken within
  // rpc::kTlsReloadIntervalSeconds; instead of one that can't be read then the
  // one before stays. Either is logged.
  static absl::StatusOr<std::unique_ptr<Listener>> Start(
      ListenerOptions options);
  // Stops at once, if not stopped yet.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // host:port that was bound.
  const std::string& address() const;

  // No new connections; idle ones end, others may until the timeout. Returns
  // when all threads have ended.
  void Stop(absl::Duration drain_timeout);

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_LISTENER_H_
