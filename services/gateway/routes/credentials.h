#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_CREDENTIALS_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_CREDENTIALS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/gateway/http/message.h"
#include "services/gateway/sessions/session_store.h"

namespace yuheng::gateway {

// The name of the session's cookie. `secure` as Origins says: browsers take one
// of that prefix from nobody but this host over TLS.
absl::string_view SessionCookieName(bool secure);

// The id in a request's session cookie. Empty for more than one: which of them
// counts is nobody's to guess. Absent without one.
absl::optional<std::string> SessionIdOf(const RequestHead& head, bool secure);

// Set-Cookie that gives a browser a session, or takes it away.
std::string SessionCookie(absl::string_view id, bool secure);
std::string NoSessionCookie(bool secure);

// In whose name a call goes upstream.
struct Caller {
  // The header authorization; empty for none.
  std::string authorization;
  // Of the session whose token that is; empty where it is none's.
  std::string session_id;
};

// Says in whose name calls go upstream. Thread-safe.
struct Credentials {
  // Null: nobody signs in.
  SessionStore* sessions = nullptr;
  // Whether upstream asks who calls; otherwise nothing is sent.
  bool required = false;
  // Whether upstream knows the gateway itself, as somebody who may look at what
  // is public.
  bool public_viewer = false;
  // Whether browsers reach us over TLS.
  bool secure = false;

  // The header authorization is that of the request (programs have tokens of
  // their own), or the session's token, or empty. UNAUTHENTICATED for
  // what no service could be shown, for a session that is over, and for none
  // where nobody is known.
  absl::StatusOr<Caller> CallerOf(const RequestHead& head) const;
  // Again, for calls that last: UNAUTHENTICATED once the caller's session is
  // over. Not a use of it.
  absl::Status Check(const Caller& caller) const;
  // Null without one that still counts.
  std::shared_ptr<const Session> SessionOf(const RequestHead& head) const;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_CREDENTIALS_H_
