#ifndef YUHENG_SERVICES_ACCESS_RATE_LIMITER_H_
#define YUHENG_SERVICES_ACCESS_RATE_LIMITER_H_

#include <cstddef>
#include <list>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace yuheng::access {

// How often each of many may do something: steadily once an interval, and some
// of it at once after a pause. Remembers `keys_max` of them; more, and who has
// been still for the longest is forgotten. Not thread-safe.
class RateLimiter {
 public:
  struct Rate {
    // At least one nanosecond.
    absl::Duration interval;
    // At least 1.
    int burst = 1;
  };
  RateLimiter(Rate rate, size_t keys_max) : rate_(rate), keys_max_(keys_max) {}

  // Takes one when there is one for `key`; else takes none and says how long it
  // is until there is, which is more than zero.
  absl::Duration TryTake(absl::string_view key, absl::Time now);

  size_t size() const { return order_.size(); }

 private:
  struct Spent {
    std::string key;
    // When all of the burst is there again.
    absl::Time full;
  };
  const Rate rate_;
  const size_t keys_max_;
  // Who took last is last.
  std::list<Spent> order_;
  absl::flat_hash_map<std::string, std::list<Spent>::iterator> by_key_;
};

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_RATE_LIMITER_H_
