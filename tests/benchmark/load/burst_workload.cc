#include "tests/benchmark/load/burst_workload.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::load {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::SubmitRequest;
using ingestion::v1::SubmitResponse;

constexpr size_t kUploadsPerConnection = 100;
constexpr absl::Duration kRetryWait = absl::Seconds(1);
constexpr absl::Duration kTimeout = absl::Minutes(10);

// One try to send a document, in two messages. Calls `done` once.
class Attempt final
    : public grpc::ClientBidiReactor<SubmitRequest, SubmitResponse> {
 public:
  using Done = std::function<void(bool posted, const grpc::Status& status)>;

  Attempt(IngestionService::Stub& stub, const std::string& division,
          const Season::Document& document, Done done)
      : done_(std::move(done)) {
    auto* header = header_.mutable_header();
    header->set_parent(absl::StrCat("prefectures/", division, "/departments/",
                                    document.department));
    header->set_request_id(absl::StrCat("burst-", document.department));
    header->set_file_name(absl::StrCat(document.department, ".txt"));
    header->set_stage(budget::v1::STAGE_APPROVED);
    header->set_actor("yuheng-load");
    chunk_.set_chunk(document.text);
    rpc::SetDeadline(&context_, rpc::kUploadDeadline);
    stub.async()->Submit(&context_, this);
    StartWrite(&header_, grpc::WriteOptions().set_buffer_hint());
    StartRead(&response_);
    StartCall();
  }

  void OnWriteDone(bool ok) override {
    if (ok && !std::exchange(chunk_sent_, true)) {
      StartWriteLast(&chunk_, grpc::WriteOptions());
    }
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    posted_ = posted_ || response_.submission().state() ==
                             ingestion::v1::SUBMISSION_STATE_POSTED;
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    const Done done = std::move(done_);
    const bool posted = posted_ && status.ok();
    delete this;
    done(posted, status);
  }

 private:
  Done done_;
  grpc::ClientContext context_;
  SubmitRequest header_;
  SubmitRequest chunk_;
  SubmitResponse response_;
  bool chunk_sent_ = false;
  bool posted_ = false;
};

// All documents, and who tries again when.
class Burst {
 public:
  Burst(const Season& season, size_t first, size_t count,
        const BurstOptions& options)
      : options_(options) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    for (size_t i = 0; i < count; ++i) {
      documents_.push_back(season.Get(first + i));
      if (i % kUploadsPerConnection == 0) {
        stubs_.push_back(IngestionService::NewStub(grpc::CreateCustomChannel(
            options.address, grpc::InsecureChannelCredentials(), arguments)));
      }
    }
  }

  Measurement Run() ABSL_LOCKS_EXCLUDED(mu_) {
    start_ = absl::Now();
    for (size_t i = 0; i < documents_.size(); ++i) Try(i);
    for (;;) {
      std::vector<size_t> due;
      {
        absl::MutexLock lock(&mu_);
        const absl::Time next =
            waiting_.empty() ? start_ + kTimeout : waiting_.begin()->first;
        mu_.AwaitWithDeadline(absl::Condition(this, &Burst::Changed), next);
        changed_ = false;
        if (under_way_ == 0 && waiting_.empty()) break;
        const absl::Time now = absl::Now();
        if (now > start_ + kTimeout) waiting_.clear();  // Tries come to an end.
        while (!waiting_.empty() && waiting_.begin()->first <= now) {
          due.push_back(waiting_.begin()->second);
          waiting_.erase(waiting_.begin());
        }
      }
      for (const size_t i : due) Try(i);
    }
    absl::MutexLock lock(&mu_);
    Measurement result;
    result.unit = "submission";
    result.wall_time = absl::Now() - start_;
    result.latencies = std::move(latencies_);
    result.failed =
        static_cast<int64_t>(documents_.size() - result.latencies.size());
    result.note = absl::StrCat(under_way_max_, " under way at once");
    for (const auto& [reason, count] : refusals_) {
      absl::StrAppend(&result.note, "; ", count, " x ", reason);
    }
    return result;
  }

 private:
  bool Changed() const ABSL_SHARED_LOCKS_REQUIRED(mu_) { return changed_; }

  void Try(size_t i) ABSL_LOCKS_EXCLUDED(mu_) {
    {
      absl::MutexLock lock(&mu_);
      under_way_max_ = std::max(under_way_max_, ++under_way_);
    }
    // Deletes itself.
    new Attempt(*stubs_[i / kUploadsPerConnection], options_.division,
                documents_[i],
                [this, i](bool posted, const grpc::Status& status) {
                  Ended(i, posted, status);
                });
  }

  void Ended(size_t i, bool posted, const grpc::Status& status)
      ABSL_LOCKS_EXCLUDED(mu_) {
    const rpc::ErrorDetails details = rpc::ParseStatus(status);
    absl::MutexLock lock(&mu_);
    --under_way_;
    changed_ = true;
    if (posted) {
      latencies_.push_back(absl::Now() - start_);
      return;
    }
    ++refusals_[details.reason_name.empty()
                    ? absl::StrCat("code ", status.error_code())
                    : details.reason_name];
    // Half as long again at most, so that not all come back at once.
    const absl::Duration wait = details.retry_after.value_or(kRetryWait);
    waiting_.emplace(absl::Now() + wait * absl::Uniform(random_, 1.0, 1.5), i);
  }

  const BurstOptions options_;
  std::vector<Season::Document> documents_;
  std::vector<std::unique_ptr<IngestionService::Stub>> stubs_;
  absl::Time start_;

  absl::Mutex mu_;
  absl::BitGen random_ ABSL_GUARDED_BY(mu_);
  bool changed_ ABSL_GUARDED_BY(mu_) = false;
  int under_way_ ABSL_GUARDED_BY(mu_) = 0;
  int under_way_max_ ABSL_GUARDED_BY(mu_) = 0;
  std::multimap<absl::Time, size_t> waiting_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int> refusals_ ABSL_GUARDED_BY(mu_);
  std::vector<absl::Duration> latencies_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

Measurement SubmitAtOnce(const Season& season, size_t first, size_t count,
                         const BurstOptions& options) {
  return Burst(season, first, count, options).Run();
}

}  // namespace yuheng::load
