#include "services/gateway/hub/view.h"

#include <algorithm>

#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/envelope.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

// What a view is told before a place ahead of it is refused.
constexpr int kProgressBeforeRefusal = 2;

}  // namespace

void Hub::View::Open() {
  absl::MutexLock lock(&take_mu_);
  watch_ = options_->open(key_, [weak = weak_from_this()] {
    const std::shared_ptr<View> view = weak.lock();
    if (view == nullptr || view->posted_.exchange(true)) return;
    view->options_->post([weak] {
      if (const std::shared_ptr<View> there = weak.lock()) there->TakeAll();
    });
  });
}

bool Hub::View::TryJoin(const std::shared_ptr<Place>& place) {
  absl::MutexLock lock(&mu_);
  if (left_ || ended_.has_value()) return false;
  // Nobody knows how old the newest is: the next one says that it is alive.
  place->progress_count = progress_count_;
  places_.push_back(place);
  return true;
}

bool Hub::View::Leave(const std::shared_ptr<Place>& place) {
  absl::MutexLock lock(&mu_);
  places_.remove(place);
  left_ = places_.empty();
  return left_;
}

void Hub::View::Close() {
  absl::MutexLock lock(&take_mu_);
  watch_ = nullptr;
}

void Hub::View::TakeAll() {
  absl::MutexLock take_lock(&take_mu_);
  posted_ = false;
  while (watch_ != nullptr) {
    const absl::optional<std::string> message = watch_->Take();
    if (!message.has_value()) {
      absl::optional<Error> ended = watch_->Ended();
      if (ended.has_value()) {
        watch_ = nullptr;
        End(*std::move(ended));
      }
      return;
    }
    std::vector<std::function<void()>> to_wake;
    absl::Status status;
    {
      absl::MutexLock lock(&mu_);
      const auto step = state_->Apply(*message);
      status = step.status();
      if (step.ok() && *step != ViewState::Step::kNothing) {
        progress_.clear();
        if (*step != ViewState::Step::kProgressed) {
          snapshot_.clear();
          update_.clear();
          conflated_.clear();
        }
        if (*step == ViewState::Step::kReplaced) ++generation_;
        if (*step == ViewState::Step::kProgressed) ++progress_count_;
        to_wake = Tell();
      }
    }
    for (const std::function<void()>& wake : to_wake) wake();
    if (!status.ok()) {
      watch_ = nullptr;
      End(ErrorOf(status));
    }
  }
}

std::vector<std::function<void()>> Hub::View::Tell() {
  std::vector<std::function<void()>> to_wake;
  for (const std::shared_ptr<Place>& place : places_) {
    if (std::exchange(place->waiting, false)) to_wake.push_back(place->wake);
  }
  return to_wake;
}

void Hub::View::End(Error why) {
  std::vector<std::function<void()>> to_wake;
  {
    absl::MutexLock lock(&mu_);
    ended_ = std::move(why);
    to_wake = Tell();
  }
  for (const std::function<void()>& wake : to_wake) wake();
}

Hub::Next Hub::View::TakeNext(Place* place) {
  absl::MutexLock lock(&mu_);
  place->waiting = false;
  return NextOf(place);
}

Hub::Next Hub::View::NextOf(Place* place) {
  if (place->generation != generation_) return Begin(place);
  if (generation_ > 0 && place->revision < state_->revision()) {
    return CatchUp(place);
  }
  if (place->progress_count < progress_count_ && !state_->progress().empty()) {
    place->progress_count = progress_count_;
    return Sent(Envelopes(place->codec, {state_->progress()}, &progress_));
  }
  if (ended_.has_value()) return {.end = ended_};
  place->waiting = true;
  return {};
}

// Where its stream begins, or all rows have become other ones.
Hub::Next Hub::View::Begin(Place* place) {
  const int64_t resume = std::exchange(place->resume_revision, 0);
  if (resume > state_->reached_revision()) {
    // A snapshot may be older than what others were told already, and one sign
    // of life may come before what follows it.
    if (progress_count_ - place->progress_count >= kProgressBeforeRefusal) {
      return {.end = ErrorOf(rpc::MakeError(rpc::Reason::kRevisionInFuture))};
    }
    if (ended_.has_value()) return {.end = ended_};
    place->resume_revision = resume;
    place->waiting = true;
    return {};
  }
  if (resume > 0 && resume < state_->oldest_revision()) {
    // The snapshot is next.
    Serialized not_kept;
    return Sent(Envelopes(place->codec, {state_->Compacted()}, &not_kept));
  }
  place->generation = generation_;
  if (resume > 0) {
    place->revision = resume;
    return NextOf(place);
  }
  place->revision = state_->revision();
  if (snapshot_.find(place->codec) == snapshot_.end()) {
    return Sent(Envelopes(place->codec, state_->Snapshot(), &snapshot_));
  }
  return Sent(snapshot_[place->codec]);
}

Hub::Next Hub::View::CatchUp(Place* place) {
  const int64_t heard = std::exchange(place->revision, state_->revision());
  if (heard == state_->last_update_follows()) {
    return Sent(Envelopes(place->codec, state_->last_update(), &update_));
  }
  if (heard < state_->last_update_follows() && options_->on_conflated) {
    options_->on_conflated();
  }
  if (conflated_from_ != heard) conflated_.clear();
  conflated_from_ = heard;
  if (conflated_.find(place->codec) != conflated_.end()) {
    return Sent(conflated_[place->codec]);
  }
  const std::vector<std::string> changes = state_->ChangesAfter(heard);
  if (changes.empty()) return NextOf(place);
  return Sent(Envelopes(place->codec, changes, &conflated_));
}

Hub::View::Bytes Hub::View::Envelopes(Codec codec,
                                      const std::vector<std::string>& messages,
                                      Serialized* kept) {
  Bytes& bytes = (*kept)[codec];
  if (bytes != nullptr) return bytes;
  std::string envelopes;
  for (const std::string& message : messages) {
    const auto data = Encode(codec, state_->type(), message);
    if (!data.ok()) {
      ended_ = ErrorOf(data.status());
      return nullptr;
    }
    AppendEnvelope(0, *data, &envelopes);
  }
  bytes = std::make_shared<const std::string>(std::move(envelopes));
  return bytes;
}

Hub::Next Hub::View::Sent(Bytes envelopes) const {
  if (envelopes == nullptr) return {.end = ended_};
  return {.envelopes = std::move(envelopes)};
}

}  // namespace yuheng::gateway
