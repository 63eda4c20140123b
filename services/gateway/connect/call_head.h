#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_CALL_HEAD_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_CALL_HEAD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/variant.h"
#include "services/gateway/connect/codec.h"
#include "services/gateway/connect/method_table.h"

namespace yuheng::gateway {

// What the protocol reads of an HTTP request before its body. Headers that are
// not there are empty.
struct HttpHead {
  // GET or POST.
  absl::string_view method;
  // The path with the query.
  absl::string_view target;
  absl::string_view content_type;
  absl::string_view content_encoding;
  // Connect-Content-Encoding, Connect-Protocol-Version, Connect-Timeout-Ms.
  absl::string_view stream_encoding;
  absl::string_view protocol_version;
  absl::string_view timeout_ms;
};

// A call whose head is in order.
struct CallHead {
  const Method* method = nullptr;
  Codec codec = Codec::kJson;
  // Empty: the caller has set no deadline.
  absl::optional<absl::Duration> timeout;
  // Of a GET: the message.
  absl::optional<std::string> message;

  // Of a stream; empty for another call.
  absl::optional<Codec> stream() const {
    return method->streaming() ? absl::make_optional(codec) : absl::nullopt;
  }
};

// Why a request is none.
struct Refusal {
  // 0: the one that suits the status.
  int http_status = 0;
  // Says so, with a reason and both texts.
  absl::Status status;
  // Of a stream that was asked for as one: it says so inside, as its clients
  // look nowhere else for details.
  absl::optional<Codec> stream;
  // Of a 405: the verbs that there are, as the header Allow has them.
  absl::string_view allow;
};

// Refusals: 404 for a path that is no method of the table; 405 for another
// verb, GET of a method that has side effects included; 415 for a content type
// or encoding that does not suit the method; 501 for a compressed message; 400
// for a version, timeout or query that is wrong. Of a query, what the protocol
// does not know is left alone.
absl::variant<CallHead, Refusal> ReadCallHead(const MethodTable& table,
                                              const HttpHead& head);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_CALL_HEAD_H_
