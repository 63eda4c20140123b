#include "services/rpc/judged_calls.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/access/policy.h"
#include "services/rpc/forwarded_for.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

// How the paths of our own methods begin; gRPC's (health, reflection) tell of
// no data and leave no record.
constexpr absl::string_view kOurs = "/yuheng.";

// What running calls wait for is not known.
constexpr absl::Duration kConcurrentRetryAfter = absl::Seconds(1);

// Longest address that is kept of those that say for whom they call.
constexpr size_t kForwardedForLengthMax = 64;

// What a call says of it. gRPC takes any bytes there; the log is text.
std::string ForwardedFor(const grpc::ServerContextBase& call) {
  const auto found = call.client_metadata().find(kForwardedForKey);
  if (found == call.client_metadata().end()) return "";
  std::string text(found->second.data(),
                   std::min(found->second.size(), kForwardedForLengthMax));
  std::replace_if(
      text.begin(), text.end(),
      [](char c) {
        return !absl::ascii_isprint(static_cast<unsigned char>(c));
      },
      '?');
  return text;
}

bool IsService(const access::Identity& identity) {
  return std::find(identity.roles.begin(), identity.roles.end(),
                   access::v1::ROLE_SERVICE) != identity.roles.end();
}

absl::Status TooMany(absl::string_view what_zh, absl::string_view what_en,
                     int max, absl::Duration wait) {
  return WithRetryAfter(
      MakeError(
          Reason::kCallsTooMany,
          absl::StrCat("您", what_zh, "已达上限（", max, "），请稍后重试"),
          absl::StrCat("you make too many calls ", what_en, " (", max,
                       "); try again in a moment"),
          {{"identity_calls_max", absl::StrCat(max)}}),
      wait);
}

}  // namespace

JudgedCalls::JudgedCalls(Options options)
    : options_(std::move(options)),
      rates_({.interval = absl::Seconds(1) / options_.calls_per_second_max,
              .burst = kIdentityBurstSeconds * options_.calls_per_second_max},
             kIdentitiesRememberedMax) {
  if (options_.metrics != nullptr) {
    limited_ = options_.metrics->GetCounter(
        "yuheng_rpc_calls_limited_total",
        "Calls refused because their identity makes too many.");
  }
}

absl::Status JudgedCalls::CountIn(const access::Identity& identity) {
  if (IsService(identity)) return absl::OkStatus();
  const auto running = concurrent_.find(identity.subject);
  if (running != concurrent_.end() &&
      running->second >= options_.concurrent_calls_max) {
    return TooMany("同时进行的调用", "at once", options_.concurrent_calls_max,
                   kConcurrentRetryAfter);
  }
  const absl::Duration wait = rates_.TryTake(identity.subject, options_.now());
  if (wait > absl::ZeroDuration()) {
    return TooMany("每秒的调用", "a second", options_.calls_per_second_max,
                   wait);
  }
  ++concurrent_[identity.subject];
  return absl::OkStatus();
}

absl::Status JudgedCalls::Enter(Call call, const Identity& identity) {
  absl::MutexLock lock(&mu_);
  const auto [entry, is_new] = running_.try_emplace(call);
  Running& running = entry->second;
  if (!is_new && !running.refused) return absl::OkStatus();
  running.identity = identity;
  const absl::Status counted = CountIn(*identity);
  running.refused = !counted.ok();
  if (running.refused && limited_) limited_->Increment();
  return counted;
}

absl::Status JudgedCalls::Judge(Call call,
                                const google::protobuf::Message& request,
                                const absl::Status& verdict) {
  if (options_.log == nullptr) return verdict;
  {
    absl::MutexLock lock(&mu_);
    const auto entry = running_.find(call);
    if (entry == running_.end() || entry->second.judged) return verdict;
  }
  access::Target target = access::TargetOf(request);
  const bool changes = access::Changes(target.action);
  absl::Status result = verdict;
  if (verdict.ok() && changes) {
    const absl::Status ready = options_.log->Ready();
    if (!ready.ok()) {
      result = MakeError(
          Reason::kStorageFailed,
          absl::StrCat("审计日志无法写入，暂不办理变更，请联系运维人员：",
                       ready.message()),
          absl::StrCat("the audit log can't be written, so nothing is "
                       "changed; the operator has to look at it: ",
                       ready.message()));
    }
  }
  absl::MutexLock lock(&mu_);
  const auto entry = running_.find(call);
  if (entry == running_.end()) return result;
  Running& running = entry->second;
  running.judged = true;
  // What was refused has changed nothing.
  running.changes = changes && result.ok();
  running.record = RecordOf(call, &running);
  running.record.method = std::move(target.method);
  running.record.names = std::move(target.names);
  running.record.request_id = std::move(target.request_id);
  return result;
}

audit::AuditRecord JudgedCalls::RecordOf(Call call,
                                         const Running* running) const {
  audit::AuditRecord record;
  record.time_unix_us = absl::ToUnixMicros(options_.now());
  record.peer = call->peer();
  record.forwarded_for = ForwardedFor(*call);
  if (running == nullptr || running->identity == nullptr) return record;
  const access::Identity& identity = *running->identity;
  record.subject = identity.subject;
  record.roles.assign(identity.roles.begin(), identity.roles.end());
  record.proof = static_cast<int>(identity.proof);
  return record;
}

bool JudgedCalls::Record(Call call, absl::string_view method, int code,
                         audit::AuditLog::Written written) {
  if (options_.log == nullptr || !absl::StartsWith(method, kOurs)) return false;
  audit::AuditRecord record;
  bool waits = options_.log->Full();
  {
    absl::MutexLock lock(&mu_);
    const auto entry = running_.find(call);
    Running* running = entry == running_.end() ? nullptr : &entry->second;
    if (running != nullptr && (running->refused || running->recorded)) {
      return false;
    }
    if (running != nullptr && running->judged) {
      record = running->record;
      waits = waits || running->changes;
    } else {
      // It ended before anything could be judged, or its handler has forgotten
      // the gate.
      record = RecordOf(call, running);
      record.method =
          absl::StrReplaceAll(absl::StripPrefix(method, "/"), {{"/", "."}});
      waits = waits || code == 0;
    }
    if (running != nullptr) running->recorded = true;
  }
  record.code = code;
  if (!waits) written = nullptr;
  options_.log->Append(std::move(record), std::move(written));
  return waits;
}

void JudgedCalls::End(Call call) {
  absl::optional<audit::AuditRecord> unanswered;
  {
    absl::MutexLock lock(&mu_);
    const auto entry = running_.find(call);
    if (entry == running_.end()) return;
    const Running& running = entry->second;
    if (!running.refused && !IsService(*running.identity)) {
      const auto count = concurrent_.find(running.identity->subject);
      if (--count->second == 0) concurrent_.erase(count);
    }
    if (running.judged && !running.recorded) unanswered = running.record;
    running_.erase(entry);
  }
  if (!unanswered || options_.log == nullptr) return;
  unanswered->code = static_cast<int>(absl::StatusCode::kCancelled);
  options_.log->Append(*std::move(unanswered), nullptr);
}

}  // namespace yuheng::rpc
