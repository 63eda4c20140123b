// How every one of our servers starts, reports its health, drains and stops.
#ifndef YUHENG_SERVICES_RPC_SERVER_H_
#define YUHENG_SERVICES_RPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/call_gate.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace yuheng::rpc {

// Largest message in either direction. A document travels in pieces far
// smaller; the largest single message is a page of totals or entries.
inline constexpr int kMessageSizeBytesMax = 16 << 20;
// HTTP/2 streams one connection may have open.
inline constexpr int kStreamsPerConnectionMax = 1024;
// A silent connection is probed after this and closed when no answer comes.
inline constexpr int kKeepaliveIntervalMs = 30'000;
inline constexpr int kKeepaliveTimeoutMs = 10'000;
// Clients may not probe more often than this.
inline constexpr int kKeepaliveByClientIntervalMinMs = 10'000;
// When the configuration gives no drain timeout.
inline constexpr int kDrainTimeoutMsDefault = 5'000;

struct ServerOptions {
  // listen_address "" means "127.0.0.1:0".
  yuheng::config::v1::ServerConfig config;
  // The services; owned by the caller and outliving the server.
  std::vector<grpc::Service*> services;
  // Full names for per-service health, as AggregationService::
  // service_full_name() gives them: "yuheng.aggregation.v1.AggregationService".
  // Each starts NOT_SERVING; see SetServing.
  std::vector<std::string> health_names;
  // The gate of the services. With one that asks who calls, they come over TLS;
  // without, in clear. Outlives the server; null is one that asks nobody.
  CallGate* gate = nullptr;
  // Both required, and outlive the server.
  telemetry::Logger* logger = nullptr;
  telemetry::Metrics* metrics = nullptr;
  // Called once when draining begins, after health says NOT_SERVING and while
  // calls still run: end the streams that would never end by themselves.
  std::function<void()> on_drain;
  // Called once after the last call has ended: stop workers, flush, close.
  std::function<void()> on_stopped;
};

// Thread-safe. Counts yuheng_rpc_calls_total{method,code} and
// yuheng_rpc_call_seconds{method} and logs each failed call once. Every call
// has an id: the caller's `x-request-id` metadata when given (up to 64
// printable bytes), else a new one; it is in the log line and sent back as
// initial metadata. The address file is removed when stopping.
class Server {
 public:
  // Binds and serves. INVALID_ARGUMENT for a malformed address;
  // FAILED_PRECONDITION, reason UNAUTHENTICATED_LISTENER, for one that is not
  // loopback without a gate that asks who calls; what ServerCredentialsOf gives
  // with one; UNAVAILABLE when it can't be bound or the address file can't be
  // written. The metrics page is served too when configured.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options);
  // Stops, if not stopped yet.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // What grpc.health.v1.Health says of one service of `health_names`. The
  // empty name (the whole process) is SERVING while every one of them is.
  void SetServing(absl::string_view service_full_name, bool serving);
  // All of `health_names`.
  void SetAllServing(bool serving);

  // host:port that was bound, with the real port.
  const std::string& address() const;
  int port() const;
  // The port of the metrics page; 0 when there is none.
  int metrics_port() const;

  // Waits for SIGTERM, SIGINT or RequestStop, then stops; calls `each_second`,
  // where there is one, meanwhile. Returns the exit code: 0.
  // BlockTerminationSignals must have been called before the first
  // thread started (ReadConfiguration does).
  int RunUntilSignal(const std::function<void()>& each_second = nullptr);
  // Makes RunUntilSignal go on.
  void RequestStop();

  // Health to NOT_SERVING, on_drain, no new calls, running calls may end until
  // the drain timeout and are cancelled then, on_stopped. Returns when done;
  // a second call waits for the first.
  void Stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_SERVER_H_
