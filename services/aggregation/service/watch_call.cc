#include "services/aggregation/service/watch_call.h"

#include <optional>
#include <utility>

#include "services/aggregation/service/convert.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {

WatchCall* WatchCall::Start(std::string division, TotalsFeed* feed,
                            WatchPump* pump,
                            const v1::WatchTotalsRequest& request) {
  std::shared_ptr<WatchCall> call(
      new WatchCall(std::move(division), feed, pump));
  call->self_ = call;
  grpc::Status opened = call->Open(request);
  if (opened.ok()) {
    call->Pump();
  } else {
    call->Close(std::move(opened));
  }
  return call.get();
}

grpc::Status WatchCall::Open(const v1::WatchTotalsRequest& request) {
  auto scope = ScopeFrom(division_, request.scope());
  if (!scope.ok()) return rpc::ToGrpcStatus(scope.status());
  auto tables = TablesFrom(request.tables());
  if (!tables.ok()) return rpc::ToGrpcStatus(tables.status());
  if (request.resume_revision() < 0) {
    return rpc::ToGrpcStatus(
        rpc::MakeFieldError({{"resume_revision", "not negative"}}));
  }
  if (!pump_->Add(shared_from_this())) return DrainingStatus();
  auto watcher = feed_->Watch(
      *scope, *tables, static_cast<uint64_t>(request.resume_revision()),
      [pump = pump_, weak = weak_from_this()] { pump->Ready(weak); });
  if (!watcher.ok()) return rpc::ToGrpcStatus(watcher.status());
  watcher_ = *std::move(watcher);
  return grpc::Status::OK;
}

grpc::Status WatchCall::DrainingStatus() {
  const budget::Text text = budget::Message("aggregation.draining");
  return rpc::MakeStatus(rpc::Reason::kUnavailablePeer, text.zh, text.en);
}

// Writes and the end are started outside the lock: gRPC may call back from
// inside.
void WatchCall::Pump() {
  std::optional<grpc::Status> end;
  {
    absl::MutexLock lock(&mu_);
    if (finished_ || writing_) return;
    if (closing_) {
      finished_ = true;
      end = std::move(closing_status_);
    } else {
      const auto event = watcher_->Next();
      if (!event.has_value()) return;
      EventTo(division_, *watcher_, *event, &response_);
      writing_ = true;
    }
  }
  if (end.has_value()) {
    Finish(*end);
  } else {
    StartWrite(&response_);
  }
}

void WatchCall::Close(grpc::Status status) {
  {
    absl::MutexLock lock(&mu_);
    if (closing_) return;
    closing_ = true;
    closing_status_ = std::move(status);
  }
  Pump();
}

void WatchCall::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    if (!ok && !closing_) {
      closing_ = true;
      closing_status_ = grpc::Status::CANCELLED;
    }
  }
  Pump();
}

void WatchCall::OnCancel() { Close(grpc::Status::CANCELLED); }

void WatchCall::OnDone() {
  if (watcher_ != nullptr) feed_->Unwatch(watcher_);
  pump_->Remove(this);
  // May be the last one to hold it.
  const std::shared_ptr<WatchCall> self = std::move(self_);
}

}  // namespace yuheng::aggregation
