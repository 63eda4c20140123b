#ifndef YUHENG_SERVICES_INGESTION_UPLOAD_IDLE_WATCH_H_
#define YUHENG_SERVICES_INGESTION_UPLOAD_IDLE_WATCH_H_

#include <chrono>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace yuheng::ingestion {

// How long an upload or download may wait for its client to move on.
inline constexpr absl::Duration kIdleTimeMax = absl::Seconds(60);

// A call that waits for its client now and then.
class WatchedCall {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~WatchedCall() = default;
  // Ends the call when it has waited for its client since `time` at the latest.
  // Must not block.
  virtual void EndIfWaitingSince(Clock::time_point time) = 0;
};

// Ends calls whose client does not move: a connection that stands keeps nothing
// of ours for ever. One thread, which looks at all of them. Thread-safe.
class IdleWatch {
 public:
  explicit IdleWatch(absl::Duration idle_time_max);
  // No call is watched any more.
  ~IdleWatch();
  IdleWatch(const IdleWatch&) = delete;
  IdleWatch& operator=(const IdleWatch&) = delete;

  void Add(WatchedCall* call) ABSL_LOCKS_EXCLUDED(mu_);
  // The call is not touched once this returns. Not from EndIfWaitingSince.
  void Remove(WatchedCall* call) ABSL_LOCKS_EXCLUDED(mu_);

  absl::Duration idle_time_max() const { return idle_time_max_; }

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);

  const absl::Duration idle_time_max_;
  absl::Mutex mu_;
  absl::CondVar changed_;
  absl::flat_hash_set<WatchedCall*> calls_ ABSL_GUARDED_BY(mu_);
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_UPLOAD_IDLE_WATCH_H_
