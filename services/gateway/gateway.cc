#include "services/gateway/gateway.h"

#include <openssl/rand.h>

#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/access/identity.h"
#include "services/access/token.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/method_table.h"
#include "services/gateway/http/listener.h"
#include "services/gateway/http/open_files.h"
#include "services/gateway/http/origins.h"
#include "services/gateway/hub/hub.h"
#include "services/gateway/routes/answers.h"
#include "services/gateway/routes/call_route.h"
#include "services/gateway/routes/router.h"
#include "services/gateway/routes/session_route.h"
#include "services/gateway/sessions/session_store.h"
#include "services/gateway/sessions/sign_in_desk.h"
#include "services/gateway/upstream/certificate_names.h"
#include "services/gateway/upstream/upstream.h"
#include "services/gateway/upstream/upstream_watch.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/client.h"
#include "services/rpc/loopback.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/server.h"
#include "services/rpc/work_queue.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"
#include "yuheng/reporting/v1/reporting_service.pb.h"
#include "yuheng/validation/v1/validation_service.pb.h"

namespace yuheng::gateway {
namespace {

using config::v1::GatewayConfig;

constexpr int kWorkersDefault = 2;
constexpr int kConnectionsMaxDefault = 8192;
constexpr int kStreamsMaxDefault = 8192;
// Beside connections: to the services, of the page, of metrics.
constexpr int kOtherFiles = 64;
constexpr int kViewsMaxDefault = 256;
// A view is a call upstream, where one identity makes 64 at once: these leave
// some for other calls, and for others who are not signed in.
constexpr int kCallerViewsMax = 48;
constexpr int kNobodyViewsMax = 32;
constexpr int64_t kDocumentBytesMaxDefault = int64_t{32} << 20;
constexpr int kSessionMinutesDefault = 480;
constexpr int kSessionIdleMinutesDefault = 30;
// A view has one task waiting at most; those of views that are gone do nothing.
constexpr int kHubTasksMax = 1 << 16;

template <typename Number>
Number OrDefault(Number configured, Number otherwise) {
  return configured == 0 ? otherwise : configured;
}

absl::Status Wrong(const char* field, const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeFieldError({{field, text.en}}, text.zh, text.en);
}

absl::Status Check(const GatewayConfig& config) {
  if (!rpc::IsDivision(config.division())) {
    return Wrong("division", "gateway.config_division");
  }
  if (config.server().has_access()) {
    return Wrong("server.access", "gateway.config_access");
  }
  const bool upstream_tls = !config.upstream_tls().ca_file().empty();
  if (!config.accounts_dir().empty() && !upstream_tls) {
    return Wrong("accounts_dir", "gateway.config_accounts");
  }
  const int64_t limits[] = {config.session_minutes_max(),
                            config.session_idle_minutes_max(),
                            config.worker_count(),
                            config.connections_max(),
                            config.streams_max(),
                            config.views_max(),
                            config.document_size_bytes_max(),
                            config.server().drain_timeout_ms(),
                            config.server().concurrent_calls_max()};
  for (const int64_t limit : limits) {
    if (limit < 0) return Wrong("limits", "gateway.config_negative");
  }
  if (absl::Minutes(config.session_minutes_max()) > access::kTokenLifeMax) {
    return Wrong("session_minutes_max", "gateway.config_session");
  }
  return absl::OkStatus();
}

// Who is not signed in calls in this name: one of a service would let everybody
// read everything.
absl::Status CheckViewer(const config::v1::TlsConfig& upstream) {
  if (upstream.cert_file().empty()) return absl::OkStatus();
  const auto names = CertificateNames(upstream.cert_file());
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (access::IsServiceName(name)) {
      return Wrong("upstream_tls.cert_file", "gateway.config_viewer");
    }
  }
  return absl::OkStatus();
}

std::string RandomSessionId() {
  std::string bytes(kSessionIdBytes, '\0');
  // Fails only where the system has no randomness: nobody may guess an id.
  YUHENG_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size())) == 1);
  return bytes;
}

}  // namespace

