#include "services/gateway/hub/hub.h"

#include <algorithm>
#include <utility>

#include "services/budget/check.h"
#include "services/gateway/hub/view.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {

class Hub::ViewReader final : public Hub::Reader {
 public:
  ViewReader(Hub* hub, std::shared_ptr<View> view,
             std::shared_ptr<View::Place> place)
      : hub_(hub), view_(std::move(view)), place_(std::move(place)) {}
  ~ViewReader() override {
    if (!view_->Leave(place_)) return;
    hub_->Forget(view_);
    // It waits for what the view is taking, which may be much.
    hub_->options_.post([view = view_] { view->Close(); });
  }
  Next TakeNext() override { return view_->TakeNext(place_.get()); }

 private:
  Hub* const hub_;
  const std::shared_ptr<View> view_;
  const std::shared_ptr<View::Place> place_;
};

Hub::Hub(HubOptions options) : options_(std::move(options)) {}

Hub::~Hub() {
  absl::MutexLock lock(&mu_);
  YUHENG_CHECK(views_.empty());
}

absl::StatusOr<std::unique_ptr<Hub::Reader>> Hub::Subscribe(
    const ViewKey& key, int64_t resume_revision, Codec codec,
    std::function<void()> wake) {
  auto place = std::make_shared<View::Place>();
  place->codec = codec;
  place->wake = std::move(wake);
  place->resume_revision = resume_revision;
  for (;;) {
    std::shared_ptr<View> view;
    bool made = false;
    {
      absl::MutexLock lock(&mu_);
      const auto found = views_.find(key);
      if (found != views_.end()) {
        view = found->second;
      } else if (!HasRoomFor(key)) {
        return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kCallsTooMany),
                                   options_.retry_after);
      } else {
        made = true;
        view = std::make_shared<View>(key, &options_);
        views_.emplace(key, view);
      }
    }
    if (view->TryJoin(place)) {
      if (made) view->Open();
      return std::make_unique<ViewReader>(this, std::move(view),
                                          std::move(place));
    }
    Forget(view);
  }
}

bool Hub::HasRoomFor(const ViewKey& key) const {
  const auto of_caller =
      std::count_if(views_.begin(), views_.end(), [&](const auto& entry) {
        return entry.first.authorization == key.authorization;
      });
  return static_cast<int>(views_.size()) < options_.views_max &&
         of_caller < (key.authorization.empty() ? options_.nobody_views_max
                                                : options_.caller_views_max);
}

int Hub::view_count() const {
  absl::MutexLock lock(&mu_);
  return static_cast<int>(views_.size());
}

void Hub::Forget(const std::shared_ptr<View>& view) {
  absl::MutexLock lock(&mu_);
  const auto found = views_.find(view->key());
  if (found != views_.end() && found->second == view) views_.erase(found);
}

}  // namespace yuheng::gateway
