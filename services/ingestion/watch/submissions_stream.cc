#include "services/ingestion/watch/submissions_stream.h"

#include "services/ingestion/messages/progress_messages.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

SubmissionsStream::WatchStream* SubmissionsStream::Start(
    SubmissionsStreamParts parts, rpc::StillAllowed still_allowed,
    const v1::WatchSubmissionsRequest& request) {
  std::shared_ptr<SubmissionsStream> stream(
      new SubmissionsStream(std::move(parts)));
  grpc::Status opened = stream->Open(request);
  return Begin(std::move(stream), std::move(still_allowed), std::move(opened));
}

grpc::Status SubmissionsStream::Open(
    const v1::WatchSubmissionsRequest& request) {
  auto scope = ParseWatchSubmissions(*parts_.prefecture, request);
  if (!scope.ok()) return rpc::ToGrpcStatus(scope.status());
  period_ = scope->period;
  // A unit that is named is one of the caller's.
  if (scope->units.empty()) {
    scope->units.insert(parts_.units.begin(), parts_.units.end());
  }
  auto watcher = parts_.feed->Watch(
      *std::move(scope), static_cast<uint64_t>(request.resume_revision()),
      [pump = pump_, weak = weak_from_this()] { pump->Ready(weak); });
  if (!watcher.ok()) return rpc::ToGrpcStatus(watcher.status());
  watcher_ = *std::move(watcher);
  return grpc::Status::OK;
}

bool SubmissionsStream::Next(v1::WatchSubmissionsResponse* response) {
  const auto event = parts_.feed->Next(watcher_.get());
  if (!event) return false;
  *response = WatchEventMessage(*parts_.prefecture, period_, *event,
                                parts_.now_unix_us());
  return true;
}

void SubmissionsStream::End() {
  if (watcher_ != nullptr) parts_.feed->Unwatch(watcher_);
}

}  // namespace yuheng::ingestion
