#include "services/validation/validation_service.h"

#include <atomic>
#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/budget/document_codec.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "services/validation/finding_codec.h"
#include "services/validation/hash.h"
#include "services/validation/reference_codec.h"

namespace yuheng::validation {
namespace {

// When a full queue asks to be tried again.
constexpr absl::Duration kQueueFullRetryAfter = absl::Milliseconds(200);

std::string VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kClean:
      return "clean";
    case Verdict::kNotes:
      return "notes";
    case Verdict::kWarnings:
      return "warnings";
    case Verdict::kErrors:
      return "errors";
  }
  return "unknown";
}

// One call. The worker pushes responses, reactions write them one after
// another; Finish follows when the worker has ended and all is written.
class ValidateCall final
    : public grpc::ServerWriteReactor<v1::ValidateResponse> {
 public:
  ValidateCall(const ValidationServiceOptions& options,
               const RuleMetrics& rule_metrics,
               grpc::CallbackServerContext* context,
               const v1::ValidateRequest* request)
      : options_(options),
        rule_metrics_(rule_metrics),
        context_(*context),
        request_(*request),
        pass_(options.gate->TryEnter()) {}

  void Start() {
    if (!pass_) {
      End(options_.gate->Refusal());
      return;
    }
    if (options_.queue->TryPost([this] { Run(); })) return;
    End(rpc::ToGrpcStatus(rpc::WithRetryAfter(
        rpc::MakeError(rpc::Reason::kQueueFull), kQueueFullRetryAfter)));
  }

  void OnWriteDone(bool ok) override {
    grpc::Status status;
    {
      absl::MutexLock lock(&mu_);
      waiting_bytes_ -= waiting_.front().ByteSizeLong();
      waiting_.pop_front();
      if (!ok) {
        cancelled_ = true;
        waiting_.clear();
        waiting_bytes_ = 0;
      }
      if (!waiting_.empty()) {
        StartWrite(&waiting_.front());
        return;
      }
      if (!ended_) return;
      status = status_;
    }
    Finish(std::move(status));
  }
  void OnCancel() override {
    absl::MutexLock lock(&mu_);  // Wakes a check that waits for the reader.
    cancelled_ = true;
  }
  void OnDone() override { delete this; }

 private:
  void Run() {
    if (cancelled_) return End(grpc::Status::CANCELLED);
    auto document =
        budget::DocumentFromProto(*options_.form, request_.document());
    if (!document.ok()) {
      return End(rpc::ToGrpcStatus(
          rpc::WithReason(document.status(), rpc::Reason::kFieldInvalid)));
    }
    auto references =
        OwnedReferences::FromProto(*options_.form, request_.references());
    if (!references.ok()) {
      return End(rpc::ToGrpcStatus(
          rpc::WithReason(references.status(), rpc::Reason::kFieldInvalid)));
    }
    const absl::Time start = options_.now();
    RuleTimer timer(rule_metrics_, options_.now);
    const VerdictSummary summary = options_.validator->Check(
        *document,
        {.references = references->get(),
         .observer = &timer,
         .cancelled = [this] { return cancelled_.load(); }},
        [this](const Finding& finding) {
          rule_metrics_.CountFinding(finding);
          v1::ValidateResponse response;
          FindingToProto(finding, response.mutable_finding());
          Push(std::move(response));
          return !cancelled_.load();
        });
    if (cancelled_) return End(grpc::Status::CANCELLED);
    options_.metrics
        ->GetHistogram("yuheng_validation_check_seconds",
                       "Time to check one document, in seconds")
        .Observe(absl::ToDoubleSeconds(options_.now() - start));
    options_.metrics
        ->GetCounter("yuheng_validation_documents_total",
                     "Documents checked, by verdict",
                     {{"verdict", VerdictName(summary.verdict)}})
        .Increment();
    v1::ValidateResponse response;
    VerdictSummaryToProto(summary, response.mutable_summary());
    response.mutable_summary()->set_canonical_sha256(
        CanonicalSha256(request_.document()));
    Push(std::move(response));
    End(grpc::Status::OK);
  }

  // Waits for the reader when too much waits for it.
  void Push(v1::ValidateResponse response) ABSL_LOCKS_EXCLUDED(mu_) {
    {
      absl::MutexLock lock(&mu_);
      const bool room = mu_.AwaitWithTimeout(
          absl::Condition(this, &ValidateCall::HasRoomOrCancelled),
          options_.reader_timeout);
      if (!room) cancelled_ = true;
      if (!cancelled_) {
        waiting_bytes_ += response.ByteSizeLong();
        waiting_.push_back(std::move(response));
        if (waiting_.size() == 1) StartWrite(&waiting_.front());
      }
      if (room) return;
    }
    options_.metrics
        ->GetCounter("yuheng_validation_slow_readers_total",
                     "Calls given up because nobody read their findings")
        .Increment();
    // Not under the lock: it may call OnCancel at once.
    context_.TryCancel();
  }

  bool HasRoomOrCancelled() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return cancelled_ || waiting_bytes_ < options_.responses_waiting_bytes_max;
  }

  // Nothing of this call may be touched after Finish: OnDone may run on another
  // thread at once, so the lock must be free by then.
  void End(grpc::Status status) ABSL_LOCKS_EXCLUDED(mu_) {
    bool idle = false;
    {
      absl::MutexLock lock(&mu_);
      status_ = status;
      ended_ = true;
      idle = waiting_.empty();
    }
    if (idle) Finish(std::move(status));
  }

  const ValidationServiceOptions& options_;
  const RuleMetrics& rule_metrics_;
  grpc::CallbackServerContext& context_;
  const v1::ValidateRequest& request_;
  const absl::optional<rpc::CallGate::Pass> pass_;
  std::atomic<bool> cancelled_{false};
  absl::Mutex mu_;
  // The front one is being written.
  std::deque<v1::ValidateResponse> waiting_ ABSL_GUARDED_BY(mu_);
  size_t waiting_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

ValidationServiceImpl::ValidationServiceImpl(ValidationServiceOptions options)
    : options_(std::move(options)),
      rule_metrics_(options_.metrics, options_.validator->Rules()) {}

grpc::ServerWriteReactor<v1::ValidateResponse>* ValidationServiceImpl::Validate(
    grpc::CallbackServerContext* context, const v1::ValidateRequest* request) {
  auto* call = new ValidateCall(options_, rule_metrics_, context, request);
  call->Start();
  return call;
}

grpc::ServerUnaryReactor* ValidationServiceImpl::ListRules(
    grpc::CallbackServerContext* context, const v1::ListRulesRequest* request,
    v1::ListRulesResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto pass = options_.gate->TryEnter();
  if (!pass) {
    reactor->Finish(options_.gate->Refusal());
    return reactor;
  }
  const int year = request->fiscal_year();
  for (const RuleDescription& rule : options_.validator->Rules()) {
    if (rule.HoldsIn(year)) RuleToProto(rule, response->add_rules());
  }
  const RulesInForce in_force = options_.validator->InForce();
  response->set_catalogue_sha256(in_force.catalogue_sha256);
  response->set_overlay_sha256(in_force.overlay_sha256);
  response->set_charts_sha256(in_force.charts_sha256);
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

}  // namespace yuheng::validation
