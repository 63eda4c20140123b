// How the Connect protocol says that a call failed: JSON, whatever the codec.
#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace yuheng::gateway {

// A call's failure as gRPC has it.
struct Error {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  std::string message;
  // A serialized google.rpc.Status; empty when there are no details. Bytes that
  // are none count as empty.
  std::string details;
};

// With all that the status carries (see services/rpc/reason.h).
Error ErrorOf(const absl::Status& status);

// {"code","message","details":[{"type","value","debug"}]}. `value` is base64
// without padding; `debug` the detail in JSON where its type is known.
std::string ErrorJson(const Error& error);

// The data of a stream's last envelope; `error` null when it ended well.
std::string EndOfStreamJson(const Error* error);

// What a RetryInfo among the details asks for.
absl::optional<absl::Duration> RetryAfterOf(const Error& error);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_
