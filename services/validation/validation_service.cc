#include "services/validation/validation_service.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/types/optional.h"
#include "google/protobuf/arena.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "services/budget/check.h"
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

grpc::ByteBuffer BytesOf(const v1::ValidateResponse& response) {
  grpc::ByteBuffer bytes;
  bool own = false;
  YUHENG_CHECK(grpc::SerializationTraits<v1::ValidateResponse>::Serialize(
                   response, &bytes, &own)
                   .ok());
  return bytes;
}

// A message costs more than a finding: those that follow each other closely go
// together. None waits longer than for the next one or the end of the check.
constexpr absl::Duration kBatchWait = absl::Milliseconds(10);
constexpr size_t kBatchBytes = size_t{64} << 10;

// One call. The worker hands over what it finds, one message is being written
// at a time. Finish follows when the worker has ended and all is written.
class ValidateCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  ValidateCall(const ValidationServiceOptions& options,
               const RuleMetrics& rule_metrics,
               grpc::CallbackServerContext* context,
               const grpc::ByteBuffer* request)
      : options_(options),
        rule_metrics_(rule_metrics),
        context_(*context),
        request_(*request),
        pass_(options.gate->TryEnter(
            *context, v1::ValidateRequest::default_instance())) {}

  void Start() {
    if (!pass_.ok()) return End(rpc::ToGrpcStatus(pass_.status()));
    if (options_.queue->TryPost([this] { Run(); })) return;
    End(rpc::ToGrpcStatus(rpc::WithRetryAfter(
        rpc::MakeError(rpc::Reason::kQueueFull), kQueueFullRetryAfter)));
  }

  void OnWriteDone(bool ok) override {
    absl::optional<Ending> ending;
    {
      absl::MutexLock lock(&mu_);
      writing_ = false;
      writing_bytes_ = 0;
      if (!ok) {
        cancelled_ = true;
        next_.Clear();
        next_bytes_ = 0;
      }
      ending = WriteNext();
    }
    if (ending) Close(*std::move(ending));
  }
  void OnCancel() override {
    absl::MutexLock lock(&mu_);  // Wakes a check that waits for the reader.
    cancelled_ = true;
  }
  void OnDone() override { delete this; }

 private:
  // How the call is to be ended.
  struct Ending {
    const grpc::ByteBuffer* last = nullptr;  // May be nullptr.
    grpc::Status status;
  };

  void Run() {
    if (cancelled_) return End(grpc::Status::CANCELLED);
    google::protobuf::Arena arena;
    auto& request =
        *google::protobuf::Arena::CreateMessage<v1::ValidateRequest>(&arena);
    grpc::ByteBuffer bytes = request_;  // Shared, not copied.
    grpc::ProtoBufferReader reader(&bytes);
    if (!request.ParseFromZeroCopyStream(&reader)) {
      return End(rpc::ToGrpcStatus(rpc::WithReason(
          absl::InvalidArgumentError("the bytes are no ValidateRequest"),
          rpc::Reason::kFieldInvalid)));
    }
    auto document =
        budget::DocumentFromProto(*options_.form, request.document());
    if (!document.ok()) {
      return End(rpc::ToGrpcStatus(
          rpc::WithReason(document.status(), rpc::Reason::kFieldInvalid)));
    }
    auto references =
        OwnedReferences::FromProto(*options_.form, request.references());
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
          v1::Finding message;
          FindingToProto(finding, &message);
          Push(std::move(message));
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
    v1::VerdictSummary message;
    VerdictSummaryToProto(summary, &message);
    message.set_canonical_sha256(CanonicalSha256(request.document()));
    {
      absl::MutexLock lock(&mu_);
      summary_ = std::move(message);
    }
    End(grpc::Status::OK);
  }

  // Waits for the reader when too much waits for it.
  void Push(v1::Finding finding) ABSL_LOCKS_EXCLUDED(mu_) {
    {
      absl::MutexLock lock(&mu_);
      const bool room = mu_.AwaitWithTimeout(
          absl::Condition(this, &ValidateCall::HasRoomOrCancelled),
          options_.reader_timeout);
      if (!room) cancelled_ = true;
      if (!cancelled_) {
        next_bytes_ += finding.ByteSizeLong();
        *next_.add_findings() = std::move(finding);
        WriteNext();  // The check goes on: no end to close.
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
    return cancelled_ ||
           writing_bytes_ + next_bytes_ < options_.waiting_bytes_max;
  }

  bool IsBatchDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return ended_ ||
           next_bytes_ >= std::min(kBatchBytes, options_.waiting_bytes_max) ||
           absl::Now() - written_ >= kBatchWait;
  }

  // Moves what waits and is due into response_; false when nothing is.
  bool TakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (!IsBatchDue()) return false;
    v1::ValidateResponse response;
    if (next_.findings_size() > 0) {
      response.mutable_findings()->Swap(&next_);
    } else if (summary_ && !cancelled_) {
      *response.mutable_summary() = *std::move(summary_);
      summary_.reset();
    } else {
      return false;
    }
    response_ = BytesOf(response);
    writing_bytes_ = std::exchange(next_bytes_, 0);
    written_ = absl::Now();
    return true;
  }

  // Starts to write what waits, unless a message is being written. When that
  // was the last step, says how to Close once the lock is free.
  absl::optional<Ending> WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (writing_) return absl::nullopt;
    const bool taken = TakeNext();
    if (!taken && !ended_) return absl::nullopt;
    writing_ = true;
    if (ended_ && !(taken && summary_)) {
      return Ending{taken ? &response_ : nullptr, status_};
    }
    StartWrite(&response_);
    return absl::nullopt;
  }

  // Nothing of this call may be touched afterwards: OnDone may run on another
  // thread at once.
  void Close(Ending ending) ABSL_LOCKS_EXCLUDED(mu_) {
    if (ending.last == nullptr) return Finish(std::move(ending.status));
    StartWriteAndFinish(ending.last, grpc::WriteOptions(),
                        std::move(ending.status));
  }

  void End(grpc::Status status) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::optional<Ending> ending;
    {
      absl::MutexLock lock(&mu_);
      status_ = std::move(status);
      ended_ = true;
      ending = WriteNext();
    }
    if (ending) Close(*std::move(ending));
  }

  const ValidationServiceOptions& options_;
  const RuleMetrics& rule_metrics_;
  grpc::CallbackServerContext& context_;
  const grpc::ByteBuffer& request_;
  const absl::StatusOr<rpc::CallGate::Pass> pass_;
  std::atomic<bool> cancelled_{false};
  absl::Mutex mu_;
  grpc::ByteBuffer response_ ABSL_GUARDED_BY(mu_);  // Being written.
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  size_t writing_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time written_ ABSL_GUARDED_BY(mu_) = absl::Now();
  v1::FindingBatch next_ ABSL_GUARDED_BY(mu_);
  size_t next_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  absl::optional<v1::VerdictSummary> summary_ ABSL_GUARDED_BY(mu_);
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

ValidationServiceImpl::ValidationServiceImpl(ValidationServiceOptions options)
    : options_(std::move(options)),
      rule_metrics_(options_.metrics, options_.validator->Rules()) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ValidationServiceImpl::Validate(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  auto* call = new ValidateCall(options_, rule_metrics_, context, request);
  call->Start();
  return call;
}

grpc::ServerUnaryReactor* ValidationServiceImpl::ListRules(
    grpc::CallbackServerContext* context, const v1::ListRulesRequest* request,
    v1::ListRulesResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto pass = options_.gate->TryEnter(*context, *request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
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
