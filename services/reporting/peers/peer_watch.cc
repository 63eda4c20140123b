#include "services/reporting/peers/peer_watch.h"

#include <optional>
#include <utility>

namespace yuheng::reporting {

PeerWatch::PeerWatch(std::vector<std::shared_ptr<grpc::Channel>> channels,
                     std::function<void(bool)> on_change)
    : channels_(std::move(channels)),
      on_change_(std::move(on_change)),
      thread_([this] { Run(); }) {}

PeerWatch::~PeerWatch() { Stop(); }

void PeerWatch::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void PeerWatch::Run() {
  std::optional<bool> told;
  while (true) {
    bool reachable = true;
    for (const std::shared_ptr<grpc::Channel>& channel : channels_) {
      const bool connect = true;
      if (channel->GetState(connect) != GRPC_CHANNEL_READY) reachable = false;
    }
    if (told != reachable) {
      on_change_(reachable);
      told = reachable;
    }
    absl::MutexLock lock(&mu_);
    if (mu_.AwaitWithTimeout(absl::Condition(&stopped_), kPeerWatchInterval)) {
      return;
    }
  }
}

}  // namespace yuheng::reporting
