// How our clients get channels, deadlines and retries.
#ifndef YUHENG_SERVICES_RPC_CLIENT_H_
#define YUHENG_SERVICES_RPC_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_interceptor.h"
#include "grpcpp/support/status.h"
#include "services/rpc/tls.h"

namespace yuheng::rpc {

// Deadlines by kind of call; a streaming watch has none.
inline constexpr absl::Duration kReadDeadline = absl::Seconds(10);
inline constexpr absl::Duration kWriteDeadline = absl::Seconds(30);
inline constexpr absl::Duration kUploadDeadline = absl::Seconds(120);

using ClientInterceptors = std::vector<
    std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>;

// A channel to host:port: in clear to this machine, anywhere with a ca_file.
// Connects when first used; its calls pass the interceptors. Errors as
// RequireLoopback in loopback.h and ChannelCredentialsOf.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(
    absl::string_view address, const ChannelSecurity& security = {},
    ClientInterceptors interceptors = {});

// Waits until the channel is connected. UNAVAILABLE, reason UNAVAILABLE_PEER,
// naming `address`, after `timeout`.
absl::Status WaitReady(grpc::Channel& channel, absl::string_view address,
                       absl::Duration timeout);

// The call's deadline is `timeout` from now.
void SetDeadline(grpc::ClientContext* context, absl::Duration timeout);

struct RetryPolicy {
  // Tries in all; at least 1.
  int attempts_max = 5;
  // The wait before the n-th retry is uniform in [0, b], where b is initial *
  // 2^(n-1), at most `backoff_max`; a RetryInfo of the server raises it to at
  // least what it asks for.
  absl::Duration backoff_initial = absl::Milliseconds(50);
  absl::Duration backoff_max = absl::Seconds(2);
  // The deadline of each try.
  absl::Duration call_deadline = kWriteDeadline;
  // No retry begins when it would after this long.
  absl::Duration total_max = absl::Seconds(60);
};

// A call may be tried again only when doing it twice is the same as once: it
// reads, or it carries a request id.
enum class Idempotency { kIdempotent, kNotIdempotent };

// Where waiting and chance come from; for tests. Empty members are the real
// ones. `random` is uniform in [0, 1).
struct RetrySources {
  std::function<void(absl::Duration)> sleep;
  std::function<double()> random;
  std::function<absl::Time()> now;
};

// Calls `call` with a fresh context until it succeeds, fails in a way that
// trying again can't help, or the policy is used up; returns the last status.
// Tried again: UNAVAILABLE, and RESOURCE_EXHAUSTED or ABORTED with a RetryInfo.
// kNotIdempotent is tried once.
grpc::Status CallWithRetry(
    const RetryPolicy& policy, Idempotency idempotency,
    const std::function<grpc::Status(grpc::ClientContext&)>& call,
    const RetrySources& sources = {});

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_CLIENT_H_
