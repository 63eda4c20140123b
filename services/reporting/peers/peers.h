// What reporting asks of the other services.
#ifndef YUHENG_SERVICES_REPORTING_PEERS_PEERS_H_
#define YUHENG_SERVICES_REPORTING_PEERS_PEERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "grpcpp/server_context.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::reporting {

// Thread-safe. Every call blocks, so it is made on a work queue. It ends with
// the call it is made for: that one's deadline and cancellation hold for it
// too, and rpc::kReadDeadline at the latest.
//
// A peer's refusal is handed on as it is. One that can't be reached gives
// UNAVAILABLE, reason UNAVAILABLE_PEER; one that is too slow DEADLINE_EXCEEDED,
// reason DEADLINE.
class Peers {
 public:
  Peers(std::shared_ptr<grpc::Channel> aggregation,
        std::shared_ptr<grpc::Channel> ingestion);

  absl::StatusOr<aggregation::v1::ListTotalsResponse> ListTotals(
      const grpc::CallbackServerContext& parent,
      const aggregation::v1::ListTotalsRequest& request);
  absl::StatusOr<ingestion::v1::ListProgressResponse> ListProgress(
      const grpc::CallbackServerContext& parent,
      const ingestion::v1::ListProgressRequest& request);

  absl::StatusOr<ingestion::v1::Submission> GetSubmission(
      const grpc::CallbackServerContext& parent,
      const ingestion::v1::GetSubmissionRequest& request);
  absl::StatusOr<budget::v1::Document> GetDocument(
      const grpc::CallbackServerContext& parent,
      const ingestion::v1::GetDocumentRequest& request);

 private:
  const std::unique_ptr<aggregation::v1::AggregationService::Stub> aggregation_;
  const std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_PEERS_PEERS_H_
