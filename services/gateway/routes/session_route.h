#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_SESSION_ROUTE_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_SESSION_ROUTE_H_

#include <string>

#include "boost/asio/awaitable.hpp"
#include "services/gateway/http/connection.h"
#include "services/gateway/http/origins.h"
#include "services/gateway/routes/credentials.h"
#include "services/gateway/sessions/sign_in_desk.h"
#include "services/telemetry/log.h"

namespace yuheng::gateway {

// /session: who is signed in (GET), signing in (POST), and out (DELETE); see
// yuheng/gateway/v1/session.proto. Thread-safe.
class SessionRoute {
 public:
  struct Options {
    Credentials credentials;
    // Null where credentials.sessions is.
    SignInDesk* desk = nullptr;
    const Origins* origins = nullptr;
    std::string division;
    telemetry::Logger* logger = nullptr;
  };
  explicit SessionRoute(const Options& options) : options_(options) {}

  boost::asio::awaitable<void> Handle(Connection& connection) const;

 private:
  boost::asio::awaitable<Response> SignIn(Connection& connection) const;
  Response SignOut(const RequestHead& head) const;
  Response Tell(const RequestHead& head) const;
  // `session` null when nobody is signed in.
  Response Body(const Session* session) const;

  const Options options_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_SESSION_ROUTE_H_
