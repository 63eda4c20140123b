#include "services/rpc/door.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

constexpr absl::string_view kReflection = "/grpc.reflection.";

// Anybody can have calls refused: their lines must not fill the disk.
constexpr access::RateLimiter::Rate kRefusalsLogged = {
    .interval = absl::Seconds(1), .burst = 100};
constexpr size_t kMethodLoggedBytesMax = 128;

// What gRPC calls the method among the headers.
constexpr char kPathKey[] = ":path";
constexpr char kAuthorizationKey[] = "authorization";

std::string HeaderOf(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
    const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end()
             ? ""
             : std::string(found->second.data(), found->second.size());
}

// Details don't travel from here, so the message has both languages.
grpc::Status Refusal(const absl::Status& status) {
  const ErrorDetails details = DetailsOf(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      absl::StrCat(details.zh, " / ", details.en));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const access::Identity>> IdentityOf(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
    const grpc::AuthContext& connection, access::Authenticator& authenticator) {
  // Which of two would count is nobody's to guess.
  if (metadata.count(kAuthorizationKey) > 1) {
    return MakeError(Reason::kUnauthenticated);
  }
  std::vector<std::string> names;
  for (const grpc::string_ref& name : connection.GetPeerIdentity()) {
    names.emplace_back(name.data(), name.size());
  }
  return authenticator.Identify(HeaderOf(metadata, kAuthorizationKey), names);
}

absl::StatusOr<std::unique_ptr<access::Authenticator>> OpenAuthenticator(
    const config::v1::ServerConfig& config, telemetry::Logger* logger) {
  const bool knows_somebody = !config.access().jwks_file().empty() ||
                              !config.access().holders().empty();
  if (config.has_tls() != knows_somebody) {
    return MakeFieldError(
        {{config.has_tls() ? "access" : "tls", "required with the other"}},
        "tls 与 access（jwks_file 或 holders）须同时配置",
        "tls and access (a jwks_file or holders) are configured together or "
        "not at all");
  }
  if (!knows_somebody) return nullptr;
  return access::Authenticator::Open(
      config.access(),
      {.now = absl::Now, .on_unreadable = [logger](const absl::Status& status) {
         logger->Error("a changed file is not taken",
                       {{"error", status.message()}});
       }});
}

Door::Door(access::Authenticator* authenticator, telemetry::Logger* logger,
           telemetry::Metrics* metrics)
    : authenticator_(authenticator),
      logger_(logger),
      lines_(kRefusalsLogged, 1),
      refused_(metrics->GetCounter("yuheng_rpc_calls_unauthenticated_total",
                                   "Calls refused because nobody knows who "
                                   "made them.")) {}

bool Door::MayLog() {
  absl::MutexLock lock(&mu_);
  return lines_.TryTake("", absl::Now()) == absl::ZeroDuration();
}

grpc::Status Door::Process(const InputMetadata& metadata,
                           grpc::AuthContext* connection, OutputMetadata*,
                           OutputMetadata*) {
  const auto identity = IdentityOf(metadata, *connection, *authenticator_);
  const std::string method = HeaderOf(metadata, kPathKey);
  if (!identity.ok()) {
    refused_.Increment();
    if (MayLog()) {
      logger_->Info("call refused",
                    {{"method", method.substr(0, kMethodLoggedBytesMax)},
                     {"reason", InfoOf(Reason::kUnauthenticated).name},
                     {"error", identity.status().message()}});
    }
    return Refusal(identity.status());
  }
  const std::vector<access::Role>& roles = (*identity)->roles;
  if (absl::StartsWith(method, kReflection) &&
      std::find(roles.begin(), roles.end(), access::v1::ROLE_OPERATOR) ==
          roles.end()) {
    return Refusal(MakeError(Reason::kRoleMissing));
  }
  return grpc::Status::OK;
}

}  // namespace yuheng::rpc
