#include "services/rpc/work_queue.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace yuheng::rpc {
namespace {

// What Linux shows of a thread's name.
constexpr size_t kThreadNameLengthMax = 15;

WorkQueueOptions Bounded(WorkQueueOptions options) {
  options.thread_count = std::max(options.thread_count, 1);
  options.waiting_max = std::max(options.waiting_max, 1);
  return options;
}

}  // namespace

WorkQueue::WorkQueue(WorkQueueOptions options)
    : options_(Bounded(std::move(options))) {
  absl::MutexLock lock(&stop_mu_);
  threads_.reserve(options_.thread_count);
  for (int i = 0; i < options_.thread_count; ++i) {
    threads_.emplace_back([this] { Run(); });
    pthread_setname_np(threads_.back().native_handle(),
                       options_.name.substr(0, kThreadNameLengthMax).c_str());
  }
}

WorkQueue::~WorkQueue() { Stop(); }

bool WorkQueue::TryPost(Task task) {
  absl::MutexLock lock(&mu_);
  if (stopped_ || tasks_.size() >= static_cast<size_t>(options_.waiting_max)) {
    return false;
  }
  tasks_.push_back(std::move(task));
  return true;
}

void WorkQueue::Stop() {
  absl::MutexLock stop_lock(&stop_mu_);
  {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

int WorkQueue::waiting() const {
  absl::MutexLock lock(&mu_);
  return static_cast<int>(tasks_.size());
}

void WorkQueue::Run() {
  while (true) {
    Task task;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(this, &WorkQueue::HasWorkOrStopped));
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    std::move(task)();
  }
}

}  // namespace yuheng::rpc
