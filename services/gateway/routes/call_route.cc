#include "services/gateway/routes/call_route.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/envelope.h"
#include "services/gateway/hub/view_state.h"
#include "services/gateway/routes/answers.h"
#include "services/gateway/routes/client_address.h"
#include "services/gateway/upstream/upstream_watch.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/call_observer.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "services/rpc/watch_pump.h"

namespace yuheng::gateway {
namespace {

using boost::asio::awaitable;

absl::Status Full() {
  return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kCallsTooMany),
                             rpc::kCallsTooManyRetryAfter);
}

absl::StatusOr<Room::Place> Enter(Room* room, int places = 1) {
  Room::Place place = room->TryEnter(places);
  if (place == nullptr) return Full();
  return place;
}

absl::Status OneMessage() {
  const budget::Text text = budget::Message("gateway.envelope_one");
  return rpc::MakeFieldError({}, text.zh, text.en);
}

// The caller's own id, if it may go along.
std::string RequestIdOf(const RequestHead& head) {
  const absl::string_view id = head.Header(rpc::kCallIdKey);
  if (!MayBeMetadata(id) || id.size() > rpc::kCallIdLengthMax) return "";
  return std::string(id);
}

// Nobody waits for the call when this goes.
struct Abandon {
  void operator()(UpstreamCall* call) const { call->Abandon(); }
};
using Waited = std::unique_ptr<UpstreamCall, Abandon>;

}  // namespace

awaitable<void> CallRoute::Handle(Connection& connection) const {
  absl::variant<Call, Refusal> judged = Judge(connection.head());
  if (const auto* refusal = absl::get_if<Refusal>(&judged)) {
    co_await Refuse(connection, *refusal);
    co_return;
  }
  Call call = absl::get<Call>(std::move(judged));
  if (call.head.method->streaming()) {
    co_await HandleStream(connection, std::move(call));
  } else {
    co_await HandleUnary(connection, std::move(call));
  }
}

absl::variant<CallRoute::Call, Refusal> CallRoute::Judge(
    const RequestHead& head) const {
  auto read =
      ReadCallHead(*options_.methods,
                   {.method = head.method,
                    .target = head.target,
                    .content_type = head.Header("Content-Type"),
                    .content_encoding = head.Header("Content-Encoding"),
                    .stream_encoding = head.Header("Connect-Content-Encoding"),
                    .protocol_version = head.Header("Connect-Protocol-Version"),
                    .timeout_ms = head.Header("Connect-Timeout-Ms")});
  const auto* refusal = absl::get_if<Refusal>(&read);
  const auto* call = absl::get_if<CallHead>(&read);
  const absl::optional<Codec> stream =
      refusal != nullptr ? refusal->stream : call->stream();
  const absl::Status allowed = options_.origins->CheckCall(
      head, head.method == "GET" ? Origins::Effect::kReads
                                 : Origins::Effect::kChanges);
  if (!allowed.ok()) return Refusal{403, allowed, stream};
  if (refusal != nullptr) return *refusal;
  std::unique_ptr<CallCounts::Call> counted =
      options_.counts->Begin(*call->method);
  absl::StatusOr<Caller> caller = options_.credentials.CallerOf(head);
  if (!caller.ok()) {
    counted->Answered(caller.status().code());
    return Refusal{0, caller.status(), stream};
  }
  return Call{.head = *call,
              .caller = *std::move(caller),
              .counted = std::move(counted)};
}

awaitable<void> CallRoute::Refuse(Connection& connection,
                                  const Refusal& refusal) const {
  if (!refusal.stream.has_value()) {
    Response response = ErrorAnswer(refusal.http_status, refusal.status);
    if (!refusal.allow.empty()) {
      response.headers.emplace_back("Allow", std::string(refusal.allow));
    }
    co_await connection.Respond(std::move(response));
    co_return;
  }
  // Streams fail inside: their clients look nowhere else for details.
  EndOfStream end{.error = ErrorOf(refusal.status)};
  Response begin = Answer(200, StreamContentType(*refusal.stream), "");
  const bool begun = co_await connection.BeginStream(std::move(begin));
  if (begun) co_await EndStream(connection, std::move(end));
}

