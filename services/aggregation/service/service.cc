#include "services/aggregation/service/service.h"

#include <utility>

#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/entries_stream.h"
#include "services/aggregation/service/totals_stream.h"
#include "services/rpc/reason.h"
#include "services/rpc/refused_call.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {
namespace {

using rpc::ResourceKind;

absl::Status QueueFullError() {
  return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kQueueFull),
                             kQueueFullRetryAfter);
}

}  // namespace

grpc::ServerUnaryReactor* Service::Post(grpc::CallbackServerContext* context,
                                        const v1::PostRequest* request,
                                        v1::PostResponse* response) {
  return PostMade(
      context, *request,
      [&](const rpc::Caller&) -> absl::StatusOr<Posting> {
        auto posting = PostingFrom(options_.division, *request);
        if (!posting.ok()) return posting.status();
        return NormalisePosting(*options_.form, *std::move(posting));
      },
      response);
}

grpc::ServerUnaryReactor* Service::PostMade(
    grpc::CallbackServerContext* context,
    const google::protobuf::Message& request, const PostingMaker& make,
    v1::PostResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter(*context, request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  auto posting = make(pass->caller());
  if (!posting.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(posting.status()));
    return reactor;
  }
  PostCommand command;
  command.posting = *std::move(posting);
  command.fingerprint = FingerprintOf(command.posting);
  command.done = [this, reactor, response, pass = *std::move(pass),
                  department = command.posting.department](
                     absl::StatusOr<Applied> applied) {
    if (applied.ok()) {
      AppliedTo(options_.division, department, *applied, response);
    }
    reactor->Finish(rpc::ToGrpcStatus(applied.status()));
  };
  options_.loop->Submit(std::move(command));
  return reactor;
}

grpc::ServerUnaryReactor* Service::GetOutcome(
    grpc::CallbackServerContext* context, const v1::GetOutcomeRequest* request,
    v1::GetOutcomeResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter(*context, *request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const auto parent = NameFrom(options_.division, "parent", request->parent(),
                               {ResourceKind::kDepartment});
  if (!parent.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(parent.status()));
    return reactor;
  }
  absl::Status valid = CheckRequestId(request->request_id());
  if (!valid.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(valid));
    return reactor;
  }
  OutcomeCommand command;
  command.department = parent->department;
  command.request_id = request->request_id();
  command.done = [this, reactor, response, pass = *std::move(pass),
                  department = parent->department](
                     absl::StatusOr<storage::OutcomeRecord> record) {
    if (record.ok()) {
      OutcomeTo(options_.division, department, *record, response);
    }
    reactor->Finish(rpc::ToGrpcStatus(record.status()));
  };
  options_.loop->Submit(std::move(command));
  return reactor;
}

grpc::ServerUnaryReactor* Service::AnswerFrom(
    rpc::WorkQueue* queue, grpc::CallbackServerContext* context,
    const google::protobuf::Message& request,
    absl::AnyInvocable<absl::Status(const Cancelled&)> work) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter(*context, request);
  if (pass.ok()) {
    AnswerEntered(*std::move(pass), queue, context, reactor, std::move(work));
  } else {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
  }
  return reactor;
}

void Service::AnswerEntered(
    rpc::CallGate::Pass pass, rpc::WorkQueue* queue,
    grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
    absl::AnyInvocable<absl::Status(const Cancelled&)> work) {
  const bool taken = queue->TryPost([reactor, context, pass = std::move(pass),
                                     work = std::move(work)]() mutable {
    // Nobody waits for the answer any more: leave the thread to others.
    const auto cancelled = [context] { return context->IsCancelled(); };
    absl::Status status = cancelled()
                              ? absl::CancelledError("the caller has gone")
                              : work(cancelled);
    if (!absl::IsCancelled(status)) {
      status = rpc::WithReason(status, rpc::Reason::kStorageFailed);
    }
    reactor->Finish(rpc::ToGrpcStatus(status));
  });
  if (!taken) reactor->Finish(rpc::ToGrpcStatus(QueueFullError()));
}

grpc::ServerWriteReactor<v1::WatchTotalsResponse>* Service::WatchTotals(
    grpc::CallbackServerContext* context,
    const v1::WatchTotalsRequest* request) {
  rpc::StillAllowed allowed = rpc::AllowedBy(options_.gate, context, request);
  const absl::Status status = allowed();
  if (!status.ok()) {
    return new rpc::RefusedCall<
        grpc::ServerWriteReactor<v1::WatchTotalsResponse>>(status);
  }
  return TotalsStream::Start(options_.division, options_.feed, options_.pump,
                             std::move(allowed), *request);
}

grpc::ServerWriteReactor<v1::WatchEntriesResponse>* Service::WatchEntries(
    grpc::CallbackServerContext* context,
    const v1::WatchEntriesRequest* request) {
  rpc::StillAllowed allowed = rpc::AllowedBy(options_.gate, context, request);
  const absl::Status status = allowed();
  if (!status.ok()) {
    return new rpc::RefusedCall<
        grpc::ServerWriteReactor<v1::WatchEntriesResponse>>(status);
  }
  return EntriesStream::Start({.division = options_.division,
                               .store = options_.store,
                               .feed = options_.feed,
                               .pump = options_.pump,
                               .reads = options_.reads,
                               .still_allowed = std::move(allowed)},
                              *request);
}

}  // namespace yuheng::aggregation
