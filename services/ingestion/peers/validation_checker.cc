#include "services/ingestion/peers/validation_checker.h"

#include <utility>

#include "google/protobuf/arena.h"
#include "services/budget/ceiling_codec.h"
#include "services/budget/document_codec.h"
#include "services/rpc/client.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

using validation::v1::ValidateRequest;
using validation::v1::ValidateResponse;
using validation::v1::ValidationService;

namespace {

bool Fits(const ValidateRequest& request) {
  return request.ByteSizeLong() <=
         static_cast<size_t>(rpc::kMessageSizeBytesMax);
}

void AddReferences(const CheckReferences& references,
                   ValidateRequest* request) {
  validation::v1::References* message = request->mutable_references();
  if (references.prior_budget) {
    budget::DocumentToProto(references.prior_budget->document,
                            message->mutable_prior_budget());
  }
  for (const StoredDocument& unit : references.units) {
    budget::DocumentToProto(unit.document, message->add_units());
  }
  for (const std::string& unit : references.units_missing) {
    message->add_units_missing(unit);
  }
  if (references.ceiling) {
    const budget::Ceiling& ceiling = references.ceiling->ceiling;
    validation::v1::CeilingReference* under = message->mutable_ceiling();
    under->set_stage(static_cast<budget::v1::Stage>(references.ceiling->stage));
    under->set_department(ceiling.department);
    under->set_unit(ceiling.unit);
    under->set_fiscal_year(ceiling.fiscal_year);
    budget::CeilingFiguresToProto(ceiling.figures, under->mutable_figures());
  }
}

// Takes out documents to compare with until the request fits; false when even
// the document alone does not. Counting a large request's bytes takes time:
// once, mostly.
bool MakeFit(CheckReferences* references, ValidateRequest* request) {
  if (Fits(*request)) return true;
  request->mutable_references()->clear_units();
  references->units.clear();
  if (Fits(*request)) return true;
  request->mutable_references()->clear_prior_budget();
  request->mutable_references()->clear_units_missing();
  references->prior_budget.reset();
  references->units_missing.clear();
  return Fits(*request);
}

}  // namespace

ValidationChecker::ValidationChecker(std::shared_ptr<grpc::Channel> channel,
                                     RulesInForce* in_force)
    : stub_(ValidationService::NewStub(std::move(channel))),
      in_force_(in_force) {}

absl::StatusOr<validation::v1::VerdictSummary> ValidationChecker::Check(
    const budget::Document& document, CheckReferences* references,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  google::protobuf::Arena arena;  // For the many small messages of a document.
  auto& request =
      *google::protobuf::Arena::CreateMessage<ValidateRequest>(&arena);
  budget::DocumentToProto(document, request.mutable_document());
  AddReferences(*references, &request);
  if (!MakeFit(references, &request)) {
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge);
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  const std::unique_ptr<grpc::ClientReader<ValidateResponse>> reader =
      stub_->Validate(&context, request);
  absl::optional<validation::v1::VerdictSummary> summary;
  ValidateResponse response;
  while (reader->Read(&response)) {
    for (const validation::v1::Finding& finding :
         response.findings().findings()) {
      sink(finding);
    }
    if (response.has_summary()) summary = response.summary();
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  if (!summary) {
    return absl::InternalError("validation ended without a verdict");
  }
  if (in_force_ != nullptr) in_force_->Set(*summary);
  return *std::move(summary);
}

}  // namespace yuheng::ingestion
