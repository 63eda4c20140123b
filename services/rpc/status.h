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
#include "services/rpc/error_details.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {

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
