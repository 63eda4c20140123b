#include "services/gateway/routes/session_route.h"

#include <atomic>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/util/json_util.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/codec.h"
#include "services/gateway/routes/answers.h"
#include "services/gateway/routes/client_address.h"
#include "services/rpc/reason.h"
#include "yuheng/gateway/v1/session.pb.h"

namespace yuheng::gateway {
namespace {

using boost::asio::awaitable;

// An account, a password, and the JSON around them.
constexpr size_t kSignInBytesMax = 8192;

// What the desk answers, on its thread, to whom waits for it.
class Answered {
 public:
  void Abandon() { abandoned_ = true; }
  bool abandoned() const { return abandoned_; }
  void Set(absl::StatusOr<Session> answer) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    answer_ = std::move(answer);
  }
  absl::optional<absl::StatusOr<Session>> Get() ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return answer_;
  }

 private:
  std::atomic<bool> abandoned_ = false;
  absl::Mutex mu_;
  absl::optional<absl::StatusOr<Session>> answer_ ABSL_GUARDED_BY(mu_);
};

Response NotOffered(int http_status, const char* id) {
  const budget::Text text = budget::Message(id);
  return ErrorAnswer(
      http_status, rpc::MakeError(rpc::Reason::kNotOffered, text.zh, text.en));
}

}  // namespace

awaitable<void> SessionRoute::Handle(Connection& connection) const {
  const RequestHead& head = connection.head();
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const absl::Status allowed = options_.origins->CheckCall(
      head, reads ? Origins::Effect::kReads : Origins::Effect::kChanges);
  Response response;
  if (!allowed.ok()) {
    response = ErrorAnswer(403, allowed);
  } else if (reads) {
    response = Tell(head);
  } else if (head.method == "POST") {
    response = co_await SignIn(connection);
  } else if (head.method == "DELETE") {
    response = SignOut(head);
  } else {
    response = NotOffered(405, "gateway.session_verbs");
    response.headers.emplace_back("Allow", "GET, HEAD, POST, DELETE");
  }
  if (connection.gone()) co_return;
  co_await connection.Respond(std::move(response));
}

awaitable<Response> SessionRoute::SignIn(Connection& connection) const {
  if (options_.desk == nullptr) {
    co_return NotOffered(404, "gateway.no_accounts");
  }
  const RequestHead& head = connection.head();
  if (UnaryCodecOf(head.Header("Content-Type")) != Codec::kJson) {
    co_return NotOffered(415, "gateway.session_json");
  }
  absl::StatusOr<std::string> body =
      co_await connection.ReadBody(kSignInBytesMax);
  if (!body.ok()) co_return ErrorAnswer(0, body.status());
  absl::StatusOr<std::string> bytes =
      Decode(Codec::kJson, *v1::SignInRequest::descriptor(), *std::move(body));
  if (!bytes.ok()) co_return ErrorAnswer(0, bytes.status());
  v1::SignInRequest request;
  request.ParseFromString(*bytes);

  auto answered = std::make_shared<Answered>();
  SignInAttempt attempt;
  attempt.peer = ClientAddress(connection.head(), connection.peer());
  attempt.account = request.account();
  attempt.password = request.password();
  attempt.abandoned = [answered] { return answered->abandoned(); };
  attempt.done = [answered,
                  wake = connection.Waker()](absl::StatusOr<Session> answer) {
    answered->Set(std::move(answer));
    wake();
  };
  const absl::Status asked = options_.desk->Ask(std::move(attempt));
  if (!asked.ok()) co_return ErrorAnswer(0, asked);
  absl::optional<absl::StatusOr<Session>> answer = answered->Get();
  while (!answer.has_value() && !connection.gone()) {
    co_await connection.Wait();
    answer = answered->Get();
  }
  if (!answer.has_value()) {
    answered->Abandon();
    co_return Response{};
  }
  if (!(*answer).ok()) {
    const absl::Status why = (*answer).status();
    options_.logger->Info("sign-in refused", {{"error", why.message()}});
    // What the folder's files say is not the browser's business.
    if (!rpc::ReasonOf(why).has_value()) {
      const budget::Text text = budget::Message("gateway.accounts_unreadable");
      co_return ErrorAnswer(
          0, rpc::MakeError(rpc::Reason::kStorageFailed, text.zh, text.en));
    }
    co_return ErrorAnswer(0, why);
  }
  // Whatever id the browser came with, it leaves with a new one.
  const auto before = SessionIdOf(head, options_.credentials.secure);
  if (before.has_value()) options_.credentials.sessions->Remove(*before);
  Session session = **std::move(answer);
  options_.logger->Info("signed in", {{"subject", session.identity.subject}});
  Response response = Body(&session);
  const std::string id = options_.credentials.sessions->Add(std::move(session));
  response.headers.emplace_back("Set-Cookie",
                                SessionCookie(id, options_.credentials.secure));
  co_return response;
}

Response SessionRoute::SignOut(const RequestHead& head) const {
  const auto id = SessionIdOf(head, options_.credentials.secure);
  if (id.has_value() && options_.credentials.sessions != nullptr) {
    options_.credentials.sessions->Remove(*id);
  }
  return {.status = 204,
          .headers = {
              {"Cache-Control", "no-store"},
              {"Set-Cookie", NoSessionCookie(options_.credentials.secure)}}};
}

Response SessionRoute::Tell(const RequestHead& head) const {
  const std::shared_ptr<const Session> session =
      options_.credentials.SessionOf(head);
  Response response = Body(session.get());
  if (session == nullptr &&
      SessionIdOf(head, options_.credentials.secure).has_value()) {
    response.headers.emplace_back("Set-Cookie",
                                  NoSessionCookie(options_.credentials.secure));
  }
  return response;
}

Response SessionRoute::Body(const Session* session) const {
  v1::Session body;
  body.set_required(options_.credentials.required);
  body.set_division(options_.division);
  if (session != nullptr) {
    const access::Identity& identity = session->identity;
    body.set_signed_in(true);
    body.set_subject(identity.subject);
    body.set_display_name(identity.display_name);
    for (const access::Role role : identity.roles) {
      body.add_roles(access::RoleWord(role));
    }
    body.mutable_departments()->Assign(identity.departments.begin(),
                                       identity.departments.end());
    body.mutable_units()->Assign(identity.units.begin(), identity.units.end());
    body.mutable_expires_at()->set_seconds(
        absl::ToUnixSeconds(session->expires));
  }
  std::string json;
  google::protobuf::util::JsonPrintOptions print;
  print.always_print_primitive_fields = true;
  const auto printed =
      google::protobuf::util::MessageToJsonString(body, &json, print);
  if (!printed.ok()) {
    return ErrorAnswer(0, absl::InternalError("no session in JSON"));
  }
  return Answer(200, UnaryContentType(Codec::kJson), std::move(json));
}

}  // namespace yuheng::gateway
