// Thousands of readers of a few views: the hub watches each view once, keeps
// how it stands, and tells every reader what it has not heard yet.
#ifndef YUHENG_SERVICES_GATEWAY_HUB_HUB_H_
#define YUHENG_SERVICES_GATEWAY_HUB_HUB_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/gateway/connect/codec.h"
#include "services/gateway/connect/error.h"

namespace yuheng::gateway {

// A view as upstream is asked for it: two readers share one exactly when all of
// this is the same. Upstream judges who may see it, so who asks is part of it.
struct ViewKey {
  // "/package.Service/Method".
  std::string path;
  std::string request;
  std::string authorization;

  friend auto operator<=>(const ViewKey&, const ViewKey&) = default;
};

// An upstream watch. Thread-safe.
class Watch {
 public:
  // Ends it; nothing is called back any more.
  virtual ~Watch() = default;
  // The next message, if it is there.
  virtual absl::optional<std::string> Take() = 0;
  // Why it is over; there is no message left then.
  virtual absl::optional<Error> Ended() = 0;
};

struct HubOptions {
  // Begins a watch; `on_change` is called when there is something to take, on
  // any thread, and does not block.
  std::function<std::unique_ptr<Watch>(const ViewKey&,
                                       std::function<void()> on_change)>
      open;
  // Runs a task later, elsewhere.
  std::function<void(std::function<void()>)> post;
  // Views at once; of one authorization; and of the empty one, which many
  // share.
  int views_max = 256;
  int caller_views_max = 256;
  int nobody_views_max = 256;
  // When who found too many may come again.
  absl::Duration retry_after = absl::Seconds(5);
  // Called for each update that was conflated for a reader.
  std::function<void()> on_conflated;
};

// Thread-safe.
class Hub {
 public:
  explicit Hub(HubOptions options);
  // No reader is left.
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // What a reader is told next.
  struct Next {
    // Envelopes to send, shared with whoever is sent the same; null when there
    // is nothing now.
    std::shared_ptr<const std::string> envelopes;
    // The stream is over, and why; envelopes is null then.
    absl::optional<Error> end;
  };

  // One reader's place in a view. Thread-safe. Keeps nothing but what it heard
  // last: one that falls behind is told the newest values in one update, and
  // one that takes nothing costs nothing. That its line stands still is the
  // connection's to notice.
  class Reader {
   public:
    virtual ~Reader() = default;
    virtual Next TakeNext() = 0;
  };

  // A reader of a view, from its state as it is or from after a revision (0:
  // none), as the contract of the watch says. `wake` is called after TakeNext
  // has had nothing and now has something, on any thread; it does not block.
  // RESOURCE_EXHAUSTED, reason CALLS_TOO_MANY, with a retry hint when there are
  // too many views, or too many of this caller.
  absl::StatusOr<std::unique_ptr<Reader>> Subscribe(const ViewKey& key,
                                                    int64_t resume_revision,
                                                    Codec codec,
                                                    std::function<void()> wake)
      ABSL_LOCKS_EXCLUDED(mu_);

  int view_count() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  class View;
  class ViewReader;

  bool HasRoomFor(const ViewKey& key) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // The last reader has left it, or it is over: the next one begins anew.
  void Forget(const std::shared_ptr<View>& view) ABSL_LOCKS_EXCLUDED(mu_);

  const HubOptions options_;
  mutable absl::Mutex mu_;
  std::map<ViewKey, std::shared_ptr<View>> views_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HUB_HUB_H_