struct Gateway::State {
  explicit State(GatewayOptions given)
      : options(std::move(given)),
        methods(
            {ingestion::v1::SubmitRequest::descriptor()->file()->service(0),
             aggregation::v1::PostRequest::descriptor()->file()->service(0),
             validation::v1::ListRulesRequest::descriptor()->file()->service(0),
             reporting::v1::GetTablesRequest::descriptor()->file()->service(
                 0)}),
        calls(OrDefault(options.config.server().concurrent_calls_max(),
                        rpc::kConcurrentCallsMaxDefault)),
        streams(OrDefault(options.config.streams_max(), kStreamsMaxDefault)),
        counts(methods, options.metrics),
        bodies(kBodiesBytesMax),
        hub_tasks(
            {.name = "hub", .thread_count = 1, .waiting_max = kHubTasksMax}) {}

  absl::Status OpenChannels();
  void OpenSessions();
  void OpenHub();
  CallRoute::Options RouteOptions() const;

  const GatewayOptions options;
  const MethodTable methods;
  absl::optional<Origins> origins;
  std::vector<std::unique_ptr<Upstream>> services;
  Room calls;
  Room streams;
  CallCounts counts;
  Room bodies;
  // Null where nobody signs in.
  std::unique_ptr<SessionStore> sessions;
  std::unique_ptr<SignInDesk> desk;
  rpc::WorkQueue hub_tasks;
  std::unique_ptr<Hub> hub;
  std::unique_ptr<SessionRoute> session_route;
  std::unique_ptr<CallRoute> call_route;
  std::unique_ptr<Router> router;
  // Last: its threads use all of this.
  std::unique_ptr<Listener> listener;
};

// In the order of the method table's services.
absl::Status Gateway::State::OpenChannels() {
  const GatewayConfig& config = options.config;
  for (const std::string& address :
       {config.ingestion_address(), config.aggregation_address(),
        config.validation_address(), config.reporting_address()}) {
    auto channel = rpc::OpenChannel(address, {.tls = config.upstream_tls()});
    if (!channel.ok()) return channel.status();
    services.push_back(std::make_unique<Upstream>(*std::move(channel)));
  }
  return absl::OkStatus();
}

void Gateway::State::OpenSessions() {
  const GatewayConfig& config = options.config;
  if (config.accounts_dir().empty()) return;
  sessions = std::make_unique<SessionStore>(
      absl::Minutes(OrDefault(config.session_idle_minutes_max(),
                              kSessionIdleMinutesDefault)),
      SessionStore::Sources{.now = absl::Now, .random = RandomSessionId});
  desk = std::make_unique<SignInDesk>(
      config.accounts_dir(),
      absl::Minutes(
          OrDefault(config.session_minutes_max(), kSessionMinutesDefault)),
      absl::Now);
}

void Gateway::State::OpenHub() {
  telemetry::Metrics& metrics = *options.metrics;
  telemetry::Counter conflated =
      metrics.GetCounter("yuheng_gateway_updates_conflated_total",
                         "Updates that told a slow watcher of several.");
  const int views_max = OrDefault(options.config.views_max(), kViewsMaxDefault);
  // Where nobody is asked who they are, all are the same.
  const bool asked = !options.config.upstream_tls().ca_file().empty();
  hub = std::make_unique<Hub>(HubOptions{
      .open =
          [this](const ViewKey& key, std::function<void()> on_change) {
            return OpenWatch(services[methods.Find(key.path)->service].get(),
                             key, std::move(on_change));
          },
      .post =
          [this](std::function<void()> task) {
            if (!hub_tasks.TryPost(task)) task();
          },
      .views_max = views_max,
      .caller_views_max = asked ? kCallerViewsMax : views_max,
      .nobody_views_max = asked ? kNobodyViewsMax : views_max,
      .on_conflated = [conflated]() mutable { conflated.Increment(); }});
}

