#ifndef YUHENG_SERVICES_RPC_WATCH_PUMP_H_
#define YUHENG_SERVICES_RPC_WATCH_PUMP_H_

#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

namespace yuheng::rpc {

// A stream as the pump sees it.
class PumpedStream {
 public:
  virtual ~PumpedStream() = default;
  // Sends the next message unless one is on its way or there is none.
  virtual void Pump() = 0;
  // Ends the stream, after the message that is on its way.
  virtual void Close(grpc::Status status) = 0;
};

// What streams end with, or do not begin with, while the process stops.
grpc::Status DrainingStatus();

// How often streams tell their progress: a little under the second that is
// promised.
inline constexpr absl::Duration kProgressInterval = absl::Milliseconds(900);

// The one thread of all watch streams of a service: starts the writes of
// streams that were idle when something came, so that who writes what they tell
// of never does, and makes the feed tick. Thread-safe. Holds as many waiting
// streams as there are streams.
class WatchPump {
 public:
  // `tick` is called each interval, on the pump's thread, and must be quick.
  WatchPump(std::function<void()> tick, absl::Duration progress_interval);
  // Stops.
  ~WatchPump();
  WatchPump(const WatchPump&) = delete;
  WatchPump& operator=(const WatchPump&) = delete;

  // A stream begins. False when streams are not begun any more.
  bool Add(const std::shared_ptr<PumpedStream>& stream);
  void Remove(PumpedStream* stream);
  // A stream has something to send.
  void Ready(std::weak_ptr<PumpedStream> stream);

  // Ends all streams with UNAVAILABLE and begins no more.
  void CloseAll();
  // Ends the thread; CloseAll is called first.
  void Stop();

 private:
  void Run();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return stopped_ || !ready_.empty();
  }

  const std::function<void()> tick_;
  const absl::Duration progress_interval_;
  absl::Mutex mu_;
  std::vector<std::weak_ptr<PumpedStream>> ready_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<PumpedStream*, std::weak_ptr<PumpedStream>> streams_
      ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_WATCH_PUMP_H_
