#include "services/aggregation/ledger/commit_loop.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

CommitLoopOptions WithinLimits(CommitLoopOptions options) {
  options.queue_max = std::max<size_t>(1, options.queue_max);
  options.group_commit_max = std::clamp<size_t>(options.group_commit_max, 1,
                                                storage::kCommitsPerBatchMax);
  return options;
}

void Refuse(Command& command, const absl::Status& status) {
  std::visit([&](auto& c) { c.done(status); }, command);
}

absl::Status QueueFullError(size_t waiting) {
  const budget::Text text = budget::Message(
      "aggregation.queue_full", {{"waiting", absl::StrCat(waiting)}});
  return rpc::WithRetryAfter(
      rpc::MakeError(rpc::Reason::kQueueFull, text.zh, text.en),
      kQueueFullRetryAfter);
}

absl::Status DrainingError() {
  const budget::Text text = budget::Message("aggregation.draining");
  return rpc::MakeError(rpc::Reason::kUnavailablePeer, text.zh, text.en);
}

}  // namespace

CommitLoop::CommitLoop(std::unique_ptr<Shard> shard, CommitLoopOptions options)
    : options_(WithinLimits(std::move(options))), shard_(std::move(shard)) {
  thread_ = std::thread([this] { Run(); });
}

CommitLoop::~CommitLoop() { Stop(); }

void CommitLoop::Submit(Command command) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&mu_);
    if (stopped_) {
      refusal = stopped_error_;
    } else if (queue_.size() >= options_.queue_max) {
      refusal = QueueFullError(queue_.size());
    } else {
      queue_.push_back(std::move(command));
      return;
    }
  }
  Refuse(command, refusal);
}

void CommitLoop::Stop() {
  absl::MutexLock stop_lock(&stop_mu_);
  {
    absl::MutexLock lock(&mu_);
    if (!stopped_) {
      stopped_ = true;
      stopped_error_ = DrainingError();
    }
  }
  if (thread_.joinable()) thread_.join();
}

size_t CommitLoop::waiting() const {
  absl::MutexLock lock(&mu_);
  return queue_.size();
}

std::vector<Command> CommitLoop::TakeBatch() {
  absl::MutexLock lock(&mu_);
  mu_.Await(absl::Condition(this, &CommitLoop::HasWorkOrStopped));
  if (options_.group_commit_wait > absl::ZeroDuration()) {
    mu_.AwaitWithTimeout(absl::Condition(this, &CommitLoop::IsFullOrStopped),
                         options_.group_commit_wait);
  }
  std::vector<Command> batch;
  const size_t count = std::min(queue_.size(), options_.group_commit_max);
  batch.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void CommitLoop::Run() {
  bool failed = false;
  for (;;) {
    std::vector<Command> batch = TakeBatch();
    if (batch.empty()) return;  // Stopped, and nothing waits.
    const BatchReport report = shard_->Process(std::move(batch));
    if (!failed && !shard_->failure().ok()) {
      failed = true;
      {
        // What waits still goes through the shard, which says why not.
        absl::MutexLock lock(&mu_);
        stopped_ = true;
        stopped_error_ = shard_->StoppedError();
      }
      if (options_.on_failed) options_.on_failed(shard_->failure());
    }
    if (options_.on_batch) options_.on_batch(report, waiting());
  }
}

}  // namespace yuheng::aggregation
