#ifndef YUHENG_SERVICES_CLI_LOST_CALLS_H_
#define YUHENG_SERVICES_CLI_LOST_CALLS_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/support/client_interceptor.h"

namespace yuheng::cli {

// Of calls that ended without an answer of the service `name` at `address` (it
// went away, or its time was up) says that in our words instead of gRPC's: the
// status keeps its code and has reason UNAVAILABLE_PEER or DEADLINE.
std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>
TellLostCalls(absl::string_view name, absl::string_view address);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_LOST_CALLS_H_
