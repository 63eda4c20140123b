// The method of IngestionServiceImpl about uploads whose line was cut.
#include "absl/algorithm/container.h"
#include "services/ingestion/ingestion_service.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

grpc::ServerUnaryReactor* IngestionServiceImpl::QueryUpload(
    grpc::CallbackServerContext* context, const v1::QueryUploadRequest* request,
    v1::QueryUploadResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto pass = Enter(*context, *request);
  // Nothing of it waits for a disk.
  reactor->Finish(rpc::ToGrpcStatus(
      pass.ok() ? FindUpload(*request, pass->caller(), response)
                : pass.status()));
  return reactor;
}

absl::Status IngestionServiceImpl::FindUpload(
    const v1::QueryUploadRequest& request, const rpc::Caller& caller,
    v1::QueryUploadResponse* response) const {
  const auto department = ParseParent(options_.prefecture, request.parent());
  if (!department.ok()) return department.status();
  AnnouncedWhole whole;
  whole.size_bytes = request.document_size_bytes();
  if (request.document_sha256().size() != whole.sha256.size() ||
      whole.size_bytes < 1) {
    return rpc::MakeFieldError(
        {{"document_sha256", "32 bytes, with document_size_bytes"}});
  }
  absl::c_copy(request.document_sha256(), whole.sha256.begin());
  if (options_.kept_uploads == nullptr) return absl::OkStatus();
  const auto durable = options_.kept_uploads->DurableSizeBytes(
      {caller.ActorOf(""), request.parent(), request.request_id()}, whole);
  if (!durable.ok()) return durable.status();
  response->set_durable_size_bytes(*durable);
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
