#include "services/rpc/watch_pump.h"

#include <utility>

#include "absl/time/clock.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {

grpc::Status DrainingStatus() {
  return MakeStatus(Reason::kUnavailablePeer, "服务正在停止，请稍后重新连接",
                    "the service is stopping; connect again later");
}

WatchPump::WatchPump(std::function<void()> tick,
                     absl::Duration progress_interval)
    : tick_(std::move(tick)), progress_interval_(progress_interval) {
  thread_ = std::thread([this] { Run(); });
}

WatchPump::~WatchPump() { Stop(); }

bool WatchPump::Add(const std::shared_ptr<PumpedStream>& stream) {
  absl::MutexLock lock(&mu_);
  if (closed_) return false;
  streams_.emplace(stream.get(), stream);
  return true;
}

void WatchPump::Remove(PumpedStream* stream) {
  absl::MutexLock lock(&mu_);
  streams_.erase(stream);
}

void WatchPump::Ready(std::weak_ptr<PumpedStream> stream) {
  absl::MutexLock lock(&mu_);
  ready_.push_back(std::move(stream));
}

void WatchPump::CloseAll() {
  std::vector<std::shared_ptr<PumpedStream>> streams;
  {
    absl::MutexLock lock(&mu_);
    closed_ = true;
    for (const auto& [raw, weak] : streams_) {
      if (auto stream = weak.lock()) streams.push_back(std::move(stream));
    }
  }
  for (const auto& stream : streams) stream->Close(DrainingStatus());
}

void WatchPump::Stop() {
  CloseAll();
  {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void WatchPump::Run() {
  absl::Time next_tick = absl::Now() + progress_interval_;
  for (;;) {
    std::vector<std::weak_ptr<PumpedStream>> ready;
    {
      absl::MutexLock lock(&mu_);
      mu_.AwaitWithDeadline(absl::Condition(this, &WatchPump::HasWork),
                            next_tick);
      if (stopped_) return;
      ready.swap(ready_);
    }
    for (const auto& weak : ready) {
      if (auto stream = weak.lock()) stream->Pump();
    }
    if (absl::Now() >= next_tick) {
      tick_();
      next_tick = absl::Now() + progress_interval_;
    }
  }
}

}  // namespace yuheng::rpc
