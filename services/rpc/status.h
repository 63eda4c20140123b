// Errors on the wire: absl::Status and google.rpc.Status, one for the other.
//
// A failed call carries, in grpc-status-details-bin, a google.rpc.Status with
//   ErrorInfo         reason (see reason.h), domain "yuheng", metadata
//   LocalizedMessage  one in zh-CN and one in en
//   BadRequest        the fields at fault, if any
//   RetryInfo         when to try again, if it makes sense
#ifndef YUHENG_SERVICES_RPC_STATUS_H_
#define YUHENG_SERVICES_RPC_STATUS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {

// Peers accept 8 KiB of headers by default; base64 adds a third to the details,
// and percent-encoding up to two thirds to the message. Hence:
// Largest serialized google.rpc.Status. When it would be larger, the field
// violations are left out, then the metadata, then the texts.
inline constexpr int kErrorDetailsSizeBytesMax = 3072;
// Longest message, and longest text in one language; cut at a character.
inline constexpr int kErrorTextSizeBytesMax = 1024;

// The status of a refused call; an empty text is replaced by the table's.
grpc::Status MakeStatus(Reason reason, absl::string_view zh = "",
                        absl::string_view en = "",
                        std::map<std::string, std::string> metadata = {});

// With all its details when the status carries a reason; otherwise code and
// message alone.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The inverse: what a client hands to code below the adapter.
absl::Status FromGrpcStatus(const grpc::Status& status);

// What a failed call says. Texts fall back to the status message; details that
// can't be parsed count as absent.
ErrorDetails ParseStatus(const grpc::Status& status);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_STATUS_H_
