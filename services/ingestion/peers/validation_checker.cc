#include "services/ingestion/peers/validation_checker.h"

#include <utility>

#include "services/budget/document_codec.h"
#include "services/rpc/client.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

using validation::v1::ValidateRequest;
using validation::v1::ValidateResponse;
using validation::v1::ValidationService;

ValidationChecker::ValidationChecker(std::shared_ptr<grpc::Channel> channel,
                                     RulesInForce* in_force)
    : stub_(ValidationService::NewStub(std::move(channel))),
      in_force_(in_force) {}

absl::StatusOr<validation::v1::VerdictSummary> ValidationChecker::Check(
    const budget::Document& document,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  ValidateRequest request;
  budget::DocumentToProto(document, request.mutable_document());
  if (request.ByteSizeLong() > static_cast<size_t>(rpc::kMessageSizeBytesMax)) {
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge);
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  const std::unique_ptr<grpc::ClientReader<ValidateResponse>> reader =
      stub_->Validate(&context, request);
  absl::optional<validation::v1::VerdictSummary> summary;
  ValidateResponse response;
  while (reader->Read(&response)) {
    if (response.has_finding()) {
      sink(response.finding());
    } else if (response.has_summary()) {
      summary = response.summary();
    }
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
