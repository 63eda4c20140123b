// The two ways in which the Connect protocol writes messages, and the names it
// gives to codes.
#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_CODEC_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_CODEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace google::protobuf {
class Descriptor;
}  // namespace google::protobuf

namespace yuheng::gateway {

enum class Codec { kProto, kJson };

// Media types of one message, and of a stream of enveloped ones.
absl::string_view UnaryContentType(Codec codec);
absl::string_view StreamContentType(Codec codec);

// The codec of a Content-Type, parameters such as a character set apart.
absl::optional<Codec> UnaryCodecOf(absl::string_view content_type);
absl::optional<Codec> StreamCodecOf(absl::string_view content_type);

// "invalid_argument", as in errors.
absl::string_view CodeName(absl::StatusCode code);
// The HTTP status of a unary call that failed with it; 200 for kOk.
int HttpStatusOf(absl::StatusCode code);

// The message in protobuf's own bytes, as upstream takes it. Those of kProto
// are passed on unread: upstream reads them. INVALID_ARGUMENT, reason
// FIELD_INVALID, for JSON that CheckJson refuses or whose values don't suit
// their fields.
absl::StatusOr<std::string> Decode(Codec codec,
                                   const google::protobuf::Descriptor& type,
                                   std::string text);
// The inverse, of what upstream answered; 64-bit integers are texts in JSON.
// INTERNAL for bytes that are no such message.
absl::StatusOr<std::string> Encode(Codec codec,
                                   const google::protobuf::Descriptor& type,
                                   std::string message);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_CODEC_H_
