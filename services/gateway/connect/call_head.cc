#include "services/gateway/connect/call_head.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
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

Refusal RefuseField(int http_status, absl::string_view field,
                    const budget::Text& text) {
  return {http_status, rpc::MakeFieldError({{std::string(field), text.en}},
                                           text.zh, text.en)};
}

bool IsIdentity(absl::string_view encoding) {
  return encoding.empty() || encoding == "identity";
}

// By the media type, parameters such as a character set apart.
absl::optional<Codec> CodecOf(absl::string_view content_type, bool streaming) {
  const absl::string_view media_type = absl::StripAsciiWhitespace(
      content_type.substr(0, content_type.find(';')));
  for (const Codec codec : {Codec::kJson, Codec::kProto}) {
    if (absl::EqualsIgnoreCase(media_type, streaming
                                               ? StreamContentType(codec)
                                               : UnaryContentType(codec))) {
      return codec;
    }
  }
  return absl::nullopt;
}

absl::optional<Refusal> ReadTimeout(absl::string_view text, CallHead* call) {
  if (text.empty()) return absl::nullopt;
  int64_t milliseconds = 0;
  const bool digits =
      text.find_first_not_of("0123456789") == absl::string_view::npos;
  if (!digits || text.size() > kTimeoutDigitsMax ||
      !absl::SimpleAtoi(text, &milliseconds) || milliseconds == 0) {
    return RefuseField(400, "Connect-Timeout-Ms",
                       budget::Message("gateway.timeout_invalid"));
  }
  call->timeout = absl::Milliseconds(milliseconds);
  return absl::nullopt;
}

Refusal RefuseCompression() {
  return Refuse(501, rpc::Reason::kNotOffered,
                budget::Message("gateway.compression_not_offered"));
}

// The parts of ?connect=v1&encoding=json&message=…[&base64=1].
absl::optional<Refusal> ReadQuery(absl::string_view query, CallHead* call) {
  const auto parts = ParseQuery(query);
  if (!parts.ok()) return Refusal{400, parts.status()};
  const auto value = [&](const char* key) -> absl::optional<std::string> {
    const auto found = parts->find(key);
    if (found == parts->end()) return absl::nullopt;
    return found->second;
  };
  const auto wrong = [](absl::string_view key, int http_status = 400) {
    return RefuseField(
        http_status, key,
        budget::Message("gateway.query_invalid", {{"key", key}}));
  };
  if (value("connect").value_or("v1") != "v1") return wrong("connect");
  const auto encoding = value("encoding");
  if (encoding == "json") {
    call->codec = Codec::kJson;
  } else if (encoding == "proto") {
    call->codec = Codec::kProto;
  } else {
    return wrong("encoding", 415);
  }
  if (!IsIdentity(value("compression").value_or(""))) {
    return RefuseCompression();
  }
  auto message = value("message");
  if (!message.has_value()) return wrong("message");
  if (value("base64") == "1") {
    std::string bytes;
    if (!absl::WebSafeBase64Unescape(*message, &bytes)) return wrong("message");
    message = std::move(bytes);
  }
  call->message = std::move(message);
  return absl::nullopt;
}

absl::optional<Refusal> ReadContentType(const HttpHead& head, CallHead* call) {
  const bool streaming = call->method->streaming();
  const auto codec = CodecOf(head.content_type, streaming);
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

// What the protocol says of a call, apart from its message.
absl::optional<Refusal> ReadTerms(const HttpHead& head, CallHead* call) {
  if (!head.protocol_version.empty() &&
      head.protocol_version != kProtocolVersion) {
    return RefuseField(400, "Connect-Protocol-Version",
                       budget::Message("gateway.version_other"));
  }
  if (!IsIdentity(call->method->streaming() ? head.stream_encoding
                                            : head.content_encoding)) {
    return RefuseCompression();
  }
  return ReadTimeout(head.timeout_ms, call);
}

}  // namespace

absl::variant<CallHead, Refusal> ReadCallHead(const MethodTable& table,
                                              const HttpHead& head) {
  const size_t question = head.target.find('?');
  CallHead call;
  call.method = table.Find(head.target.substr(0, question));
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
  absl::optional<Refusal> refusal =
      get ? ReadQuery(question == absl::string_view::npos
                          ? ""
                          : head.target.substr(question + 1),
                      &call)
          : ReadContentType(head, &call);
  if (refusal.has_value()) return *refusal;
  refusal = ReadTerms(head, &call);
  if (!refusal.has_value()) return call;
  refusal->stream = call.stream();
  return *std::move(refusal);
}

}  // namespace yuheng::gateway
