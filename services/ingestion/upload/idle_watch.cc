#include "services/ingestion/upload/idle_watch.h"

#include "services/budget/check.h"

namespace yuheng::ingestion {
namespace {

// A call ends at most a fraction of the limit late.
constexpr int kLooksPerLimit = 8;

}  // namespace

IdleWatch::IdleWatch(absl::Duration idle_time_max)
    : idle_time_max_(idle_time_max), thread_([this] { Run(); }) {}

IdleWatch::~IdleWatch() {
  {
    absl::MutexLock lock(&mu_);
    YUHENG_CHECK(calls_.empty());
    stopped_ = true;
    changed_.Signal();
  }
  thread_.join();
}

void IdleWatch::Add(WatchedCall* call) {
  absl::MutexLock lock(&mu_);
  calls_.insert(call);
}

void IdleWatch::Remove(WatchedCall* call) {
  absl::MutexLock lock(&mu_);
  calls_.erase(call);
}

void IdleWatch::Run() {
  absl::MutexLock lock(&mu_);
  while (!stopped_) {
    changed_.WaitWithTimeout(&mu_, idle_time_max_ / kLooksPerLimit);
    const WatchedCall::Clock::time_point time =
        WatchedCall::Clock::now() - absl::ToChronoNanoseconds(idle_time_max_);
    for (WatchedCall* call : calls_) call->EndIfWaitingSince(time);
  }
}

}  // namespace yuheng::ingestion
