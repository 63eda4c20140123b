#include "services/ingestion/dispatch/department_lanes.h"

#include <climits>
#include <utility>

#include "absl/time/clock.h"
#include "services/budget/check.h"
#include "services/budget/department_list.h"

namespace yuheng::ingestion {
namespace {

// The pool holds one turn a department and the tasks of no department, so
// this is never reached: the limit that callers meet is tasks_max.
constexpr int kTurnsMax = INT_MAX;
static_assert(budget::kDepartmentsMax < kTurnsMax / 2);

}  // namespace

DepartmentLanes::DepartmentLanes(DepartmentLanesOptions options)
    : options_(options),
      store_({.name = "store",
              .thread_count = options.thread_count,
              .waiting_max = kTurnsMax}),
      peers_({.name = "peers",
              .thread_count = options.thread_count,
              .waiting_max = kTurnsMax}),
      readers_({.name = "readers",
                .thread_count = options.reader_thread_count,
                .waiting_max = kTurnsMax}),
      timer_([this] { RunTimer(); }) {}

DepartmentLanes::~DepartmentLanes() { Stop(); }

rpc::WorkQueue& DepartmentLanes::QueueOf(Waits waits) {
  switch (waits) {
    case Waits::kForPeers:
      return peers_;
    case Waits::kForReaders:
      return readers_;
    case Waits::kForStore:
      break;
  }
  return store_;
}

bool DepartmentLanes::TryPost(const std::string& department, Waits waits,
                              Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_ || waiting_ >= options_.tasks_max) return false;
  ++waiting_;
  Append(department,
         {.task = std::move(task), .waits = waits, .counted = true});
  return true;
}

bool DepartmentLanes::TryPostAnywhere(Waits waits, Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_ || waiting_ >= options_.tasks_max) return false;
  ++waiting_;
  return QueueOf(waits).TryPost([this, task = std::move(task)]() mutable {
    {
      absl::MutexLock lock(&mu_);
      --waiting_;
    }
    task();
  });
}

void DepartmentLanes::PostNext(const std::string& department, Waits waits,
                               Task task) {
  absl::MutexLock lock(&mu_);
  Append(department, {.task = std::move(task), .waits = waits});
}

void DepartmentLanes::PostLater(const std::string& department,
                                absl::Duration delay, Waits waits, Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_) return;
  delayed_.emplace(
      absl::Now() + delay,
      Delayed{department, {.task = std::move(task), .waits = waits}});
  timer_changed_.Signal();
}

bool DepartmentLanes::TakeTurn(const std::string& department, Waits waits) {
  return QueueOf(waits).TryPost([this, department] { RunOne(department); });
}

void DepartmentLanes::Append(const std::string& department, Waiting waiting) {
  const Waits waits = waiting.waits;
  const auto [lane, idle] = lanes_.try_emplace(department);
  lane->second.push_back(std::move(waiting));
  if (idle) YUHENG_CHECK(TakeTurn(department, waits));
}

void DepartmentLanes::RunOne(const std::string& department) {
  for (;;) {
    Task task;
    {
      absl::MutexLock lock(&mu_);
      std::deque<Waiting>& lane = lanes_.at(department);
      task = std::move(lane.front().task);
      if (lane.front().counted) --waiting_;
      lane.pop_front();
    }
    task();
    task = nullptr;
    absl::MutexLock lock(&mu_);
    const std::deque<Waiting>& lane = lanes_.at(department);
    if (lane.empty()) {
      lanes_.erase(department);
      return;
    }
    // Other departments first. A stopped pool takes no more turns; what waits
    // is run here then.
    if (TakeTurn(department, lane.front().waits)) return;
  }
}

void DepartmentLanes::RunTimer() {
  absl::MutexLock lock(&mu_);
  while (!stopped_) {
    const absl::Time next =
        delayed_.empty() ? absl::InfiniteFuture() : delayed_.begin()->first;
    if (next > absl::Now()) {
      timer_changed_.WaitWithDeadline(&mu_, next);
      continue;
    }
    Delayed due = std::move(delayed_.begin()->second);
    delayed_.erase(delayed_.begin());
    Append(due.department, std::move(due.waiting));
  }
}

void DepartmentLanes::Stop() {
  std::multimap<absl::Time, Delayed> forgotten;
  {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
    forgotten.swap(delayed_);
    timer_changed_.Signal();
  }
  if (timer_.joinable()) timer_.join();
  store_.Stop();
  peers_.Stop();
  readers_.Stop();
}

int DepartmentLanes::waiting() const {
  absl::MutexLock lock(&mu_);
  return waiting_;
}

}  // namespace yuheng::ingestion
