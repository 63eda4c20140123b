#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_JSON_CHECK_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_JSON_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
}  // namespace google::protobuf

namespace yuheng::gateway {

// Arrays and objects inside one another.
inline constexpr int kJsonDepthMax = 64;

// Whether `text` is JSON (RFC 8259) of an object whose keys are fields of
// `type`, each once under one of its two names, and so on downwards. Protobuf's
// own reader takes more than JSON, and of a key that comes twice the last: who
// looked at a request before us might have seen the other. Says nothing of
// values. INVALID_ARGUMENT, reason FIELD_INVALID, naming the place otherwise.
absl::Status CheckJson(absl::string_view text,
                       const google::protobuf::Descriptor& type);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_JSON_CHECK_H_
