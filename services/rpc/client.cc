#include "services/rpc/client.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/types/optional.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/rpc/loopback.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {
namespace {

// A peer that restarts is found again within this.
constexpr int kReconnectBackoffMsMin = 50;
constexpr int kReconnectBackoffMsMax = 1'000;
// What one attempt to connect is given at least. Of the backoffs gRPC calls
// this one the minimum, but a refused attempt does not wait for it.
constexpr int kConnectTimeoutMsMin = 5'000;

double RandomFraction() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

RetrySources Completed(RetrySources sources) {
  if (!sources.sleep) sources.sleep = absl::SleepFor;
  if (!sources.random) sources.random = RandomFraction;
  if (!sources.now) sources.now = absl::Now;
  return sources;
}

// Whether trying again may help. A server that is full or was interrupted says
// so with a hint.
bool IsTransient(grpc::StatusCode code, bool has_hint) {
  if (code == grpc::UNAVAILABLE) return true;
  return has_hint &&
         (code == grpc::RESOURCE_EXHAUSTED || code == grpc::ABORTED);
}

absl::Duration Backoff(const RetryPolicy& policy, int retry) {
  absl::Duration bound = policy.backoff_initial;
  for (int i = 1; i < retry && bound < policy.backoff_max; ++i) bound *= 2;
  return std::min(bound, policy.backoff_max);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(
    absl::string_view address, const ChannelSecurity& security,
    ClientInterceptors interceptors) {
  const auto credentials = ChannelCredentialsOf(security);
  if (!credentials.ok()) return credentials.status();
  const absl::StatusOr<HostPort> parsed = security.tls.ca_file().empty()
                                              ? RequireLoopback(address)
                                              : ParseHostPort(address);
  if (!parsed.ok()) return parsed.status();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageSizeBytesMax);
  arguments.SetMaxSendMessageSize(kMessageSizeBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveIntervalMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   kReconnectBackoffMsMin);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMsMin);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectBackoffMsMax);
  // A proxy of the environment must never see what goes to our servers.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      parsed->ToString(), *credentials, arguments, std::move(interceptors));
}

absl::Status WaitReady(grpc::Channel& channel, absl::string_view address,
                       absl::Duration timeout) {
  if (channel.WaitForConnected(absl::ToChronoTime(absl::Now() + timeout))) {
    return absl::OkStatus();
  }
  return MakeError(Reason::kUnavailablePeer,
                   absl::StrCat("连接不上 ", address, "，请确认服务已启动"),
                   absl::StrCat("can't reach ", address, " within ",
                                absl::FormatDuration(timeout),
                                "; check that the service is running"),
                   {{"address", std::string(address)}});
}

void SetDeadline(grpc::ClientContext* context, absl::Duration timeout) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

grpc::Status CallWithRetry(
    const RetryPolicy& policy, Idempotency idempotency,
    const std::function<grpc::Status(grpc::ClientContext&)>& call,
    const RetrySources& sources) {
  const RetrySources use = Completed(sources);
  const absl::Time end = use.now() + policy.total_max;
  const int attempts_max =
      idempotency == Idempotency::kIdempotent ? policy.attempts_max : 1;
  for (int attempt = 1;; ++attempt) {
    grpc::ClientContext context;
    SetDeadline(&context, policy.call_deadline);
    grpc::Status status = call(context);
    if (status.ok() || attempt >= attempts_max) return status;
    const absl::optional<absl::Duration> hint = ParseStatus(status).retry_after;
    if (!IsTransient(status.error_code(), hint.has_value())) return status;
    absl::Duration wait = Backoff(policy, attempt) * use.random();
    if (hint) wait = std::max(wait, *hint);
    if (use.now() + wait > end) return status;
    use.sleep(wait);
  }
}

}  // namespace yuheng::rpc