awaitable<absl::StatusOr<std::string>> CallRoute::ReadBody(
    Connection& connection, size_t bytes_max,
    std::vector<Room::Place>* held) const {
  std::string body;
  for (;;) {
    absl::StatusOr<std::string> piece =
        co_await connection.ReadPiece(bytes_max);
    if (!piece.ok()) co_return piece;
    if (piece->empty()) co_return body;
    if (!body.empty()) {
      auto place = Enter(options_.bodies, static_cast<int>(piece->size()));
      if (!place.ok()) co_return place.status();
      held->push_back(*std::move(place));
    }
    body += *piece;
  }
}

awaitable<absl::StatusOr<std::string>> CallRoute::ReadMessage(
    Connection& connection, const CallHead& head) const {
  const google::protobuf::Descriptor& type =
      *head.method->descriptor->input_type();
  if (head.message.has_value()) {
    co_return Decode(head.codec, type, *head.message);
  }
  const bool enveloped = head.method->streaming();
  const size_t bytes_max = enveloped
                               ? kStreamRequestBytesMax + kEnvelopeHeadBytes
                               : kMessageBytesMax;
  std::vector<Room::Place> held;
  absl::StatusOr<std::string> body =
      co_await ReadBody(connection, bytes_max, &held);
  if (!body.ok()) co_return body;
  if (!enveloped) co_return Decode(head.codec, type, *std::move(body));
  EnvelopeReader reader(kStreamRequestBytesMax);
  reader.Append(*body);
  absl::StatusOr<absl::optional<std::string>> message = reader.Next();
  if (!message.ok()) co_return message.status();
  if (!message->has_value() || !reader.AtBoundary()) co_return OneMessage();
  co_return Decode(head.codec, type, **std::move(message));
}

std::shared_ptr<UpstreamCall> CallRoute::StartCall(Connection& connection,
                                                   const Call& call) const {
  const Method& method = *call.head.method;
  const bool tells = method.server_streaming && !method.client_streaming;
  absl::Duration timeout = method.client_streaming ? kUploadCallDeadline
                           : tells                 ? absl::InfiniteDuration()
                                                   : kCallDeadline;
  timeout = std::min(timeout, call.head.timeout.value_or(timeout));
  return UpstreamCall::Start(
      options_.services[method.service],
      {.path = method.path,
       .authorization = call.caller.authorization,
       .request_id = RequestIdOf(connection.head()),
       .forwarded_for = ClientAddress(connection.head(), connection.peer()),
       .deadline = absl::Now() + timeout},
      connection.Waker());
}

awaitable<void> CallRoute::HandleUnary(Connection& connection,
                                       Call call) const {
  absl::StatusOr<std::string> request =
      co_await ReadMessage(connection, call.head);
  if (connection.gone()) co_return;
  // Not before: who sends a body slowly would hold it.
  const absl::StatusOr<Room::Place> place = Enter(options_.calls);
  absl::Status refused = request.status();
  refused.Update(place.status());
  if (!refused.ok()) {
    call.counted->Answered(refused.code());
    const Refusal refusal = {.status = refused};
    co_await Refuse(connection, refusal);
    co_return;
  }
  const std::shared_ptr<UpstreamCall> upstream = StartCall(connection, call);
  const Waited waited(upstream.get());
  upstream->Write(*request);
  upstream->WritesDone();
  absl::optional<std::string> message;
  absl::optional<grpc::Status> status;
  while (!status.has_value()) {
    if (!message.has_value()) message = upstream->Take();
    status = upstream->status();
    if (status.has_value()) break;
    if (connection.gone()) co_return;
    co_await connection.Wait();
  }
  Response response;
  if (!status->ok()) {
    const Error error = ErrorOf(*status);
    call.counted->Answered(error.code);
    response = ErrorAnswer(0, error);
  } else {
    absl::StatusOr<std::string> body =
        Encode(call.head.codec, *call.head.method->descriptor->output_type(),
               std::move(message).value_or(""));
    call.counted->Answered(body.status().code());
    response = body.ok() ? Answer(200, UnaryContentType(call.head.codec),
                                  *std::move(body))
                         : ErrorAnswer(0, body.status());
  }
  const std::string id = upstream->request_id();
  if (!id.empty()) response.headers.emplace_back(rpc::kCallIdKey, id);
  co_await connection.Respond(std::move(response));
}