CallRoute::Options Gateway::State::RouteOptions() const {
  const GatewayConfig& config = options.config;
  CallRoute::Options route;
  for (const auto& service : services) route.services.push_back(service.get());
  route.methods = &methods;
  route.hub = hub.get();
  route.origins = &*origins;
  route.credentials = {
      .sessions = sessions.get(),
      .required = !config.upstream_tls().ca_file().empty(),
      .public_viewer = !config.upstream_tls().cert_file().empty(),
      .secure = origins->secure()};
  route.document_bytes_max = static_cast<size_t>(
      OrDefault(config.document_size_bytes_max(), kDocumentBytesMaxDefault));
  return route;
}

Gateway::Gateway(std::unique_ptr<State> state) : state_(std::move(state)) {}

Gateway::~Gateway() { Stop(); }

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    GatewayOptions options) {
  absl::Status right = Check(options.config);
  right.Update(CheckViewer(options.config.upstream_tls()));
  if (!right.ok()) return right;
  auto state = std::make_unique<State>(std::move(options));
  const GatewayConfig& config = state->options.config;
  const bool tls = config.server().has_tls();
  const auto address =
      tls ? rpc::ParseHostPort(config.server().listen_address())
          : rpc::RequireLoopback(config.server().listen_address());
  if (!address.ok()) return address.status();
  if (config.origin().empty() && !rpc::IsLoopback(address->host)) {
    return Wrong("origin", "gateway.config_origin_missing");
  }
  auto origins = Origins::Make(config.origin(), tls);
  if (!origins.ok()) return origins.status();
  state->origins = *std::move(origins);
  if (absl::Status status = state->OpenChannels(); !status.ok()) return status;
  state->OpenSessions();
  state->OpenHub();

  CallRoute::Options route = state->RouteOptions();
  route.calls = &state->calls;
  route.streams = &state->streams;
  route.counts = &state->counts;
  route.bodies = &state->bodies;
  state->session_route = std::make_unique<SessionRoute>(
      SessionRoute::Options{.credentials = route.credentials,
                            .desk = state->desk.get(),
                            .origins = &*state->origins,
                            .division = config.division(),
                            .logger = state->options.logger});
  state->call_route = std::make_unique<CallRoute>(std::move(route));
  state->router = std::make_unique<Router>(
      Router::Options{.origins = &*state->origins,
                      .page = &state->options.page,
                      .sessions = state->session_route.get(),
                      .calls = state->call_route.get(),
                      .metrics = state->options.metrics});

  ListenerOptions listen;
  listen.address = *address;
  if (tls) listen.tls = config.server().tls();
  listen.thread_count = OrDefault(config.worker_count(), kWorkersDefault);
  listen.connections_max =
      OrDefault(config.connections_max(), kConnectionsMaxDefault);
  listen.logger = state->options.logger;
  const int64_t open_files_max = RaiseOpenFilesMax();
  if (open_files_max < listen.connections_max + kOtherFiles) {
    state->options.logger->Warn("the system allows fewer open files than that",
                                {{"connections_max", listen.connections_max},
                                 {"open_files_max", open_files_max}});
  }
  listen.metrics = state->options.metrics;
  listen.connection.handler =
      [router = state->router.get()](Connection& connection) {
        return router->Handle(connection);
      };
  listen.connection.refuser = [](int http_status, const absl::Status& why) {
    return ErrorAnswer(http_status, why);
  };
  listen.connection.on_dropped =
      [dropped = state->options.metrics->GetCounter(
           "yuheng_gateway_readers_dropped_total",
           "Readers cut off because they did not read.")]() mutable {
        dropped.Increment();
      };
  listen.connection.headers = SecurityHeaders(state->origins->secure());
  listen.connection.patience = state->options.patience;
  auto listener = Listener::Start(std::move(listen));
  if (!listener.ok()) return listener.status();
  state->listener = *std::move(listener);
  state->options.logger->Info("listening",
                              {{"address", state->listener->address()}});
  return std::unique_ptr<Gateway>(new Gateway(std::move(state)));
}

const std::string& Gateway::address() const {
  return state_->listener->address();
}

void Gateway::Stop() {
  const int drain_ms =
      OrDefault(state_->options.config.server().drain_timeout_ms(),
                rpc::kDrainTimeoutMsDefault);
  state_->listener->Stop(absl::Milliseconds(drain_ms));
  state_->hub_tasks.Stop();
}

}  // namespace yuheng::gateway
