#include "services/access/rate_limiter.h"

#include <algorithm>
#include <iterator>

namespace yuheng::access {

absl::Duration RateLimiter::TryTake(absl::string_view key, absl::Time now) {
  const auto found = by_key_.find(key);
  const absl::Time full =
      (found == by_key_.end() ? now : std::max(now, found->second->full)) +
      rate_.interval;
  const absl::Duration wait = full - now - rate_.burst * rate_.interval;
  if (wait > absl::ZeroDuration()) return wait;
  if (found != by_key_.end()) {
    found->second->full = full;
    order_.splice(order_.end(), order_, found->second);
    return absl::ZeroDuration();
  }
  if (order_.size() >= keys_max_) {
    by_key_.erase(order_.front().key);
    order_.pop_front();
  }
  order_.push_back({std::string(key), full});
  by_key_.emplace(order_.back().key, std::prev(order_.end()));
  return absl::ZeroDuration();
}

}  // namespace yuheng::access
