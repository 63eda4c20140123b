#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_PUMP_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_PUMP_H_

#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "services/aggregation/feed/totals_feed.h"

namespace yuheng::aggregation {

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

// The one thread of all watch streams: starts the writes of streams that were
// idle when something came, so that the writer of the ledgers never does, and
// makes the feed tick. Thread-safe. Holds as many waiting streams as there are
// streams.
class WatchPump {
 public:
  WatchPump(TotalsFeed* feed, absl::Duration progress_interval);
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

  TotalsFeed* const feed_;
  const absl::Duration progress_interval_;
  absl::Mutex mu_;
  std::vector<std::weak_ptr<PumpedStream>> ready_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<PumpedStream*, std::weak_ptr<PumpedStream>> streams_
      ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_PUMP_H_
