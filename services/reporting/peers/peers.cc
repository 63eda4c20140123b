#include "services/reporting/peers/peers.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {
namespace {

using aggregation::v1::AggregationService;
using ingestion::v1::IngestionService;

// The deadline and cancellation of the call we answer hold for this one too;
// gRPC takes the earlier deadline.
std::unique_ptr<grpc::ClientContext> ContextFor(
    const grpc::CallbackServerContext& parent) {
  std::unique_ptr<grpc::ClientContext> context =
      grpc::ClientContext::FromCallbackServerContext(parent);
  rpc::SetDeadline(context.get(), rpc::kReadDeadline);
  return context;
}

// `peer` is its name in the message catalogue.
absl::Status PeerError(const grpc::Status& status, absl::string_view peer) {
  const absl::Status error = rpc::FromGrpcStatus(status);
  if (rpc::ReasonOf(error).has_value()) return error;
  const budget::Text name = budget::Message(peer);
  if (error.code() == absl::StatusCode::kUnavailable) {
    const budget::Text text =
        budget::Message("reporting.peer_unavailable", {{"peer", name}});
    return rpc::MakeError(rpc::Reason::kUnavailablePeer, text.zh, text.en);
  }
  if (error.code() == absl::StatusCode::kDeadlineExceeded) {
    const budget::Text text =
        budget::Message("reporting.peer_too_slow", {{"peer", name}});
    return rpc::MakeError(rpc::Reason::kDeadline, text.zh, text.en);
  }
  return error;
}

// One call of a peer, for the call that we answer.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const grpc::CallbackServerContext& parent,
                             const Request& request, absl::string_view peer) {
  const auto context = ContextFor(parent);
  Response response;
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) return PeerError(status, peer);
  return response;
}

}  // namespace

Peers::Peers(std::shared_ptr<grpc::Channel> aggregation,
             std::shared_ptr<grpc::Channel> ingestion)
    : aggregation_(AggregationService::NewStub(aggregation)),
      ingestion_(IngestionService::NewStub(ingestion)) {}

absl::StatusOr<aggregation::v1::ListTotalsResponse> Peers::ListTotals(
    const grpc::CallbackServerContext& parent,
    const aggregation::v1::ListTotalsRequest& request) {
  return Ask(*aggregation_, &AggregationService::Stub::ListTotals, parent,
             request, "reporting.peer_aggregation");
}

absl::StatusOr<ingestion::v1::ListProgressResponse> Peers::ListProgress(
    const grpc::CallbackServerContext& parent,
    const ingestion::v1::ListProgressRequest& request) {
  return Ask(*ingestion_, &IngestionService::Stub::ListProgress, parent,
             request, "reporting.peer_ingestion");
}

absl::StatusOr<ingestion::v1::Submission> Peers::GetSubmission(
    const grpc::CallbackServerContext& parent,
    const ingestion::v1::GetSubmissionRequest& request) {
  return Ask(*ingestion_, &IngestionService::Stub::GetSubmission, parent,
             request, "reporting.peer_ingestion");
}

absl::StatusOr<budget::v1::Document> Peers::GetDocument(
    const grpc::CallbackServerContext& parent,
    const ingestion::v1::GetDocumentRequest& request) {
  return Ask(*ingestion_, &IngestionService::Stub::GetDocument, parent, request,
             "reporting.peer_ingestion");
}

}  // namespace yuheng::reporting
