#include "services/gateway/upstream/upstream_call.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "grpcpp/support/slice.h"
#include "services/budget/check.h"
#include "services/rpc/call_observer.h"
#include "services/rpc/forwarded_for.h"

namespace yuheng::gateway {
namespace {

constexpr char kAuthorizationKey[] = "authorization";

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  bytes.reserve(buffer.Length());
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

void AddMetadata(const char* key, const std::string& value,
                 grpc::ClientContext* context) {
  if (!value.empty() && MayBeMetadata(value)) context->AddMetadata(key, value);
}

}  // namespace

bool MayBeMetadata(absl::string_view value) {
  return std::all_of(value.begin(), value.end(), absl::ascii_isprint);
}

std::shared_ptr<UpstreamCall> UpstreamCall::Start(
    Upstream* upstream, const UpstreamOptions& options,
    std::function<void()> on_change) {
  std::shared_ptr<UpstreamCall> call(
      new UpstreamCall(*upstream, std::move(on_change)));
  AddMetadata(kAuthorizationKey, options.authorization, &call->context_);
  AddMetadata(rpc::kCallIdKey, options.request_id, &call->context_);
  AddMetadata(rpc::kForwardedForKey, options.forwarded_for, &call->context_);
  if (options.deadline != absl::InfiniteFuture()) {
    call->context_.set_deadline(absl::ToChronoTime(options.deadline));
  }
  {
    absl::MutexLock lock(&call->mu_);
    call->self_ = call;
  }
  upstream->stub().PrepareBidiStreamingCall(&call->context_, options.path, {},
                                            call.get());
  call->AddHold();
  call->StartRead(&call->in_);
  call->StartCall();
  return call;
}

bool UpstreamCall::CanWrite() const {
  absl::MutexLock lock(&mu_);
  return !writing_;
}

void UpstreamCall::Write(const std::string& message) {
  if (!TryHold()) return;
  {
    absl::MutexLock lock(&mu_);
    YUHENG_CHECK(!writing_);
    writing_ = true;
  }
  const grpc::Slice slice(message);
  out_ = grpc::ByteBuffer(&slice, 1);
  StartWrite(&out_);
  RemoveHold();
}

void UpstreamCall::WritesDone() {
  if (!TryHold()) return;
  StartWritesDone();
  RemoveHold();
}

absl::optional<std::string> UpstreamCall::Take() {
  {
    absl::MutexLock lock(&mu_);
    if (!arrived_) return absl::nullopt;
    arrived_ = false;
  }
  std::string message = BytesOf(in_);
  in_.Clear();
  if (TryHold()) {
    StartRead(&in_);
    RemoveHold();
  }
  return message;
}

absl::optional<grpc::Status> UpstreamCall::status() const {
  absl::MutexLock lock(&mu_);
  return arrived_ ? absl::nullopt : status_;
}

std::string UpstreamCall::request_id() const {
  absl::MutexLock lock(&mu_);
  return request_id_;
}

void UpstreamCall::Abandon() {
  {
    absl::MutexLock lock(&mu_);
    on_change_ = nullptr;
  }
  context_.TryCancel();
  Release();
}

void UpstreamCall::OnReadDone(bool ok) {
  if (!ok) return Release();
  {
    absl::MutexLock lock(&mu_);
    arrived_ = true;
  }
  Changed();
}

void UpstreamCall::OnWriteDone(bool) {
  {
    absl::MutexLock lock(&mu_);
    writing_ = false;
  }
  Changed();
}

void UpstreamCall::OnDone(const grpc::Status& status) {
  std::shared_ptr<UpstreamCall> self;
  {
    absl::MutexLock lock(&mu_);
    status_ = status;
    const auto& metadata = context_.GetServerInitialMetadata();
    const auto found = metadata.find(rpc::kCallIdKey);
    if (found != metadata.end()) {
      request_id_.assign(found->second.data(), found->second.size());
    }
    self = std::move(self_);
  }
  Changed();
}

bool UpstreamCall::TryHold() {
  absl::MutexLock lock(&mu_);
  if (released_) return false;
  AddHold();
  return true;
}

void UpstreamCall::Release() {
  {
    absl::MutexLock lock(&mu_);
    if (std::exchange(released_, true)) return;
  }
  RemoveHold();
}

void UpstreamCall::Changed() {
  std::function<void()> on_change;
  {
    absl::MutexLock lock(&mu_);
    on_change = on_change_;
  }
  if (on_change) on_change();
}

}  // namespace yuheng::gateway
