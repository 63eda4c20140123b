#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_ROUTER_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_ROUTER_H_

#include "boost/asio/awaitable.hpp"
#include "services/gateway/http/connection.h"
#include "services/gateway/http/origins.h"
#include "services/gateway/page/page.h"
#include "services/gateway/routes/call_route.h"
#include "services/gateway/routes/session_route.h"
#include "services/telemetry/metrics.h"

namespace yuheng::gateway {

// Which request is answered by what: /session, the services' methods by their
// paths, and files of the page. Thread-safe.
class Router {
 public:
  // All outlive it.
  struct Options {
    const Origins* origins = nullptr;
    const Page* page = nullptr;
    const SessionRoute* sessions = nullptr;
    const CallRoute* calls = nullptr;
    telemetry::Metrics* metrics = nullptr;
  };
  explicit Router(const Options& options);

  boost::asio::awaitable<void> Handle(Connection& connection) const;

 private:
  const Options options_;
  // Counting needs no lock.
  mutable telemetry::Counter of_calls_;
  mutable telemetry::Counter of_sessions_;
  mutable telemetry::Counter of_page_;
  mutable telemetry::Counter of_other_hosts_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_ROUTER_H_
