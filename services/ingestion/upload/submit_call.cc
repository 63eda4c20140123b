#include "services/ingestion/upload/submit_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/rpc/queue_full.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {
namespace {

constexpr int kFindingsPerMessageMax = 100;

// Whether the message is of findings and takes another.
bool HasRoom(const v1::SubmitResponse& response) {
  return response.has_findings() &&
         response.findings().findings_size() < kFindingsPerMessageMax;
}

absl::Status ProtocolError() {
  return rpc::MakeError(rpc::Reason::kUploadProtocol);
}

}  // namespace

SubmitCall* SubmitCall::Start(SubmitCallParts parts, rpc::CallGate::Pass pass) {
  std::shared_ptr<SubmitCall> call(new SubmitCall(parts, std::move(pass)));
  call->self_ = call;
  parts.idle_watch->Add(call.get());
  call->ReadNext();
  return call.get();
}

void SubmitCall::OnDone() {
  parts_.idle_watch->Remove(this);
  pass_.reset();
  const std::shared_ptr<SubmitCall> self = std::move(self_);
}

absl::Status SubmitCall::Take(v1::SubmitRequest& request) {
  switch (request.part_case()) {
    case v1::SubmitRequest::kHeader: {
      const auto caller = parts_.gate->Judge(*parts_.context, request);
      if (!caller.ok()) return caller.status();
      return TakeHeader(request.header(), *caller);
    }
    case v1::SubmitRequest::kChunk:
      return TakeChunk(request.chunk());
    case v1::SubmitRequest::PART_NOT_SET:
      break;
  }
  return ProtocolError();
}

absl::Status SubmitCall::TakeHeader(const v1::SubmitHeader& header,
                                    const rpc::Caller& caller) {
  if (header_) return ProtocolError();
  absl::StatusOr<UploadHeader> parsed = ParseHeader(*parts_.prefecture, header);
  if (!parsed.ok()) return parsed.status();
  header_ = *std::move(parsed);
  header_->actor = caller.ActorOf(header_->actor);
  header_->identity = caller.ActorOf("");
  share_.emplace(parts_.budget, header_->identity);
  validate_only_ = header.validate_only();
  return BeginKeeping(header, caller);
}

absl::Status SubmitCall::BeginKeeping(const v1::SubmitHeader& header,
                                      const rpc::Caller& caller) {
  if (!header_->sha256 || validate_only_) return absl::OkStatus();
  if (header.document_size_bytes() > parts_.document_size_bytes_max) {
    return TooLarge();
  }
  if (parts_.kept == nullptr) {
    return header.resume_offset() == 0
               ? absl::OkStatus()
               : rpc::MakeError(rpc::Reason::kUploadOffset);
  }
  auto lease = parts_.kept->Begin(
      {caller.ActorOf(""), header.parent(), header.request_id()},
      {*header_->sha256, header.document_size_bytes()}, header.resume_offset());
  if (!lease.ok()) return lease.status();
  lease_ = *std::move(lease);
  resume_offset_ = header.resume_offset();
  return Hold(resume_offset_);
}

absl::Status SubmitCall::ReadKept() {
  absl::StatusOr<std::string> bytes =
      lease_->Read(std::exchange(resume_offset_, 0));
  if (!bytes.ok()) {
    return rpc::WithReason(bytes.status(), rpc::Reason::kStorageFailed);
  }
  bytes_ = *std::move(bytes);
  kept_bytes_ = static_cast<int64_t>(bytes_.size());
  return absl::OkStatus();
}

bool SubmitCall::MustKeep(int64_t size_bytes) const {
  return lease_ != nullptr &&
         static_cast<int64_t>(bytes_.size()) - kept_bytes_ >= size_bytes;
}

void SubmitCall::Keep() {
  // Without it the upload goes on, and is sent again as a whole when the line
  // is cut.
  const absl::Status kept = lease_->Append(
      kept_bytes_,
      absl::string_view(bytes_).substr(static_cast<size_t>(kept_bytes_)));
  if (kept.ok()) {
    kept_bytes_ = static_cast<int64_t>(bytes_.size());
  } else {
    lease_.reset();
  }
}

void SubmitCall::ReadOn() {
  if (resume_offset_ > 0) {
    const bool taken = parts_.dispatcher->TryRun([self = shared_from_this()] {
      const absl::Status read = self->ReadKept();
      if (read.ok()) return self->ReadNext();
      self->Refuse(read);
    });
    if (!taken) Refuse(rpc::QueueFull());
    return;
  }
  if (MustKeep(kKeptPartSizeBytes) &&
      parts_.dispatcher->TryRun([self = shared_from_this()] {
        self->Keep();
        self->ReadNext();
      })) {
    return;
  }
  ReadNext();
}

