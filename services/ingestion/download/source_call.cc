#include "services/ingestion/download/source_call.h"

#include <algorithm>

#include "services/rpc/queue_full.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

SourceCall* SourceCall::Start(SourceCallParts parts,
                              absl::StatusOr<rpc::CallGate::Pass> pass,
                              const std::string& name) {
  auto* call = new SourceCall(parts, std::move(pass));
  parts.idle_watch->Add(call);
  if (!call->pass_.ok()) {
    call->Finish(rpc::ToGrpcStatus(call->pass_.status()));
    return call;
  }
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(*parts.prefecture, name);
  if (!ref.ok()) {
    call->Finish(rpc::ToGrpcStatus(ref.status()));
    return call;
  }
  const bool taken = parts.dispatcher->TryRun([call, ref = *std::move(ref)] {
    const absl::Status read = call->Read(ref);
    if (!read.ok()) return call->Finish(rpc::ToGrpcStatus(read));
    call->WriteNext();
  });
  if (!taken) call->Finish(rpc::ToGrpcStatus(rpc::QueueFull()));
  return call;
}

absl::Status SourceCall::Read(const SubmissionRef& ref) {
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(ref.department, ref.id);
  if (!record.ok()) return record.status();
  share_.emplace(parts_.budget, pass_->caller().ActorOf(""));
  if (!share_->TryHold(static_cast<int64_t>(record->size_bytes))) {
    return rpc::QueueFull();
  }
  absl::StatusOr<std::string> bytes =
      parts_.store->ReadDocument(ref.department, *record);
  if (!bytes.ok()) return bytes.status();
  bytes_ = *std::move(bytes);
  return absl::OkStatus();
}

void SourceCall::WriteNext() {
  if (written_bytes_ == bytes_.size()) return Finish(grpc::Status::OK);
  const size_t size =
      std::min(kSourceChunkBytes, bytes_.size() - written_bytes_);
  response_.set_chunk(bytes_.substr(written_bytes_, size));
  written_bytes_ += size;
  waiting_since_ = Clock::now();
  StartWrite(&response_);
}

void SourceCall::EndIfWaitingSince(Clock::time_point time) {
  // Who does not read can't be told either.
  if (waiting_since_.load() <= time) parts_.context->TryCancel();
}

void SourceCall::OnDone() {
  parts_.idle_watch->Remove(this);
  delete this;
}

void SourceCall::OnWriteDone(bool ok) {
  if (!ok) return Finish(grpc::Status::CANCELLED);
  WriteNext();
}

}  // namespace yuheng::ingestion
