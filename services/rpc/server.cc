#include "services/rpc/server.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/budget/check.h"
#include "services/rpc/address_file.h"
#include "services/rpc/call_observer.h"
#include "services/rpc/door.h"
#include "services/rpc/loopback.h"
#include "services/rpc/process.h"
#include "services/rpc/reason.h"
#include "services/rpc/termination.h"
#include "services/rpc/tls.h"

namespace yuheng::rpc {
namespace {

constexpr char kListenAddressDefault[] = "127.0.0.1:0";

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kMessageSizeBytesMax);
  builder->SetMaxSendMessageSize(kMessageSizeBytesMax);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                              kStreamsPerConnectionMax);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveIntervalMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                              kKeepaliveTimeoutMs);
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kKeepaliveByClientIntervalMinMs);
  // Two processes on one port would share the calls by chance.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

access::Authenticator* AuthenticatorOf(const ServerOptions& options) {
  return options.gate == nullptr ? nullptr : options.gate->authenticator();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsFor(
    const ServerOptions& options) {
  access::Authenticator* const authenticator = AuthenticatorOf(options);
  // A main that forgot it would listen in clear.
  YUHENG_CHECK(options.config.has_tls() == (authenticator != nullptr));
  if (authenticator == nullptr) return grpc::InsecureServerCredentials();
  auto credentials = ServerCredentialsOf(options.config.tls());
  if (!credentials.ok()) return credentials;
  (*credentials)
      ->SetAuthMetadataProcessor(std::make_shared<Door>(
          authenticator, options.logger, options.metrics));
  return credentials;
}

}  // namespace

struct Server::State {
  ~State() {
    if (stop_event >= 0) close(stop_event);
  }

  // Set at construction.
  ServerOptions options;
  std::string address;
  int port = 0;
  int metrics_port = 0;
  int stop_event = -1;
  std::unique_ptr<telemetry::MetricsServer> metrics_server;
  std::unique_ptr<grpc::Server> server;

  absl::Mutex mu;
  std::map<std::string, bool> serving ABSL_GUARDED_BY(mu);
  bool draining ABSL_GUARDED_BY(mu) = false;

  // Held while stopping, so that a second Stop waits.
  absl::Mutex stop_mu ABSL_ACQUIRED_BEFORE(mu);
  bool stopped ABSL_GUARDED_BY(stop_mu) = false;

  void Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
    grpc::HealthCheckServiceInterface* health = server->GetHealthCheckService();
    bool all = !draining;
    for (const auto& [name, is_serving] : serving) {
      health->SetServingStatus(name, is_serving && !draining);
      all = all && is_serving;
    }
    health->SetServingStatus("", all);
  }

  absl::Duration DrainTimeout() const {
    const int configured_ms = options.config.drain_timeout_ms();
    return absl::Milliseconds(configured_ms > 0 ? configured_ms
                                                : kDrainTimeoutMsDefault);
  }
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { Stop(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options) {
  BlockTerminationSignals();
  std::string listen = options.config.listen_address();
  if (listen.empty()) listen = kListenAddressDefault;
  absl::StatusOr<HostPort> bound = AuthenticatorOf(options) != nullptr
                                       ? ParseHostPort(listen)
                                       : RequireLoopback(listen);
  if (!bound.ok()) return bound.status();
  const auto credentials = CredentialsFor(options);
  if (!credentials.ok()) return credentials.status();

  auto state = std::make_unique<State>();
  state->stop_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (state->stop_event < 0) return absl::UnavailableError("no eventfd");
  if (!options.config.metrics_address().empty()) {
    absl::StatusOr<std::unique_ptr<telemetry::MetricsServer>> metrics_server =
        telemetry::MetricsServer::Start(options.config.metrics_address(),
                                        *options.metrics);
    if (!metrics_server.ok()) return metrics_server.status();
    state->metrics_server = *std::move(metrics_server);
    state->metrics_port = state->metrics_server->port();
  }

  // Both are read by the next ServerBuilder and do nothing when repeated.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  int port = 0;
  builder.AddListeningPort(bound->ToString(), *credentials, &port);
  for (grpc::Service* service : options.services) {
    builder.RegisterService(service);
  }
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      observers;
  observers.push_back(std::make_unique<CallObserverFactory>(
      options.logger, options.metrics,
      options.gate == nullptr ? nullptr : options.gate->judged_calls()));
  builder.experimental().SetInterceptorCreators(std::move(observers));
  state->server = builder.BuildAndStart();
  if (state->server == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat(
        "can't listen on ", listen,
        ": is another process using it? Choose another listen_address"));
  }
  bound->port = port;
  state->port = port;
  state->address = bound->ToString();
  state->options = std::move(options);
  {
    absl::MutexLock lock(&state->mu);
    for (const std::string& name : state->options.health_names) {
      state->serving[name] = false;
    }
    state->Publish();
  }

  std::unique_ptr<Server> server(new Server(std::move(state)));
  const State& started = *server->state_;
  if (const std::string& file = started.options.config.address_file();
      !file.empty()) {
    absl::Status written = WriteAddressFile(file, started.address);
    if (!written.ok()) return written;
  }
  started.options.logger->Info(
      "listening",
      {{"address", started.address}, {"metrics_port", server->metrics_port()}});
  return server;
}

void Server::SetServing(absl::string_view service_full_name, bool serving) {
  absl::MutexLock lock(&state_->mu);
  if (state_->draining) return;
  state_->serving[std::string(service_full_name)] = serving;
  state_->Publish();
}

void Server::SetAllServing(bool serving) {
  absl::MutexLock lock(&state_->mu);
  if (state_->draining) return;
  for (auto& [name, is_serving] : state_->serving) is_serving = serving;
  state_->Publish();
}

const std::string& Server::address() const { return state_->address; }

int Server::port() const { return state_->port; }

int Server::metrics_port() const { return state_->metrics_port; }

int Server::RunUntilSignal(const std::function<void()>& each_second) {
  const char* cause = WaitForTermination(state_->stop_event, each_second);
  state_->options.logger->Info("draining", {{"cause", cause}});
  Stop();
  return 0;
}

void Server::RequestStop() {
  const uint64_t one = 1;
  // Fails only when the counter is full, and then it is set.
  [[maybe_unused]] const ssize_t written =
      write(state_->stop_event, &one, sizeof(one));
}

void Server::Stop() {
  absl::MutexLock stop_lock(&state_->stop_mu);
  if (state_->stopped) return;
  {
    absl::MutexLock lock(&state_->mu);
    state_->draining = true;
    state_->Publish();
  }
  const ServerOptions& options = state_->options;
  if (!options.config.address_file().empty()) {
    std::remove(options.config.address_file().c_str());
  }
  // The HTTP library takes up to two seconds to stop its threads.
  std::thread metrics_stopper([this] { state_->metrics_server.reset(); });
  if (options.on_drain) options.on_drain();
  const absl::Time start = absl::Now();
  state_->server->Shutdown(absl::ToChronoTime(start + state_->DrainTimeout()));
  state_->server->Wait();
  if (options.on_stopped) options.on_stopped();
  metrics_stopper.join();
  state_->stopped = true;
  options.logger->Info(
      "stopped",
      {{"drain_ms", absl::ToInt64Milliseconds(absl::Now() - start)}});
}

}  // namespace yuheng::rpc
