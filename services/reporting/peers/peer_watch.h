// Whether the services we depend on can be reached.
#ifndef YUHENG_SERVICES_REPORTING_PEERS_PEER_WATCH_H_
#define YUHENG_SERVICES_REPORTING_PEERS_PEER_WATCH_H_

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace yuheng::reporting {

// How often the connections are looked at.
inline constexpr absl::Duration kPeerWatchInterval = absl::Milliseconds(200);

// Tells from a thread of its own whether every channel is connected: once at
// the start, then at every change. Idle channels are made to connect, so
// health says what the next call will find.
class PeerWatch {
 public:
  PeerWatch(std::vector<std::shared_ptr<grpc::Channel>> channels,
            std::function<void(bool reachable)> on_change);
  // Stops.
  ~PeerWatch();
  PeerWatch(const PeerWatch&) = delete;
  PeerWatch& operator=(const PeerWatch&) = delete;

  // No call of `on_change` runs or begins after it. May be called again.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);

  const std::vector<std::shared_ptr<grpc::Channel>> channels_;
  const std::function<void(bool)> on_change_;
  absl::Mutex mu_;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_PEERS_PEER_WATCH_H_
