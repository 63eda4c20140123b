#ifndef YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_H_
#define YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/channel.h"
#include "grpcpp/generic/generic_stub.h"

namespace yuheng::gateway {

// A service that is called. Thread-safe.
//
// A call keeps its channel, and gRPC's own threads may be the last to have the
// call; the last channel of a process must not go on one of them: it would wait
// for that thread's end. So this one stays until its calls are gone.
class Upstream {
 public:
  // How many calls there are.
  class Calls {
   public:
    void Add() ABSL_LOCKS_EXCLUDED(mu_) {
      absl::MutexLock lock(&mu_);
      ++count_;
    }
    void Remove() ABSL_LOCKS_EXCLUDED(mu_) {
      absl::MutexLock lock(&mu_);
      --count_;
    }
    void AwaitNone() ABSL_LOCKS_EXCLUDED(mu_) {
      const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return count_ == 0;
      };
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(&none));
    }

   private:
    absl::Mutex mu_;
    int count_ ABSL_GUARDED_BY(mu_) = 0;
  };

  // Counts one call, as long as it lives.
  class Counted {
   public:
    explicit Counted(std::shared_ptr<Calls> calls) : calls_(std::move(calls)) {
      calls_->Add();
    }
    ~Counted() { calls_->Remove(); }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

   private:
    const std::shared_ptr<Calls> calls_;
  };

  explicit Upstream(std::shared_ptr<grpc::Channel> channel)
      : stub_(std::move(channel)) {}
  // Waits for the end of its calls, all of which were abandoned.
  ~Upstream() { calls_->AwaitNone(); }
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;

  grpc::GenericStub& stub() { return stub_; }
  const std::shared_ptr<Calls>& calls() const { return calls_; }

 private:
  grpc::GenericStub stub_;
  const std::shared_ptr<Calls> calls_ = std::make_shared<Calls>();
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_H_
