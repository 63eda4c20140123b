#ifndef YUHENG_SERVICES_GATEWAY_HUB_VIEW_H_
#define YUHENG_SERVICES_GATEWAY_HUB_VIEW_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/gateway/hub/hub.h"
#include "services/gateway/hub/view_state.h"

namespace yuheng::gateway {

// One view: its upstream watch, its state, its readers. Thread-safe.
class Hub::View : public std::enable_shared_from_this<Hub::View> {
 public:
  // What one reader has heard. Guarded by the view's lock.
  struct Place {
    Codec codec = Codec::kJson;
    std::function<void()> wake;
    // Where it wants to go on; 0: at the beginning.
    int64_t resume_revision = 0;
    // How often all rows were replaced when it heard them; 0: it has not.
    int64_t generation = 0;
    int64_t revision = 0;
    int64_t progress_count = 0;
    // Has had nothing to take and waits to be woken.
    bool waiting = false;
  };

  View(ViewKey key, const HubOptions* options)
      : key_(std::move(key)),
        options_(options),
        state_(NewViewState(key_.path)) {}

  const ViewKey& key() const { return key_; }

  // Opens the watch, once.
  void Open() ABSL_LOCKS_EXCLUDED(mu_, take_mu_);
  // False when the view is over or was left: it takes no reader any more.
  bool TryJoin(const std::shared_ptr<Place>& place) ABSL_LOCKS_EXCLUDED(mu_);
  // True when it was the last: then nobody joins any more, and Close follows.
  [[nodiscard]] bool Leave(const std::shared_ptr<Place>& place)
      ABSL_LOCKS_EXCLUDED(mu_);
  void Close() ABSL_LOCKS_EXCLUDED(mu_, take_mu_);
  Next TakeNext(Place* place) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using Bytes = std::shared_ptr<const std::string>;
  // What was serialized, by codec.
  using Serialized = std::map<Codec, Bytes>;

  // Takes all there is of the watch.
  void TakeAll() ABSL_LOCKS_EXCLUDED(mu_, take_mu_);
  // Those to wake.
  std::vector<std::function<void()>> Tell() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void End(Error why) ABSL_LOCKS_EXCLUDED(mu_);
  Bytes Envelopes(Codec codec, const std::vector<std::string>& messages,
                  Serialized* kept) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Next NextOf(Place* place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Next Begin(Place* place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Next CatchUp(Place* place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Next Sent(Bytes envelopes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const ViewKey key_;
  const HubOptions* const options_;

  // A task that takes messages waits to run.
  std::atomic<bool> posted_ = false;
  // They are taken by one at a time.
  absl::Mutex take_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  std::unique_ptr<Watch> watch_ ABSL_GUARDED_BY(take_mu_);

  absl::Mutex mu_;
  std::unique_ptr<ViewState> state_ ABSL_GUARDED_BY(mu_);
  std::list<std::shared_ptr<Place>> places_ ABSL_GUARDED_BY(mu_);
  int64_t generation_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t progress_count_ ABSL_GUARDED_BY(mu_) = 0;
  absl::optional<Error> ended_ ABSL_GUARDED_BY(mu_);
  bool left_ ABSL_GUARDED_BY(mu_) = false;
  Serialized snapshot_ ABSL_GUARDED_BY(mu_);
  Serialized update_ ABSL_GUARDED_BY(mu_);
  Serialized progress_ ABSL_GUARDED_BY(mu_);
  // Of those who last heard this revision.
  int64_t conflated_from_ ABSL_GUARDED_BY(mu_) = -1;
  Serialized conflated_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HUB_VIEW_H_
