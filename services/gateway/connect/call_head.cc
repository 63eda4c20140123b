#include "services/gateway/connect/call_head.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/query.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

constexpr absl::string_view kProtocolVersion = "1";
// Digits of a timeout in milliseconds.
constexpr size_t kTimeoutDigitsMax = 10;

Refusal Refuse(int http_status, rpc::Reason reason, const budget::Text& text) {
  return {http_status, rpc::MakeError(reason, text.zh, text.en)};
}

Refusal RefuseField(absl::string_view field, const budget::Text& text) {
  return {400, rpc::MakeFieldError({{std::string(field), text.en}}, text.zh,
                                   text.en)};
}

bool IsIdentity(absl::string_view encoding) {
  return encoding.empty() || encoding == "identity";
}

absl::optional<Refusal> ReadTimeout(absl::string_view text, CallHead* call) {
  if (text.empty()) return absl::nullopt;
  int64_t milliseconds = 0;
  const bool digits =
      text.find_first_not_of("0123456789") == absl::string_view::npos;
  if (!digits || text.size() > kTimeoutDigitsMax ||
      !absl::SimpleAtoi(text, &milliseconds) || milliseconds == 0) {
    return RefuseField("Connect-Timeout-Ms",
                       budget::Message("gateway.timeout_invalid"));
  }
  call->timeout = absl::Milliseconds(milliseconds);
  return absl::nullopt;
}

// The parts of ?connect=v1&encoding=json&message=…[&base64=1].
absl::optional<Refusal> ReadQuery(absl::string_view query, CallHead* call) {
  const auto parts = ParseQuery(query);
  if (!parts.ok()) return Refusal{400, parts.status()};
  std::map<std::string, std::string> values = *parts;
  const auto take = [&](const char* key) {
    const auto found = values.find(key);
    absl::optional<std::string> value;
    if (found != values.end()) value = found->second;
    values.erase(key);
    return value;
  };
  const auto wrong = [](absl::string_view key) {
    return RefuseField(
        key, budget::Message("gateway.query_invalid", {{"key", key}}));
  };
  const auto version = take("connect");
  if (version.has_value() && *version != "v1") return wrong("connect");
  const auto encoding = take("encoding");
  if (encoding == "json") {
    call->codec = Codec::kJson;
  } else if (encoding == "proto") {
    call->codec = Codec::kProto;
  } else {
    return wrong("encoding");
  }
  const auto compression = take("compression");
  if (!IsIdentity(compression.value_or(""))) return wrong("compression");
  const auto base64 = take("base64");
  if (base64.has_value() && *base64 != "1") return wrong("base64");
  auto message = take("message");
  if (!message.has_value()) return wrong("message");
  if (base64.has_value()) {
    std::string bytes;
    if (!absl::WebSafeBase64Unescape(*message, &bytes)) return wrong("message");
    message = std::move(bytes);
  }
  call->message = std::move(message);
  if (!values.empty()) return wrong(values.begin()->first);
  return absl::nullopt;
}

absl::optional<Refusal> ReadContentType(const HttpHead& head, CallHead* call) {
  const bool streaming = call->method->streaming();
  const auto codec = streaming ? StreamCodecOf(head.content_type)
                               : UnaryCodecOf(head.content_type);
  if (!codec.has_value()) {
    const budget::Text text = budget::Message(
        "gateway.content_type_other",
        {{"json", streaming ? StreamContentType(Codec::kJson)
                            : UnaryContentType(Codec::kJson)},
         {"proto", streaming ? StreamContentType(Codec::kProto)
                             : UnaryContentType(Codec::kProto)}});
    return Refuse(415, rpc::Reason::kFieldInvalid, text);
  }
  call->codec = *codec;
  return absl::nullopt;
}

// What there is beside the method and the content type.
absl::optional<Refusal> ReadRest(const HttpHead& head, CallHead* call) {
  if (!head.protocol_version.empty() &&
      head.protocol_version != kProtocolVersion) {
    return RefuseField("Connect-Protocol-Version",
                       budget::Message("gateway.version_other"));
  }
  if (auto refusal = ReadTimeout(head.timeout_ms, call)) return refusal;
  if (head.method == "GET") {
    const size_t question = head.target.find('?');
    return ReadQuery(question == absl::string_view::npos
                         ? ""
                         : head.target.substr(question + 1),
                     call);
  }
  if (!IsIdentity(call->method->streaming() ? head.stream_encoding
                                            : head.content_encoding)) {
    return Refuse(501, rpc::Reason::kNotOffered,
                  budget::Message("gateway.compression_not_offered"));
  }
  return absl::nullopt;
}

}  // namespace

absl::variant<CallHead, Refusal> ReadCallHead(const MethodTable& table,
                                              const HttpHead& head) {
  CallHead call;
  call.method = table.Find(head.target.substr(0, head.target.find('?')));
  if (call.method == nullptr) {
    return Refuse(404, rpc::Reason::kNotOffered,
                  budget::Message("gateway.method_unknown"));
  }
  const bool get = head.method == "GET";
  if (!(get ? call.method->gettable : head.method == "POST")) {
    const bool gettable = call.method->gettable;
    Refusal refusal =
        Refuse(405, rpc::Reason::kNotOffered,
               budget::Message(gettable ? "gateway.verb_get_or_post"
                                        : "gateway.verb_post"));
    refusal.allow = gettable ? "GET, POST" : "POST";
    return refusal;
  }
  if (!get) {
    if (auto refusal = ReadContentType(head, &call)) return *refusal;
  }
  if (auto refusal = ReadRest(head, &call)) {
    refusal->stream = call.stream();
    return *std::move(refusal);
  }
  return call;
}

}  // namespace yuheng::gateway