void SubmitCall::ReadNext() {
  {
    absl::MutexLock lock(&mu_);
    waiting_since_ = Clock::now();
  }
  StartRead(&request_);
}

bool SubmitCall::StopWaiting() {
  absl::MutexLock lock(&mu_);
  const bool waiting = waiting_since_.has_value();
  waiting_since_.reset();
  return waiting;
}

absl::Status SubmitCall::TakeChunk(const std::string& chunk) {
  if (!header_ || chunk.size() > kChunkBytesMax) return ProtocolError();
  const auto size_bytes = static_cast<int64_t>(bytes_.size() + chunk.size());
  if (size_bytes > parts_.document_size_bytes_max) return TooLarge();
  const absl::Status held = Hold(size_bytes);
  if (held.ok()) bytes_.append(chunk);
  return held;
}

absl::Status SubmitCall::TooLarge() const {
  return ingestion::Refuse(
      rpc::Reason::kDocumentTooLarge,
      budget::Message(
          "ingestion.document_too_large",
          {{"limit", absl::StrCat(parts_.document_size_bytes_max)}}));
}

absl::Status SubmitCall::Hold(int64_t size_bytes) {
  if (share_->TryHold(size_bytes)) return absl::OkStatus();
  const budget::Text text = budget::Message("ingestion.uploads_full");
  return rpc::QueueFull(text.zh, text.en);
}

void SubmitCall::Refuse(const absl::Status& status) {
  {
    absl::MutexLock lock(&mu_);
    reading_ended_ = true;
  }
  if (gone_) return FinishGone();
  End(rpc::ToGrpcStatus(status));
}

void SubmitCall::OnReadDone(bool ok) {
  if (!StopWaiting()) return;
  if (ok) {
    const absl::Status taken = Take(request_);
    return taken.ok() ? ReadOn() : Refuse(taken);
  }
  // Either the sender closed its side, or the connection is gone and the
  // document cut off: both look the same here. Writing tells them apart.
  request_.Clear();
  StartSendInitialMetadata();
}

void SubmitCall::OnSendInitialMetadataDone(bool ok) {
  {
    absl::MutexLock lock(&mu_);
    reading_ended_ = true;
  }
  if (!ok) gone_ = true;
  if (gone_) return KeepAndEnd(grpc::Status::CANCELLED);
  if (!header_) return End(rpc::ToGrpcStatus(ProtocolError()));
  HandOver();
}

void SubmitCall::KeepAndEnd(const grpc::Status& status) {
  // Fewer are sent again as quickly.
  const bool keeping =
      MustKeep(kept_bytes_ > 0 ? 1 : kKeptPartSizeBytes) &&
      parts_.dispatcher->TryRun([self = shared_from_this(), status] {
        self->Keep();
        self->End(status);
      });
  if (!keeping) End(status);
}

void SubmitCall::EndIfWaitingSince(Clock::time_point time) {
  {
    absl::MutexLock lock(&mu_);
    if (!waiting_since_ || *waiting_since_ > time) return;
    // Who does not read can't be told either.
    if (reading_ended_) return parts_.context->TryCancel();
    waiting_since_.reset();
    reading_ended_ = true;
  }
  const budget::Text text =
      budget::Message("ingestion.upload_idle",
                      {{"seconds", absl::StrCat(absl::ToInt64Seconds(
                                       parts_.idle_watch->idle_time_max()))}});
  KeepAndEnd(rpc::MakeStatus(rpc::Reason::kDeadline, text.zh, text.en));
}

void SubmitCall::HandOver() {
  header_->arrive_time_unix_us = parts_.now_unix_us();
  if (validate_only_) {
    parts_.dispatcher->CheckOnly(*std::move(header_), std::move(bytes_),
                                 shared_from_this());
  } else {
    parts_.dispatcher->Submit(*std::move(header_), std::move(bytes_),
                              shared_from_this());
  }
}

void SubmitCall::OnCancel() {
  gone_ = true;
  {
    absl::MutexLock lock(&mu_);
    // A read under way fails by itself, and the call ends there.
    if (!reading_ended_) return;
  }
  FinishGone();
}

void SubmitCall::FinishGone() {
  absl::MutexLock lock(&mu_);
  if (finished_) return;
  finished_ = true;
  Finish(grpc::Status::CANCELLED);
}

