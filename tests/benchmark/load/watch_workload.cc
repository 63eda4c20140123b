#include "tests/benchmark/load/watch_workload.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/grpcpp.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::load {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::WatchTotalsRequest;
using aggregation::v1::WatchTotalsResponse;

constexpr absl::Duration kOpenTimeout = absl::Minutes(2);

// What a stream saw, in order.
struct Arrival {
  std::string department;
  absl::Time time;
};

// A connection of its own, not the one that other channels to the same address
// have.
std::unique_ptr<AggregationService::Stub> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return AggregationService::NewStub(grpc::CreateCustomChannel(
      address, grpc::InsecureChannelCredentials(), arguments));
}

class Stream : public grpc::ClientReadReactor<WatchTotalsResponse> {
 public:
  Stream(AggregationService::Stub* stub, const WatchTotalsRequest& request,
         bool frozen)
      : request_(request), frozen_(frozen) {
    stub->async()->WatchTotals(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  ~Stream() override {
    context_.TryCancel();
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(&done_));
  }

  // Whether the snapshot came; what the stream ended with otherwise.
  absl::Status AwaitSnapshot(absl::Time deadline) {
    absl::MutexLock lock(&mu_);
    const auto settled = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return ready_ || done_;
    };
    if (!mu_.AwaitWithDeadline(absl::Condition(&settled), deadline)) {
      return absl::DeadlineExceededError("a stream brought no snapshot");
    }
    if (ready_) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("a stream ended: ", status_.error_message()));
  }

  // True once it has seen so many departments, or ended or skipped some.
  bool AwaitArrivals(size_t count, absl::Time deadline) {
    absl::MutexLock lock(&mu_);
    const auto seen = [this, count]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return arrivals_.size() >= count || done_ || conflated_;
    };
    return mu_.AwaitWithDeadline(absl::Condition(&seen), deadline);
  }

  std::vector<Arrival> TakeArrivals() {
    absl::MutexLock lock(&mu_);
    conflated_ = false;
    return std::exchange(arrivals_, {});
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const absl::Time now = absl::Now();
    {
      absl::MutexLock lock(&mu_);
      if (response_.snapshot().last()) ready_ = true;
      if (response_.delta().last()) {
        if (response_.delta().conflated()) conflated_ = true;
        arrivals_.push_back({response_.delta().department(), now});
      }
      if (frozen_) {
        ready_ = true;
        return;
      }
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mu_);
    status_ = status;
    done_ = true;
  }

 private:
  const WatchTotalsRequest request_;
  const bool frozen_;
  grpc::ClientContext context_;
  WatchTotalsResponse response_;
  absl::Mutex mu_;
  bool ready_ ABSL_GUARDED_BY(mu_) = false;
  bool conflated_ ABSL_GUARDED_BY(mu_) = false;
  bool done_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);
  std::vector<Arrival> arrivals_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

struct Watchers::State {
  WatchOptions options;
  WatchTotalsRequest request;
  std::vector<std::unique_ptr<AggregationService::Stub>> connections;
  std::vector<std::unique_ptr<Stream>> streams;
  std::vector<std::unique_ptr<Stream>> frozen;
  absl::Mutex mu;
  std::map<std::string, absl::Time> received ABSL_GUARDED_BY(mu);
};

Watchers::Watchers(std::unique_ptr<State> state) : state_(std::move(state)) {}

Watchers::~Watchers() = default;

absl::StatusOr<std::unique_ptr<Watchers>> Watchers::Open(
    const WatchOptions& options) {
  auto state = std::make_unique<State>();
  state->options = options;
  auto* scope = state->request.mutable_scope();
  scope->set_name(absl::StrCat("prefectures/", options.division));
  scope->set_fiscal_year(options.fiscal_year);
  scope->set_stage(budget::v1::STAGE_APPROVED);
  state->request.add_tables(budget::v1::TABLE_KIND_T1);
  for (int i = 0; i < options.connections; ++i) {
    state->connections.push_back(Connect(options.address));
  }
  const absl::Time deadline = absl::Now() + kOpenTimeout;
  for (int i = 0; i < options.streams; ++i) {
    state->streams.push_back(std::make_unique<Stream>(
        state->connections[static_cast<size_t>(i % options.connections)].get(),
        state->request, false));
  }
  for (const auto& stream : state->streams) {
    if (absl::Status status = stream->AwaitSnapshot(deadline); !status.ok()) {
      return status;
    }
  }
  return std::unique_ptr<Watchers>(new Watchers(std::move(state)));
}

absl::Status Watchers::OpenFrozen() {
  state_->connections.push_back(Connect(state_->options.address));
  state_->frozen.push_back(std::make_unique<Stream>(
      state_->connections.back().get(), state_->request, true));
  return state_->frozen.back()->AwaitSnapshot(absl::Now() + kOpenTimeout);
}

void Watchers::Received(const std::string& department) {
  absl::MutexLock lock(&state_->mu);
  state_->received.emplace(department, absl::Now());
}

Measurement Watchers::Collect(const std::string& workload,
                              absl::Duration timeout) {
  std::map<std::string, absl::Time> received;
  {
    absl::MutexLock lock(&state_->mu);
    received.swap(state_->received);
  }
  Measurement measurement;
  measurement.workload = workload;
  measurement.unit = "delta";
  const absl::Time deadline = absl::Now() + timeout;
  absl::Time first = absl::InfiniteFuture();
  absl::Time last = absl::InfinitePast();
  for (const auto& [department, time] : received) first = std::min(first, time);
  for (const auto& stream : state_->streams) {
    stream->AwaitArrivals(received.size(), deadline);
    size_t seen = 0;
    for (const Arrival& arrival : stream->TakeArrivals()) {
      const auto it = received.find(arrival.department);
      if (it == received.end()) continue;
      ++seen;
      last = std::max(last, arrival.time);
      measurement.latencies.push_back(arrival.time - it->second);
    }
    measurement.failed += static_cast<int64_t>(received.size() - seen);
  }
  measurement.wall_time = last > first ? last - first : absl::ZeroDuration();
  return measurement;
}

}  // namespace yuheng::load
