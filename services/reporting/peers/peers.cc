#include "services/reporting/peers/peers.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {
namespace {

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

}  // namespace

Peers::Peers(std::shared_ptr<grpc::Channel> aggregation,
             std::shared_ptr<grpc::Channel> ingestion)
    : aggregation_(aggregation::v1::AggregationService::NewStub(aggregation)),
      ingestion_(ingestion::v1::IngestionService::NewStub(ingestion)) {}

absl::StatusOr<aggregation::v1::ListTotalsResponse> Peers::ListTotals(
    const grpc::CallbackServerContext& parent,
    const aggregation::v1::ListTotalsRequest& request) {
  const auto context = ContextFor(parent);
  aggregation::v1::ListTotalsResponse response;
  const grpc::Status status =
      aggregation_->ListTotals(context.get(), request, &response);
  if (!status.ok()) return PeerError(status, "reporting.peer_aggregation");
  return response;
}

absl::StatusOr<ingestion::v1::ListProgressResponse> Peers::ListProgress(
    const grpc::CallbackServerContext& parent,
    const ingestion::v1::ListProgressRequest& request) {
  const auto context = ContextFor(parent);
  ingestion::v1::ListProgressResponse response;
  const grpc::Status status =
      ingestion_->ListProgress(context.get(), request, &response);
  if (!status.ok()) return PeerError(status, "reporting.peer_ingestion");
  return response;
}

}  // namespace yuheng::reporting