void SubmitCall::Write(v1::SubmitResponse response) {
  const auto size_bytes = static_cast<int64_t>(response.ByteSizeLong());
  absl::MutexLock lock(&mu_);
  if (!MayQueue(size_bytes)) return;
  responses_.push_back({std::move(response), size_bytes});
  GoOn();
}

bool SubmitCall::MayQueue(int64_t size_bytes) {
  if (finished_ || end_) return false;
  if (share_->TryHold(queued_bytes_ + size_bytes)) {
    queued_bytes_ += size_bytes;
    return true;
  }
  responses_.resize(writing_ ? 1 : 0);
  end_ = rpc::MakeStatus(rpc::Reason::kReaderTooSlow);
  GoOn();
  return false;
}

void SubmitCall::End(grpc::Status status) {
  absl::MutexLock lock(&mu_);
  if (finished_ || end_) return;
  end_ = std::move(status);
  GoOn();
}

void SubmitCall::GoOn() {
  if (finished_ || writing_) return;
  if (responses_.empty()) {
    if (!end_) return;
    finished_ = true;
    Finish(*end_);
    return;
  }
  const v1::SubmitResponse& response = responses_.front().response;
  waiting_since_ = Clock::now();
  if (responses_.size() == 1 && end_) {
    finished_ = true;
    StartWriteAndFinish(&response, grpc::WriteOptions(), *end_);
    return;
  }
  // What is followed at once goes out with what follows.
  grpc::WriteOptions options;
  if (responses_.size() > 1 || response.has_receipt()) {
    options.set_buffer_hint();
  }
  writing_ = true;
  StartWrite(&response, options);
}

void SubmitCall::OnWriteDone(bool ok) {
  if (!ok) {
    gone_ = true;
    return FinishGone();
  }
  absl::MutexLock lock(&mu_);
  waiting_since_.reset();
  writing_ = false;
  queued_bytes_ -= responses_.front().size_bytes;
  responses_.pop_front();
  GoOn();
}

void SubmitCall::Forget() {
  if (lease_ != nullptr) lease_->Remove();
  lease_.reset();
}

void SubmitCall::OnReceipt(const std::string& department,
                           const storage::SubmissionRecord& record,
                           bool replayed) {
  Forget();
  v1::SubmitResponse response;
  *response.mutable_receipt() =
      ReceiptMessage(*parts_.prefecture, department, record);
  response.mutable_receipt()->set_replayed(replayed);
  Write(std::move(response));
}

void SubmitCall::OnStateChange(const storage::StateChangeRecord& change) {
  v1::SubmitResponse response;
  *response.mutable_state_change() = StateChangeMessage(change);
  Write(std::move(response));
}

void SubmitCall::OnFinding(const validation::v1::Finding& finding) {
  const auto size_bytes = static_cast<int64_t>(finding.ByteSizeLong());
  absl::MutexLock lock(&mu_);
  if (!MayQueue(size_bytes)) return;
  // The first is being written.
  if (responses_.size() < 2 || !HasRoom(responses_.back().response)) {
    responses_.emplace_back();
  }
  Queued& last = responses_.back();
  *last.response.mutable_findings()->add_findings() = finding;
  last.size_bytes += size_bytes;
  GoOn();
}

void SubmitCall::OnProblem(const budget::ReadingProblem& problem) {
  v1::SubmitResponse response;
  *response.mutable_problem() = ProblemMessage(problem);
  Write(std::move(response));
}

void SubmitCall::OnSettled(const std::string& department,
                           const storage::SubmissionRecord& record,
                           std::vector<validation::v1::FindingGroup> groups) {
  absl::StatusOr<v1::Submission> submission =
      SubmissionMessage(*parts_.prefecture, department, record, parts_.basis);
  if (!submission.ok()) return OnFailed(submission.status());
  for (validation::v1::FindingGroup& group : groups) {
    *submission->mutable_verdict()->add_groups() = std::move(group);
  }
  v1::SubmitResponse response;
  *response.mutable_submission() = *std::move(submission);
  const auto size_bytes = static_cast<int64_t>(response.ByteSizeLong());
  absl::MutexLock lock(&mu_);
  if (!MayQueue(size_bytes)) return;
  responses_.push_back({std::move(response), size_bytes});
  end_ = grpc::Status::OK;
  GoOn();
}

void SubmitCall::OnFailed(const absl::Status& status) {
  // What would be refused again is not kept; what was not looked at is.
  if (!absl::IsResourceExhausted(status) && !absl::IsUnavailable(status) &&
      !absl::IsCancelled(status) && !absl::IsInternal(status)) {
    Forget();
  }
  End(rpc::ToGrpcStatus(status));
}

}  // namespace yuheng::ingestion