awaitable<void> CallRoute::EndCall(Connection& connection, const Call& call,
                                   EndOfStream end) const {
  call.counted->Answered(end.error.has_value() ? end.error->code
                                               : absl::StatusCode::kOk);
  co_await EndStream(connection, std::move(end));
}

awaitable<void> CallRoute::EndStream(Connection& connection,
                                     EndOfStream end) const {
  std::string envelope;
  AppendEnvelope(kEndOfStreamFlag, EndOfStreamJson(end), &envelope);
  auto bytes = std::make_shared<const std::string>(std::move(envelope));
  const bool written = co_await connection.WritePiece(std::move(bytes));
  if (written) co_await connection.EndStream();
}

awaitable<void> CallRoute::HandleStream(Connection& connection,
                                        Call call) const {
  const Method& method = *call.head.method;
  absl::Status read;
  std::string request;
  if (!method.client_streaming) {
    absl::StatusOr<std::string> message =
        co_await ReadMessage(connection, call.head);
    read = message.status();
    if (message.ok()) request = *std::move(message);
  }
  const absl::StatusOr<Room::Place> place = Enter(options_.streams);
  read.Update(place.status());
  std::shared_ptr<UpstreamCall> upstream;
  Waited waited;
  if (method.client_streaming && read.ok()) {
    upstream = StartCall(connection, call);
    waited.reset(upstream.get());
    read = co_await Upload(connection, call.head, *upstream);
  }
  if (connection.gone()) co_return;
  if (!read.ok()) {
    call.counted->Answered(read.code());
    const Refusal refusal = {.status = read, .stream = call.head.codec};
    co_await Refuse(connection, refusal);
    co_return;
  }
  Response begin = Answer(200, StreamContentType(call.head.codec), "");
  const bool begun = co_await connection.BeginStream(std::move(begin));
  if (!begun) co_return;
  if (IsShared(method.path)) {
    co_await WatchView(connection, std::move(call), std::move(request));
    co_return;
  }
  if (upstream == nullptr) {
    upstream = StartCall(connection, call);
    waited.reset(upstream.get());
    upstream->Write(request);
    upstream->WritesDone();
  }
  co_await Download(connection, call, *upstream);
}

awaitable<absl::Status> CallRoute::Upload(Connection& connection,
                                          const CallHead& head,
                                          UpstreamCall& upstream) const {
  const google::protobuf::Descriptor& type =
      *head.method->descriptor->input_type();
  // In JSON bytes are base64.
  const size_t body_bytes_max =
      options_.document_bytes_max +
      (head.codec == Codec::kJson ? options_.document_bytes_max / 2 : 0) +
      kEnvelopeBytesMax;
  EnvelopeReader reader(kEnvelopeBytesMax);
  // A service that refuses ends the call before all has been read.
  while (!upstream.status().has_value()) {
    absl::StatusOr<std::string> piece =
        co_await connection.ReadPiece(body_bytes_max);
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) break;
    reader.Append(*piece);
    for (;;) {
      absl::StatusOr<absl::optional<std::string>> data = reader.Next();
      if (!data.ok()) co_return data.status();
      if (!data->has_value()) break;
      absl::StatusOr<std::string> message =
          Decode(head.codec, type, **std::move(data));
      if (!message.ok()) co_return message.status();
      while (!upstream.CanWrite() && !connection.gone()) {
        co_await connection.Wait();
      }
      if (connection.gone()) co_return absl::CancelledError();
      upstream.Write(*message);
    }
  }
  if (!upstream.status().has_value() && !reader.AtBoundary()) {
    co_return OneMessage();
  }
  while (!upstream.CanWrite() && !connection.gone()) {
    co_await connection.Wait();
  }
  upstream.WritesDone();
  co_return absl::OkStatus();
}

