#include "services/ingestion/ingestion_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/budget/document_codec.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/upload/submit_call.h"
#include "services/rpc/queue_full.h"
#include "services/rpc/refused_call.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

IngestionServiceImpl::IngestionServiceImpl(IngestionServiceOptions options)
    : options_(std::move(options)),
      upload_budget_(options_.upload_bytes_in_flight_max,
                     options_.lifecycle->policy.document_size_bytes_max),
      idle_watch_(options_.idle_time_max) {}

grpc::ServerBidiReactor<v1::SubmitRequest, v1::SubmitResponse>*
IngestionServiceImpl::Submit(grpc::CallbackServerContext* context) {
  absl::StatusOr<rpc::CallGate::Pass> pass =
      options_.gate->TryEnterUnread(*context);
  if (!pass.ok()) {
    return new rpc::RefusedCall<
        grpc::ServerBidiReactor<v1::SubmitRequest, v1::SubmitResponse>>(
        pass.status());
  }
  return SubmitCall::Start(
      {.dispatcher = options_.dispatcher,
       .prefecture = &options_.prefecture,
       .budget = &upload_budget_,
       .idle_watch = &idle_watch_,
       .kept = options_.kept_uploads,
       .document_size_bytes_max =
           options_.lifecycle->policy.document_size_bytes_max,
       .now_unix_us = options_.lifecycle->now_unix_us,
       .basis = BasisOf(*options_.lifecycle),
       .gate = options_.gate,
       .context = context},
      *std::move(pass));
}

