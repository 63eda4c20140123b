#include "services/aggregation/service/watch_pump.h"

#include <utility>

#include "absl/time/clock.h"
#include "services/aggregation/service/watch_call.h"

namespace yuheng::aggregation {

WatchPump::WatchPump(TotalsFeed* feed, absl::Duration progress_interval)
    : feed_(feed), progress_interval_(progress_interval) {
  thread_ = std::thread([this] { Run(); });
}

WatchPump::~WatchPump() { Stop(); }

bool WatchPump::Add(const std::shared_ptr<WatchCall>& call) {
  absl::MutexLock lock(&mu_);
  if (closed_) return false;
  calls_.emplace(call.get(), call);
  return true;
}

void WatchPump::Remove(WatchCall* call) {
  absl::MutexLock lock(&mu_);
  calls_.erase(call);
}

void WatchPump::Ready(std::weak_ptr<WatchCall> call) {
  absl::MutexLock lock(&mu_);
  ready_.push_back(std::move(call));
}

void WatchPump::CloseAll() {
  std::vector<std::shared_ptr<WatchCall>> calls;
  {
    absl::MutexLock lock(&mu_);
    closed_ = true;
    for (const auto& [raw, weak] : calls_) {
      if (auto call = weak.lock()) calls.push_back(std::move(call));
    }
  }
  for (const auto& call : calls) call->Close(WatchCall::DrainingStatus());
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
    std::vector<std::weak_ptr<WatchCall>> ready;
    {
      absl::MutexLock lock(&mu_);
      mu_.AwaitWithDeadline(absl::Condition(this, &WatchPump::HasWork),
                            next_tick);
      if (stopped_) return;
      ready.swap(ready_);
    }
    for (const auto& weak : ready) {
      if (auto call = weak.lock()) call->Pump();
    }
    if (absl::Now() >= next_tick) {
      feed_->Tick();
      next_tick = absl::Now() + progress_interval_;
    }
  }
}

}  // namespace yuheng::aggregation