awaitable<void> CallRoute::Download(Connection& connection, const Call& call,
                                    UpstreamCall& upstream) const {
  const CallHead& head = call.head;
  const google::protobuf::Descriptor& type =
      *head.method->descriptor->output_type();
  // Others might never end by themselves.
  const bool ends = head.method->client_streaming;
  for (;;) {
    const absl::Status signed_in = options_.credentials.Check(call.caller);
    absl::optional<std::string> message = upstream.Take();
    EndOfStream end;
    if (!signed_in.ok()) {
      end.error = ErrorOf(signed_in);
    } else if (message.has_value()) {
      absl::StatusOr<std::string> data =
          Encode(head.codec, type, *std::move(message));
      if (data.ok()) {
        std::string envelope;
        AppendEnvelope(0, *data, &envelope);
        auto bytes = std::make_shared<const std::string>(std::move(envelope));
        const bool written = co_await connection.WritePiece(std::move(bytes));
        if (!written) co_return;
        continue;
      }
      end.error = ErrorOf(data.status());
    } else if (const auto status = upstream.status()) {
      if (!status->ok()) end.error = ErrorOf(*status);
      const std::string id = upstream.request_id();
      if (!id.empty()) end.metadata.emplace_back(rpc::kCallIdKey, id);
    } else if (connection.gone() || (!ends && connection.sends_no_more())) {
      co_return;
    } else if (connection.draining() && !ends) {
      end.error = ErrorOf(rpc::DrainingStatus());
    } else {
      co_await connection.Wait();
      continue;
    }
    co_await EndCall(connection, call, std::move(end));
    co_return;
  }
}

awaitable<void> CallRoute::WatchView(Connection& connection, Call call,
                                     std::string request) const {
  const std::string& path = call.head.method->path;
  const absl::StatusOr<ViewRequest> view = ReadViewRequest(path, request);
  absl::Status refused = view.status();
  std::unique_ptr<Hub::Reader> reader;
  if (view.ok()) {
    auto joined = options_.hub->Subscribe(
        {.path = path,
         .request = view->request,
         .authorization = call.caller.authorization},
        view->resume_revision, call.head.codec, connection.Waker());
    refused = joined.status();
    if (joined.ok()) reader = *std::move(joined);
  }
  if (reader == nullptr) {
    EndOfStream end{.error = ErrorOf(refused)};
    co_await EndCall(connection, call, std::move(end));
    co_return;
  }
  const absl::Time deadline =
      absl::Now() + call.head.timeout.value_or(absl::InfiniteDuration());
  while (!connection.gone() && !connection.sends_no_more()) {
    const absl::Status signed_in = options_.credentials.Check(call.caller);
    Hub::Next next = signed_in.ok() ? reader->TakeNext()
                                    : Hub::Next{.end = ErrorOf(signed_in)};
    if (next.envelopes != nullptr) {
      co_await connection.WritePiece(std::move(next.envelopes));
      continue;
    }
    if (connection.draining()) next.end = ErrorOf(rpc::DrainingStatus());
    if (absl::Now() >= deadline) {
      next.end = ErrorOf(rpc::MakeError(rpc::Reason::kDeadline));
    }
    if (next.end.has_value()) {
      EndOfStream end{.error = std::move(next.end)};
      co_await EndCall(connection, call, std::move(end));
      co_return;
    }
    co_await connection.WaitUntil(std::chrono::steady_clock::now() +
                                  absl::ToChronoMilliseconds(std::min(
                                      deadline - absl::Now(), absl::Hours(1))));
  }
}

}  // namespace yuheng::gateway
