// The methods of IngestionServiceImpl about explanations, and the download that
// a replay begins with.
#include <utility>

#include "services/ingestion/download/source_call.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/messages/waiver_messages.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

grpc::ServerWriteReactor<v1::ReadSourceResponse>*
IngestionServiceImpl::ReadSource(grpc::CallbackServerContext* context,
                                 const v1::ReadSourceRequest* request) {
  return SourceCall::Start({.dispatcher = options_.dispatcher,
                            .prefecture = &options_.prefecture,
                            .store = options_.lifecycle->store,
                            .budget = &upload_budget_,
                            .idle_watch = &idle_watch_,
                            .context = context},
                           Enter(*context, *request), request->name());
}

grpc::ServerUnaryReactor* IngestionServiceImpl::Explain(
    grpc::CallbackServerContext* context, Dispatcher::ExplanationStep step,
    const google::protobuf::Message& request,
    const std::function<absl::StatusOr<Explanation>(const rpc::Caller&)>& make,
    v1::Waiver* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<rpc::CallGate::Pass> entered = Enter(*context, request);
  if (!entered.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(entered.status()));
    return reactor;
  }
  absl::StatusOr<Explanation> explanation = make(entered->caller());
  if (!explanation.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(explanation.status()));
    return reactor;
  }
  auto pass = std::make_shared<rpc::CallGate::Pass>(*std::move(entered));
  const SubmissionRef ref{explanation->department, explanation->id};
  options_.dispatcher->Explain(
      step, *std::move(explanation),
      [this, reactor, response, ref,
       pass](const absl::StatusOr<storage::WaiverRecord>& record) {
        if (!record.ok()) {
          return reactor->Finish(rpc::ToGrpcStatus(record.status()));
        }
        absl::StatusOr<v1::Waiver> message =
            WaiverMessage(options_.prefecture, ref, *record);
        if (message.ok()) *response = *std::move(message);
        reactor->Finish(rpc::ToGrpcStatus(message.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::CreateWaiver(
    grpc::CallbackServerContext* context,
    const v1::CreateWaiverRequest* request, v1::Waiver* response) {
  return Explain(
      context, &Explainer::Explain, *request,
      [&](const rpc::Caller& caller) {
        v1::CreateWaiverRequest named = *request;
        named.mutable_waiver()->set_actor(
            caller.ActorOf(request->waiver().actor()));
        return ParseCreateWaiver(options_.prefecture, named);
      },
      response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::DeleteWaiver(
    grpc::CallbackServerContext* context,
    const v1::DeleteWaiverRequest* request, v1::Waiver* response) {
  return Explain(
      context, &Explainer::TakeBack, *request,
      [&](const rpc::Caller& caller) {
        v1::DeleteWaiverRequest named = *request;
        named.set_actor(caller.ActorOf(request->actor()));
        return ParseDeleteWaiver(options_.prefecture, named);
      },
      response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListWaivers(
    grpc::CallbackServerContext* context, const v1::ListWaiversRequest* request,
    v1::ListWaiversResponse* response) {
  return Answer(context, *request, [this, request, response] {
    return FillWaivers(*request, response);
  });
}

absl::Status IngestionServiceImpl::FillWaivers(
    const v1::ListWaiversRequest& request,
    v1::ListWaiversResponse* response) const {
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(options_.prefecture, request.parent(), "parent");
  if (!ref.ok()) return ref.status();
  const SubmissionStore& store = *options_.lifecycle->store;
  absl::StatusOr<storage::SubmissionRecord> record =
      store.Get(ref->department, ref->id);
  if (!record.ok()) return record.status();
  absl::StatusOr<storage::WaiversRecord> waivers =
      store.ReadWaivers(ref->department, ref->id);
  if (!waivers.ok()) return waivers.status();
  for (const storage::WaiverRecord& waiver : waivers->waivers) {
    if (waiver.state == static_cast<int>(WaiverState::kDeleted) &&
        !request.show_deleted()) {
      continue;
    }
    absl::StatusOr<v1::Waiver> message =
        WaiverMessage(options_.prefecture, *ref, waiver);
    if (!message.ok()) return message.status();
    *response->add_waivers() = *std::move(message);
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
