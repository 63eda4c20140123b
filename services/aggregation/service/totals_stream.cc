#include "services/aggregation/service/totals_stream.h"

#include "services/aggregation/service/convert.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {

TotalsStream::WatchStream* TotalsStream::Start(
    std::string division, TotalsFeed* feed, rpc::WatchPump* pump,
    rpc::StillAllowed still_allowed, const v1::WatchTotalsRequest& request) {
  std::shared_ptr<TotalsStream> stream(
      new TotalsStream(std::move(division), feed, pump));
  grpc::Status opened = stream->Open(request);
  return Begin(std::move(stream), std::move(still_allowed), std::move(opened));
}

grpc::Status TotalsStream::Open(const v1::WatchTotalsRequest& request) {
  auto scope = ScopeFrom(division_, feed_->departments(), request.scope());
  if (!scope.ok()) return rpc::ToGrpcStatus(scope.status());
  auto tables = TablesFrom(request.tables());
  if (!tables.ok()) return rpc::ToGrpcStatus(tables.status());
  if (request.resume_revision() < 0) {
    return rpc::ToGrpcStatus(
        rpc::MakeFieldError({{"resume_revision", "not negative"}}));
  }
  auto watcher = feed_->Watch(
      *scope, *tables, static_cast<uint64_t>(request.resume_revision()),
      [pump = pump_, weak = weak_from_this()] { pump->Ready(weak); });
  if (!watcher.ok()) return rpc::ToGrpcStatus(watcher.status());
  watcher_ = *std::move(watcher);
  return grpc::Status::OK;
}

bool TotalsStream::Next(v1::WatchTotalsResponse* response) {
  const auto event = watcher_->Next();
  if (!event.has_value()) return false;
  EventTo(division_, *watcher_, *event, response);
  return true;
}

void TotalsStream::End() {
  if (watcher_ != nullptr) feed_->Unwatch(watcher_);
}

}  // namespace yuheng::aggregation
