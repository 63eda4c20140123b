#include "services/rpc/call_observer.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {
namespace {

using grpc::experimental::InterceptionHookPoints;

const char* CodeName(grpc::StatusCode code) {
  static constexpr const char* kNames[] = {"OK",
                                           "CANCELLED",
                                           "UNKNOWN",
                                           "INVALID_ARGUMENT",
                                           "DEADLINE_EXCEEDED",
                                           "NOT_FOUND",
                                           "ALREADY_EXISTS",
                                           "PERMISSION_DENIED",
                                           "RESOURCE_EXHAUSTED",
                                           "FAILED_PRECONDITION",
                                           "ABORTED",
                                           "OUT_OF_RANGE",
                                           "UNIMPLEMENTED",
                                           "INTERNAL",
                                           "UNAVAILABLE",
                                           "DATA_LOSS",
                                           "UNAUTHENTICATED"};
  return code >= grpc::OK && code <= grpc::UNAUTHENTICATED ? kNames[code]
                                                           : "UNKNOWN";
}

// Our own failures stand out; a caller's mistake is ordinary.
telemetry::LogLevel LevelOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::CANCELLED:
      return telemetry::LogLevel::kDebug;
    case grpc::UNKNOWN:
    case grpc::INTERNAL:
    case grpc::DATA_LOSS:
      return telemetry::LogLevel::kError;
    case grpc::UNAVAILABLE:
    case grpc::RESOURCE_EXHAUSTED:
    case grpc::DEADLINE_EXCEEDED:
      return telemetry::LogLevel::kWarn;
    default:
      return telemetry::LogLevel::kInfo;
  }
}

uint64_t RandomPrefix() {
  std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

bool IsCallId(absl::string_view text) {
  return !text.empty() && text.size() <= kCallIdLengthMax &&
         std::all_of(text.begin(), text.end(), absl::ascii_isgraph);
}

// Lives exactly as long as its call.
class CallObserver : public grpc::experimental::Interceptor {
 public:
  CallObserver(CallObserverFactory* factory, MethodStats* stats,
               grpc::ServerContextBase* context)
      : factory_(factory), stats_(stats), context_(context) {}

  ~CallObserver() override {
    if (factory_->judged_calls() != nullptr) {
      factory_->judged_calls()->End(context_);
    }
    const auto elapsed = std::chrono::steady_clock::now() - start_;
    factory_->Ended(stats_, status_, absl::FromChrono(elapsed), call_id_);
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(
            InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      TakeCallId(batch->GetRecvInitialMetadata());
    }
    if (batch->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      if (call_id_.empty()) call_id_ = factory_->NewCallId();
      if (auto* metadata = batch->GetSendInitialMetadata()) {
        metadata->emplace(kCallIdKey, call_id_);
      }
    }
    if (batch->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_STATUS)) {
      status_ = batch->GetSendStatus();
    }
    if (!AwaitsRecord(batch)) batch->Proceed();
  }

 private:
  // The first answer, whether a message or the status, waits until its record
  // is durable, if it has to; then the batch goes on by itself. What has no
  // record is not told.
  bool AwaitsRecord(grpc::experimental::InterceptorBatchMethods* batch) {
    const bool ends = batch->QueryInterceptionHookPoint(
        InterceptionHookPoints::PRE_SEND_STATUS);
    if (factory_->judged_calls() == nullptr || answered_ ||
        !(ends || batch->QueryInterceptionHookPoint(
                      InterceptionHookPoints::PRE_SEND_MESSAGE))) {
      return false;
    }
    answered_ = true;
    return factory_->judged_calls()->Record(
        context_, stats_->method(), ends ? status_.error_code() : grpc::OK,
        [this, batch, ends](const absl::Status& written) {
          if (!written.ok() && ends) {
            status_ = MakeStatus(Reason::kStorageFailed);
            batch->ModifySendStatus(status_);
          } else if (!written.ok()) {
            context_->TryCancel();
          }
          batch->Proceed();
        });
  }

  void TakeCallId(
      const std::multimap<grpc::string_ref, grpc::string_ref>* metadata) {
    if (metadata == nullptr) return;
    const auto found = metadata->find(kCallIdKey);
    if (found == metadata->end()) return;
    const absl::string_view id(found->second.data(), found->second.size());
    if (IsCallId(id)) call_id_ = std::string(id);
  }

  CallObserverFactory* const factory_;
  MethodStats* const stats_;
  grpc::ServerContextBase* const context_;
  bool answered_ = false;
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  std::string call_id_;
  grpc::Status status_ = grpc::Status::CANCELLED;
};

}  // namespace

