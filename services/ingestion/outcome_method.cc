// The method of IngestionServiceImpl about calls whose answer was lost.
#include <string>
#include <utility>
#include <vector>

#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/lifecycle/review.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {
namespace {

void Fill(const storage::StateChangeRecord& change,
          v1::GetOutcomeResponse* response) {
  response->set_outcome(v1::OUTCOME_APPLIED);
  *response->mutable_state_change() = StateChangeMessage(change);
}

}  // namespace

grpc::ServerUnaryReactor* IngestionServiceImpl::GetOutcome(
    grpc::CallbackServerContext* context, const v1::GetOutcomeRequest* request,
    v1::GetOutcomeResponse* response) {
  return Answer(context, *request,
                [this, request, response](const rpc::Caller& caller) {
                  return FillOutcome(*request, caller, response);
                });
}

absl::Status IngestionServiceImpl::FillOutcome(
    const v1::GetOutcomeRequest& request, const rpc::Caller& caller,
    v1::GetOutcomeResponse* response) const {
  std::vector<rpc::FieldViolation> violations;
  CheckRequestId(request.request_id(), "request_id", &violations);
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  response->set_outcome(v1::OUTCOME_NOT_APPLIED);
  const auto name = rpc::ParseResourceName(request.parent());
  if (name.ok() && !name->submission.empty()) {
    return FillDecisionOutcome(request, response);
  }
  const auto parent = ParseParent(options_.prefecture, request.parent());
  if (!parent.ok()) return parent.status();
  if (!parent->empty()) {
    return FillUploadOutcome(*parent, request.request_id(), caller, response);
  }
  for (const auto& listed : options_.prefecture.departments->departments()) {
    v1::GetOutcomeResponse outcome;
    const absl::Status filled =
        FillUploadOutcome(listed.code, request.request_id(), caller, &outcome);
    if (!filled.ok()) return filled;
    if (!outcome.has_submission()) continue;
    if (response->has_submission()) {
      return rpc::MakeFieldError(
          {{"parent", "several departments have an upload with that id"}});
    }
    *response = std::move(outcome);
  }
  return absl::OkStatus();
}

absl::Status IngestionServiceImpl::FillDecisionOutcome(
    const v1::GetOutcomeRequest& request,
    v1::GetOutcomeResponse* response) const {
  const absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(options_.prefecture, request.parent(), "parent");
  if (!ref.ok()) return ref.status();
  const absl::StatusOr<storage::SubmissionRecord> record =
      options_.lifecycle->store->Get(ref->department, ref->id);
  if (!record.ok()) return record.status();
  const storage::StateChangeRecord* change =
      FindDecision(*record, request.request_id());
  if (change == nullptr) return absl::OkStatus();
  Fill(*change, response);
  return FillSubmission(ref->department, *record,
                        response->mutable_submission());
}

absl::Status IngestionServiceImpl::FillUploadOutcome(
    const std::string& department, const std::string& request_id,
    const rpc::Caller& caller, v1::GetOutcomeResponse* response) const {
  const auto made =
      options_.lifecycle->store->FindRequest(department, request_id);
  if (!made.ok()) return made.status();
  if (!made->has_value()) return absl::OkStatus();
  const absl::StatusOr<storage::SubmissionRecord> record =
      options_.lifecycle->store->Get(department, (*made)->submission_id);
  // A test that went meanwhile, or one of a unit that the caller knows nothing
  // of.
  if (absl::IsNotFound(record.status())) return absl::OkStatus();
  if (!record.ok()) return record.status();
  if (!caller.Reaches(record->unit)) return absl::OkStatus();
  Fill(record->history.front(), response);
  return FillSubmission(department, *record, response->mutable_submission());
}

}  // namespace yuheng::ingestion
