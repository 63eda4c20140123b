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
      queue_({.name = "ingestion",
              .thread_count = options.thread_count,
              .waiting_max = kTurnsMax}),
      timer_([this] { RunTimer(); }) {}

DepartmentLanes::~DepartmentLanes() { Stop(); }

bool DepartmentLanes::TryPost(const std::string& department, Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_ || waiting_ >= options_.tasks_max) return false;
  ++waiting_;
  Append(department, {.task = std::move(task), .counted = true});
  return true;
}

bool DepartmentLanes::TryPostAnywhere(Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_ || waiting_ >= options_.tasks_max) return false;
  ++waiting_;
  return queue_.TryPost([this, task = std::move(task)]() mutable {
    {
      absl::MutexLock lock(&mu_);
      --waiting_;
    }
    task();
  });
}

void DepartmentLanes::PostLater(const std::string& department,
                                absl::Duration delay, Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_) return;
  delayed_.emplace(absl::Now() + delay, Delayed{department, std::move(task)});
  timer_changed_.Signal();
}

void DepartmentLanes::Append(const std::string& department, Waiting waiting) {
  const auto [lane, idle] = lanes_.try_emplace(department);
  lane->second.push_back(std::move(waiting));
  if (idle) {
    const bool taken =
        queue_.TryPost([this, department] { RunOne(department); });
    YUHENG_CHECK(taken);
  }
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
    if (lanes_.at(department).empty()) {
      lanes_.erase(department);
      return;
    }
    // Other departments first. A stopped pool takes no more turns; what waits
    // is run here then.
    if (queue_.TryPost([this, department] { RunOne(department); })) return;
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
    Append(due.department, {.task = std::move(due.task), .counted = false});
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
  queue_.Stop();
}

int DepartmentLanes::waiting() const {
  absl::MutexLock lock(&mu_);
  return waiting_;
}

}  // namespace yuheng::ingestion