MethodStats::MethodStats(std::string method, telemetry::Metrics* metrics)
    : method_(std::move(method)),
      metrics_(metrics),
      seconds_(metrics->GetHistogram("yuheng_rpc_call_seconds",
                                     "Time from a call's arrival to its end.",
                                     {{"method", method_}})) {}

void MethodStats::Count(grpc::StatusCode code, absl::Duration elapsed) {
  seconds_.Observe(absl::ToDoubleSeconds(elapsed));
  absl::MutexLock lock(&mu_);
  auto found = by_code_.find(code);
  if (found == by_code_.end()) {
    found =
        by_code_
            .emplace(code, metrics_->GetCounter(
                               "yuheng_rpc_calls_total",
                               "Calls that have ended, by status code.",
                               {{"method", method_}, {"code", CodeName(code)}}))
            .first;
  }
  found->second.Increment();
}

CallObserverFactory::CallObserverFactory(telemetry::Logger* logger,
                                         telemetry::Metrics* metrics,
                                         JudgedCalls* judged_calls)
    : logger_(logger),
      metrics_(metrics),
      judged_calls_(judged_calls),
      running_(
          metrics->GetGauge("yuheng_rpc_calls_running", "Calls that run now.")),
      id_prefix_(RandomPrefix()) {}

grpc::experimental::Interceptor* CallObserverFactory::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  running_.Add(1);
  return new CallObserver(this, StatsOf(info->method()),
                          info->server_context());
}

void CallObserverFactory::Ended(MethodStats* stats, const grpc::Status& status,
                                absl::Duration elapsed,
                                absl::string_view call_id) {
  running_.Add(-1);
  stats->Count(status.error_code(), elapsed);
  const telemetry::LogLevel level = LevelOf(status.error_code());
  if (status.ok() || !logger_->Enabled(level)) return;
  std::vector<telemetry::Field> fields = {
      {"method", stats->method()},
      {"code", CodeName(status.error_code())},
      {"error", status.error_message()},
      {"elapsed_ms", absl::ToDoubleMilliseconds(elapsed)}};
  const std::string reason = ParseStatus(status).reason_name;
  if (!reason.empty()) fields.push_back({"reason", reason});
  if (!call_id.empty()) fields.push_back({"call_id", call_id});
  logger_->Log(level, "call failed", fields);
}

std::string CallObserverFactory::NewCallId() {
  return absl::StrCat(absl::Hex(id_prefix_, absl::kZeroPad16), "-",
                      id_count_.fetch_add(1, std::memory_order_relaxed));
}

MethodStats* CallObserverFactory::StatsOf(const char* method) {
  std::string name = method == nullptr || *method == '\0' ? "other" : method;
  absl::MutexLock lock(&mu_);
  auto found = stats_.find(name);
  if (found == stats_.end()) {
    if (stats_.size() >= static_cast<size_t>(kMethodsObservedMax)) {
      name = "other";
    }
    auto& stats = stats_[name];
    if (stats == nullptr) stats = std::make_unique<MethodStats>(name, metrics_);
    return stats.get();
  }
  return found->second.get();
}

}  // namespace yuheng::rpc
