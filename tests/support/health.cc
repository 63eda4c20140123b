#include "tests/support/health.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/client.h"

namespace yuheng::testing {

std::string CheckHealth(const std::shared_ptr<grpc::Channel>& channel,
                        const std::string& service, absl::Duration timeout) {
  // HealthCheckRequest { string service = 1 } and HealthCheckResponse { status
  // = 1 } by hand: the packages bring no generated stub of this service.
  std::string bytes;
  if (!service.empty()) {
    bytes = absl::StrCat("\x0a", std::string(1, char(service.size())), service);
  }
  grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, timeout);
  grpc::GenericStub stub(channel);
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                 &response, [&](grpc::Status result) {
                   status = result;
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) {
    return absl::StrCat("code ", status.error_code(), ": ",
                        status.error_message());
  }
  grpc::Slice answer;
  if (!response.DumpToSingleSlice(&answer).ok() || answer.size() != 2) {
    return "NOT_SERVING";
  }
  return answer.begin()[1] == 1 ? "SERVING" : "NOT_SERVING";
}

}  // namespace yuheng::testing
