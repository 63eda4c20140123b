#include "services/rpc/call_gate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/access/policy.h"
#include "services/rpc/door.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

// A limit of the configuration; 0 means the default.
absl::StatusOr<int> LimitOf(absl::string_view field, int value, int otherwise) {
  if (value >= 0) return value == 0 ? otherwise : value;
  return MakeFieldError({{std::string(field), "not negative"}});
}

// Beside the data unless it is named: whoever restores the data must not undo
// the record of what was done.
absl::StatusOr<std::string> AuditDirOf(const config::v1::AccessConfig& access,
                                       absl::string_view data_dir) {
  if (!access.audit_dir().empty()) return access.audit_dir();
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  if (!data_dir.empty()) return absl::StrCat(data_dir, ".audit");
  return MakeFieldError(
      {{"access.audit_dir", "required without a data folder"}},
      "启用身份认证时须指定审计日志目录 access.audit_dir",
      "with access, a service without a data folder needs access.audit_dir");
}

absl::StatusOr<std::unique_ptr<audit::AuditLog>> OpenLog(
    const std::string& dir, telemetry::Logger* logger) {
  auto log = audit::AuditLog::Open(
      {.dir = dir, .on_failed = [logger](const absl::Status& failure) {
         logger->Error(
             "the audit log can't be written: nothing is changed any more, and "
             "what is read is not recorded; restart when there is a disk",
             {{"error", failure.ToString()}});
       }});
  if (!log.ok()) return log;
  const audit::LogEnd& opened = (*log)->opened();
  logger->Info("audit log", {{"dir", dir},
                             {"records", opened.seq},
                             {"sha256", storage::ToHex(opened.hash)}});
  if (opened.torn_bytes != 0) {
    logger->Warn("the audit log ended in a record that was not whole; cut off",
                 {{"dir", dir}, {"bytes", opened.torn_bytes}});
  }
  return log;
}

}  // namespace

CallGate::CallGate(int concurrent_calls_max, telemetry::Metrics* metrics)
    : CallGate(concurrent_calls_max, metrics, Access()) {}

CallGate::CallGate(int concurrent_calls_max, telemetry::Metrics* metrics,
                   Access access)
    : concurrent_calls_max_(concurrent_calls_max > 0
                                ? concurrent_calls_max
                                : kConcurrentCallsMaxDefault),
      authenticator_(std::move(access.authenticator)),
      log_(std::move(access.log)),
      judged_calls_(authenticator_ == nullptr
                        ? nullptr
                        : std::make_unique<JudgedCalls>(JudgedCalls::Options{
                              .calls_per_second_max =
                                  access.identity_calls_per_second_max,
                              .concurrent_calls_max =
                                  access.identity_concurrent_calls_max,
                              .now = absl::Now,
                              .log = log_.get(),
                              .metrics = metrics})) {
  if (metrics != nullptr) {
    refused_ = metrics->GetCounter("yuheng_rpc_calls_refused_total",
                                   "Calls refused because too many ran.");
  }
}

absl::StatusOr<std::unique_ptr<CallGate>> CallGate::Open(
    const config::v1::ServerConfig& config, absl::string_view data_dir,
    telemetry::Logger* logger, telemetry::Metrics* metrics) {
  auto authenticator = OpenAuthenticator(config, logger);
  if (!authenticator.ok()) return authenticator.status();
  if (*authenticator == nullptr) {
    return std::make_unique<CallGate>(config.concurrent_calls_max(), metrics);
  }
  const config::v1::AccessConfig& access = config.access();
  const auto per_second = LimitOf("access.identity_calls_per_second_max",
                                  access.identity_calls_per_second_max(),
                                  kIdentityCallsPerSecondMaxDefault);
  if (!per_second.ok()) return per_second.status();
  const auto concurrent = LimitOf("access.identity_concurrent_calls_max",
                                  access.identity_concurrent_calls_max(),
                                  kIdentityConcurrentCallsMaxDefault);
  if (!concurrent.ok()) return concurrent.status();
  const auto audit_dir = AuditDirOf(access, data_dir);
  if (!audit_dir.ok()) return audit_dir.status();
  auto log = OpenLog(*audit_dir, logger);
  if (!log.ok()) return log.status();
  return std::make_unique<CallGate>(
      config.concurrent_calls_max(), metrics,
      Access{.authenticator = *std::move(authenticator),
             .log = *std::move(log),
             .identity_calls_per_second_max = *per_second,
             .identity_concurrent_calls_max = *concurrent});
}

absl::StatusOr<JudgedCalls::Identity> CallGate::Identify(
    const grpc::ServerContextBase& context) const {
  if (authenticator_ == nullptr) return nullptr;
  auto identity = IdentityOf(context.client_metadata(), *context.auth_context(),
                             *authenticator_);
  if (!identity.ok()) return identity.status();
  const absl::Status entered = judged_calls_->Enter(&context, *identity);
  if (!entered.ok()) return entered;
  return identity;
}

absl::StatusOr<Caller> CallGate::Judge(
    const grpc::ServerContextBase& context,
    const google::protobuf::Message& request) const {
  auto identity = Identify(context);
  if (!identity.ok()) return identity.status();
  if (*identity == nullptr) return Caller();
  const absl::Status status = judged_calls_->Judge(
      &context, request, access::Judge(**identity, request));
  if (!status.ok()) return status;
  std::vector<std::string> units = access::UnitsReached(**identity, request);
  if (units.empty()) return Caller(*std::move(identity), {}, {});
  return Caller(*std::move(identity), std::move(units),
                access::TargetOf(request).names);
}

absl::StatusOr<CallGate::Pass> CallGate::TryEnter(
    const grpc::CallbackServerContext& context,
    const google::protobuf::Message& request) {
  absl::StatusOr<Caller> caller = Judge(context, request);
  if (!caller.ok()) return caller.status();
  return CountIn(*std::move(caller));
}

absl::StatusOr<CallGate::Pass> CallGate::TryEnterUnread(
    const grpc::CallbackServerContext& context) {
  const auto identity = Identify(context);
  if (!identity.ok()) return identity.status();
  return CountIn(Caller());
}

absl::StatusOr<CallGate::Pass> CallGate::CountIn(Caller caller) {
  // A refused call may make another one see the limit for an instant; it is
  // then refused a moment early, which is harmless.
  if (running_.fetch_add(1, std::memory_order_relaxed) >=
      concurrent_calls_max_) {
    running_.fetch_sub(1, std::memory_order_relaxed);
    if (refused_) refused_->Increment();
    return WithRetryAfter(MakeError(Reason::kCallsTooMany, "", "",
                                    {{"concurrent_calls_max",
                                      absl::StrCat(concurrent_calls_max_)}}),
                          kCallsTooManyRetryAfter);
  }
  return Pass(this, std::move(caller));
}

CallGate::Pass& CallGate::Pass::operator=(Pass&& other) noexcept {
  if (this != &other) {
    Release();
    gate_ = std::exchange(other.gate_, nullptr);
    caller_ = std::move(other.caller_);
  }
  return *this;
}

void CallGate::Pass::Release() {
  if (gate_ == nullptr) return;
  gate_->running_.fetch_sub(1, std::memory_order_relaxed);
  gate_ = nullptr;
}

}  // namespace yuheng::rpc
