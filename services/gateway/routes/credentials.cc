#include "services/gateway/routes/credentials.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/gateway/upstream/upstream_call.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

// With the rest of a call's metadata it stays below the 8 KiB that services
// take: where there is more they close the connection, which all calls share.
constexpr size_t kAuthorizationBytesMax = size_t{6} << 10;

absl::Status SignInFirst(const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeError(rpc::Reason::kUnauthenticated, text.zh, text.en);
}

std::string CookieWith(absl::string_view value, absl::string_view more,
                       bool secure) {
  return absl::StrCat(SessionCookieName(secure), "=", value,
                      "; Path=/; HttpOnly; SameSite=Strict",
                      secure ? "; Secure" : "", more);
}

}  // namespace

absl::string_view SessionCookieName(bool secure) {
  return secure ? "__Host-yuheng_session" : "yuheng_session";
}

absl::optional<std::string> SessionIdOf(const RequestHead& head, bool secure) {
  absl::optional<std::string> id;
  for (absl::string_view cookie : absl::StrSplit(head.Header("Cookie"), ';')) {
    cookie = absl::StripAsciiWhitespace(cookie);
    if (!absl::ConsumePrefix(&cookie, SessionCookieName(secure)) ||
        !absl::ConsumePrefix(&cookie, "=")) {
      continue;
    }
    id = id.has_value() ? "" : std::string(cookie);
  }
  return id;
}

std::string SessionCookie(absl::string_view id, bool secure) {
  return CookieWith(id, "", secure);
}

std::string NoSessionCookie(bool secure) {
  return CookieWith("", "; Max-Age=0", secure);
}

std::shared_ptr<const Session> Credentials::SessionOf(
    const RequestHead& head) const {
  const auto id = SessionIdOf(head, secure);
  if (sessions == nullptr || !id.has_value()) return nullptr;
  return sessions->Find(*id);
}

absl::StatusOr<Caller> Credentials::CallerOf(const RequestHead& head) const {
  if (!required) return Caller{};
  const absl::string_view authorization = head.Header("Authorization");
  if (head.CountOf("Authorization") > 1 || !MayBeMetadata(authorization) ||
      authorization.size() > kAuthorizationBytesMax) {
    return SignInFirst("gateway.sign_in_first");
  }
  if (!authorization.empty()) {
    return Caller{.authorization = std::string(authorization)};
  }
  if (auto id = SessionIdOf(head, secure)) {
    const std::shared_ptr<const Session> session = SessionOf(head);
    if (session == nullptr) return SignInFirst("gateway.session_over");
    return Caller{.authorization = absl::StrCat("Bearer ", session->token),
                  .session_id = *std::move(id)};
  }
  if (!public_viewer) return SignInFirst("gateway.sign_in_first");
  return Caller{};
}

absl::Status Credentials::Check(const Caller& caller) const {
  const bool over =
      !caller.session_id.empty() && !sessions->Has(caller.session_id);
  return over ? SignInFirst("gateway.session_over") : absl::OkStatus();
}

}  // namespace yuheng::gateway
