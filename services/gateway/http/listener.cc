#include "services/gateway/http/listener.h"

#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/strand.hpp"
#include "services/gateway/http/tls_files.h"
#include "services/rpc/tls.h"

namespace yuheng::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// After the system had no file for a connection.
constexpr std::chrono::milliseconds kAcceptPause{100};

}  // namespace

struct Listener::State {
  explicit State(ListenerOptions given)
      : options(std::move(given)),
        io(std::make_shared<asio::io_context>()),
        acceptor(asio::make_strand(*io)),
        connections(options.metrics->GetGauge("yuheng_gateway_connections",
                                              "Browsers' connections.")),
        refused(options.metrics->GetCounter(
            "yuheng_gateway_connections_refused_total",
            "Connections closed because there were too many.")) {}

  absl::Status Bind();
  asio::awaitable<void> Accept();
  void Begin(tcp::socket socket);
  void ReloadTls();

  // Set at construction.
  const ListenerOptions options;
  const std::shared_ptr<asio::io_context> io;
  tcp::acceptor acceptor;
  std::string address;
  telemetry::Gauge connections;
  telemetry::Counter refused;
  std::vector<std::thread> threads;

  // Of the acceptor's strand.
  std::shared_ptr<asio::ssl::context> context;
  TlsStamps stamps;
  TlsStamps refused_stamps;
  absl::Time looked_time;

  absl::Mutex mu;
  // From then on nothing is added to those that run.
  bool stopping ABSL_GUARDED_BY(mu) = false;
  std::map<Connection*,
           std::pair<std::weak_ptr<Connection>, asio::any_io_executor>>
      running ABSL_GUARDED_BY(mu);
  bool Stopping() ABSL_LOCKS_EXCLUDED(mu) {
    absl::MutexLock lock(&mu);
    return stopping;
  }
  bool AllEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
    return running.empty();
  }
  // Calls `act` on each on its strand.
  void ForEach(void (Connection::*act)()) ABSL_LOCKS_EXCLUDED(mu);

  // Held while stopping, so that a second Stop waits.
  absl::Mutex stop_mu ABSL_ACQUIRED_BEFORE(mu);
  bool stopped ABSL_GUARDED_BY(stop_mu) = false;
};

absl::Status Listener::State::Bind() {
  error_code error;
  const auto host = asio::ip::make_address(options.address.host, error);
  if (error) {
    return absl::InvalidArgumentError(absl::StrCat(
        "listen_address: \"", options.address.host, "\" is no IP address"));
  }
  const tcp::endpoint endpoint(host, options.address.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("can't listen on ", options.address.ToString(), ": ",
                     error.message(), "; choose another listen_address"));
  }
  rpc::HostPort bound = options.address;
  bound.port = acceptor.local_endpoint().port();
  address = bound.ToString();
  return absl::OkStatus();
}

void Listener::State::ReloadTls() {
  if (!options.tls.has_value()) return;
  const absl::Time now = absl::Now();
  if (now - looked_time < absl::Seconds(rpc::kTlsReloadIntervalSeconds)) return;
  looked_time = now;
  const TlsStamps found = StampsOf(*options.tls);
  if (found == stamps) return;
  auto changed = TlsContextOf(*options.tls);
  if (changed.ok()) {
    context = *std::move(changed);
    stamps = found;
    options.logger->Info("certificate taken");
    return;
  }
  // Half of a pair may be there already: looked at again, and told once.
  if (found == refused_stamps) return;
  refused_stamps = found;
  options.logger->Warn("certificate not taken, the one before stays",
                       {{"error", changed.status().message()}});
}

asio::awaitable<void> Listener::State::Accept() {
  asio::steady_timer pause(acceptor.get_executor());
  while (!Stopping()) {
    tcp::socket socket(asio::make_strand(*io));
    error_code error;
    co_await acceptor.async_accept(
        socket, asio::redirect_error(asio::use_awaitable, error));
    if (Stopping()) break;
    if (error) {
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(
          asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    ReloadTls();
    Begin(std::move(socket));
  }
}

void Listener::State::Begin(tcp::socket socket) {
  const asio::any_io_executor strand = socket.get_executor();
  auto connection = std::make_shared<Connection>(
      io, Transport::Make(std::move(socket), context), &options.connection);
  {
    absl::MutexLock lock(&mu);
    if (stopping) return;
    if (static_cast<int>(running.size()) >= options.connections_max) {
      refused.Increment();
      return;
    }
    running.emplace(connection.get(), std::make_pair(connection, strand));
  }
  connections.Add(1);
  Connection* const raw = connection.get();
  asio::co_spawn(strand, raw->Run(),
                 [this, connection = std::move(connection)](
                     const std::exception_ptr& failed) {
                   // Ours only: what others send throws nothing.
                   if (failed) std::rethrow_exception(failed);
                   connections.Add(-1);
                   absl::MutexLock lock(&mu);
                   running.erase(connection.get());
                 });
}

void Listener::State::ForEach(void (Connection::*act)()) {
  absl::MutexLock lock(&mu);
  for (const auto& [raw, entry] : running) {
    asio::post(entry.second, [weak = entry.first, act] {
      if (const auto connection = weak.lock()) ((*connection).*act)();
    });
  }
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Listener::~Listener() { Stop(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Listener>> Listener::Start(
    ListenerOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  if (state->options.tls.has_value()) {
    state->stamps = StampsOf(*state->options.tls);
    auto context = TlsContextOf(*state->options.tls);
    if (!context.ok()) return context.status();
    state->context = *std::move(context);
    state->looked_time = absl::Now();
  }
  if (absl::Status status = state->Bind(); !status.ok()) return status;
  asio::co_spawn(state->acceptor.get_executor(), state->Accept(),
                 asio::detached);
  std::unique_ptr<Listener> listener(new Listener(std::move(state)));
  State* const started = listener->state_.get();
  for (int i = 0; i < started->options.thread_count; ++i) {
    started->threads.emplace_back([started] { started->io->run(); });
  }
  return listener;
}

const std::string& Listener::address() const { return state_->address; }

void Listener::Stop(absl::Duration drain_timeout) {
  absl::MutexLock stop_lock(&state_->stop_mu);
  if (state_->stopped) return;
  {
    absl::MutexLock lock(&state_->mu);
    state_->stopping = true;
  }
  asio::post(state_->acceptor.get_executor(), [this] {
    error_code ignored;
    state_->acceptor.close(ignored);
  });
  state_->ForEach(&Connection::Drain);
  {
    absl::MutexLock lock(&state_->mu);
    state_->mu.AwaitWithTimeout(absl::Condition(state_.get(), &State::AllEnded),
                                drain_timeout);
  }
  state_->ForEach(&Connection::Abort);
  for (std::thread& thread : state_->threads) thread.join();
  state_->stopped = true;
}

}  // namespace yuheng::gateway
