// How the Connect protocol says that a call failed: JSON, whatever the codec.
#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_

#include <string>
#include <utility>
#include <vector>

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

// How a stream ends.
struct EndOfStream {
  // None: well.
  absl::optional<Error> error;
  // Trailing metadata, by names in lower case, each once; values are printable
  // ASCII.
  std::vector<std::pair<std::string, std::string>> metadata;
};
// The data of its last envelope.
std::string EndOfStreamJson(const EndOfStream& end);

// What a RetryInfo among the details asks for.
absl::optional<absl::Duration> RetryAfterOf(const Error& error);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_ERROR_H_