absl::StatusOr<rpc::CallGate::Pass> IngestionServiceImpl::Enter(
    const grpc::CallbackServerContext& context,
    const google::protobuf::Message& request) {
  absl::StatusOr<rpc::CallGate::Pass> pass =
      options_.gate->TryEnter(context, request);
  if (!pass.ok() || pass->caller().units().empty()) return pass;
  for (const std::string& text : pass->caller().names()) {
    const auto name = rpc::ParseResourceName(text);
    if (!name.ok() || name->submission.empty()) continue;
    const absl::optional<std::string> unit =
        options_.lifecycle->store->index().UnitOf(name->department,
                                                  name->submission);
    if (!unit || !pass->caller().Reaches(*unit)) {
      return rpc::MakeError(rpc::Reason::kNotFound);
    }
  }
  return pass;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::Answer(
    grpc::CallbackServerContext* context,
    const google::protobuf::Message& request,
    std::function<absl::Status()> work) {
  return Answer(context, request, [work = std::move(work)](const rpc::Caller&) {
    return work();
  });
}

grpc::ServerUnaryReactor* IngestionServiceImpl::Answer(
    grpc::CallbackServerContext* context,
    const google::protobuf::Message& request,
    std::function<absl::Status(const rpc::Caller&)> work, Waits waits) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<rpc::CallGate::Pass> pass = Enter(*context, request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const bool taken = options_.dispatcher->TryRun(
      [context, reactor, work = std::move(work), pass = *std::move(pass)] {
        // Nobody reads the answer of a call whose deadline has passed.
        reactor->Finish(context->IsCancelled()
                            ? grpc::Status::CANCELLED
                            : rpc::ToGrpcStatus(work(pass.caller())));
      },
      waits);
  if (!taken) reactor->Finish(rpc::ToGrpcStatus(rpc::QueueFull()));
  return reactor;
}

absl::Status IngestionServiceImpl::FillSubmission(
    const std::string& department, const storage::SubmissionRecord& record,
    v1::Submission* response) const {
  absl::StatusOr<v1::Submission> message = SubmissionMessage(
      options_.prefecture, department, record, BasisOf(*options_.lifecycle));
  if (!message.ok()) return message.status();
  *response = *std::move(message);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* IngestionServiceImpl::GetSubmission(
    grpc::CallbackServerContext* context,
    const v1::GetSubmissionRequest* request, v1::Submission* response) {
  return Answer(context, *request, [this, request, response]() -> absl::Status {
    absl::StatusOr<SubmissionRef> ref =
        ParseSubmissionName(options_.prefecture, request->name());
    if (!ref.ok()) return ref.status();
    absl::StatusOr<storage::SubmissionRecord> record =
        options_.lifecycle->store->Get(ref->department, ref->id);
    if (!record.ok()) return record.status();
    return FillSubmission(ref->department, *record, response);
  });
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListSubmissions(
    grpc::CallbackServerContext* context,
    const v1::ListSubmissionsRequest* request,
    v1::ListSubmissionsResponse* response) {
  return Answer(context, *request,
                [this, request, response](const rpc::Caller& caller) {
                  return FillPage(*request, caller, response);
                });
}

absl::Status IngestionServiceImpl::FillPage(
    const v1::ListSubmissionsRequest& request, const rpc::Caller& caller,
    v1::ListSubmissionsResponse* response) const {
  absl::StatusOr<std::string> department =
      ParseParent(options_.prefecture, request.parent());
  if (!department.ok()) return department.status();
  absl::StatusOr<absl::optional<ListPosition>> after =
      ParsePageToken(request.page_token());
  if (!after.ok()) return after.status();
  const absl::optional<State> state = StateFromNumber(request.state());
  if (request.page_size() < 0 || request.page_size() > kPageSizeMax) {
    return rpc::MakeFieldError({{"page_size", "1 to 1000, or 0 for 50"}});
  }
  if (request.state() != 0 && !state) {
    return rpc::MakeFieldError({{"state", "no state of a submission"}});
  }
  const size_t size = static_cast<size_t>(
      request.page_size() == 0 ? kPageSizeDefault : request.page_size());
  // One more than asked tells whether there is another page.
  const std::vector<SubmissionEntry> entries =
      options_.lifecycle->store->index().List({.department = *department,
                                               .state = state,
                                               .id_prefix = request.id_prefix(),
                                               .units = caller.units()},
                                              *after, size + 1);
  for (size_t i = 0; i < entries.size() && i < size; ++i) {
    absl::StatusOr<storage::SubmissionRecord> record =
        options_.lifecycle->store->Get(entries[i].department, entries[i].id);
    // A test submission that went since it was listed.
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    absl::Status filled = FillSubmission(entries[i].department, *record,
                                         response->add_submissions());
    if (!filled.ok()) return filled;
  }
  if (entries.size() > size) {
    response->set_next_page_token(PageTokenOf(entries[size - 1]));
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListFindings(
    grpc::CallbackServerContext* context,
    const v1::ListFindingsRequest* request,
    v1::ListFindingsResponse* response) {
  return Answer(context, *request, [this, request, response] {
    return FillFindings(request->parent(), response);
  });
}

absl::Status IngestionServiceImpl::FillFindings(
    const std::string& name, v1::ListFindingsResponse* response) const {
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(options_.prefecture, name);
  if (!ref.ok()) return ref.status();
  absl::StatusOr<storage::SubmissionRecord> record =
      options_.lifecycle->store->Get(ref->department, ref->id);
  if (!record.ok()) return record.status();
  absl::StatusOr<StoredFindings> stored =
      ReadStoredFindings(*options_.lifecycle, ref->department, ref->id);
  if (!stored.ok()) return stored.status();
  for (validation::v1::Finding& finding : stored->findings) {
    if (!finding.id().empty() &&
        options_.lifecycle->policy.waivers.Allows(finding)) {
      response->add_explainable(finding.id());
    }
    *response->add_findings() = std::move(finding);
  }
  for (validation::v1::FindingGroup& group : stored->groups) {
    *response->add_groups() = std::move(group);
  }
  if (stored->references) {
    *response->mutable_references() = ReferencesMessage(
        options_.prefecture, ref->department, *stored->references);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* IngestionServiceImpl::GetDocument(
    grpc::CallbackServerContext* context, const v1::GetDocumentRequest* request,
    budget::v1::Document* response) {
  return Answer(context, *request,
                [this, request, response](const rpc::Caller& caller) {
                  return FillDocument(request->name(), caller, response);
                });
}

absl::Status IngestionServiceImpl::FillDocument(
    const std::string& name, const rpc::Caller& caller,
    budget::v1::Document* response) const {
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(options_.prefecture, name);
  if (!ref.ok()) return ref.status();
  absl::StatusOr<storage::SubmissionRecord> record =
      options_.lifecycle->store->Get(ref->department, ref->id);
  if (!record.ok()) return record.status();
  absl::StatusOr<budget::Document> document =
      ReadStoredDocument(*options_.lifecycle, ref->department, *record,
                         CallerTurn(caller.ActorOf(""), ref->department));
  if (!document.ok()) return document.status();
  budget::DocumentToProto(*document, response);
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
