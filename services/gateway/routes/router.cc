#include "services/gateway/routes/router.h"

#include "absl/strings/match.h"
#include "services/gateway/routes/answers.h"
#include "services/gateway/routes/page_route.h"

namespace yuheng::gateway {
namespace {

using boost::asio::awaitable;

constexpr absl::string_view kSessionPath = "/session";
// The packages of our contracts.
constexpr absl::string_view kCallPrefix = "/yuheng.";
constexpr int kMisdirected = 421;

telemetry::Counter RequestsOf(telemetry::Metrics* metrics, const char* route) {
  return metrics->GetCounter("yuheng_gateway_requests_total",
                             "Requests by what answers them.",
                             {{"route", route}});
}

}  // namespace

Router::Router(const Options& options)
    : options_(options),
      of_calls_(RequestsOf(options.metrics, "call")),
      of_sessions_(RequestsOf(options.metrics, "session")),
      of_page_(RequestsOf(options.metrics, "page")),
      of_other_hosts_(RequestsOf(options.metrics, "other_host")) {}

awaitable<void> Router::Handle(Connection& connection) const {
  const RequestHead& head = connection.head();
  const absl::Status host = options_.origins->CheckHost(head);
  if (!host.ok()) {
    of_other_hosts_.Increment();
    co_await connection.Respond(ErrorAnswer(kMisdirected, host));
  } else if (head.path() == kSessionPath) {
    of_sessions_.Increment();
    co_await options_.sessions->Handle(connection);
  } else if (absl::StartsWith(head.target, kCallPrefix)) {
    of_calls_.Increment();
    co_await options_.calls->Handle(connection);
  } else {
    of_page_.Increment();
    co_await connection.Respond(PageAnswer(*options_.page, head));
  }
}

}  // namespace yuheng::gateway
