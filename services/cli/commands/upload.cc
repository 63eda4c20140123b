#include "services/cli/commands/upload.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "services/budget/sha256.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::SubmitHeader;
using ingestion::v1::SubmitRequest;
using ingestion::v1::SubmitResponse;

// The contract allows 1 MiB; smaller pieces keep the servers' buffers small.
constexpr size_t kChunkBytes = size_t{256} << 10;

grpc::Status SendFrom(IngestionService::Stub& stub, const SubmitHeader& header,
                      absl::string_view bytes,
                      const std::function<void(SubmitResponse&)>& take) {
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kUploadDeadline);
  auto stream = stub.Submit(&context);
  SubmitRequest first;
  *first.mutable_header() = header;
  bool writing = stream->Write(first);
  bytes.remove_prefix(static_cast<size_t>(header.resume_offset()));
  while (writing && !bytes.empty()) {
    const absl::string_view piece = bytes.substr(0, kChunkBytes);
    SubmitRequest chunk;
    chunk.set_chunk(std::string(piece));
    writing = stream->Write(chunk);
    bytes.remove_prefix(piece.size());
  }
  stream->WritesDone();
  SubmitResponse response;
  while (stream->Read(&response)) take(response);
  return stream->Finish();
}

// How many bytes are there; 0 when nobody tells: then all are sent.
int64_t BytesThere(IngestionService::Stub& stub, const SubmitHeader& header) {
  if (header.validate_only()) return 0;
  ingestion::v1::QueryUploadRequest request;
  request.set_parent(header.parent());
  request.set_request_id(header.request_id());
  request.set_document_sha256(header.document_sha256());
  request.set_document_size_bytes(header.document_size_bytes());
  ingestion::v1::QueryUploadResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub.QueryUpload(&context, request, &response);
      });
  return status.ok() ? response.durable_size_bytes() : 0;
}

// Whether the line or the server gave way, and not the document.
bool MayGoOn(const grpc::Status& status) {
  const auto hint = rpc::ParseStatus(status).retry_after;
  return status.error_code() == grpc::UNAVAILABLE ||
         status.error_code() == grpc::DEADLINE_EXCEEDED ||
         (hint.has_value() && status.error_code() == grpc::RESOURCE_EXHAUSTED);
}

}  // namespace

grpc::Status UploadDocument(IngestionService::Stub& stub, SubmitHeader header,
                            absl::string_view bytes, bool resume,
                            const UploadPatience& patience,
                            const std::function<void()>& begin,
                            const std::function<void(SubmitResponse&)>& take) {
  if (!bytes.empty()) {
    header.set_document_sha256(
        absl::HexStringToBytes(budget::Sha256Hex(bytes)));
    header.set_document_size_bytes(static_cast<int64_t>(bytes.size()));
  }
  int64_t there = resume ? BytesThere(stub, header) : 0;
  bool from_there = true;
  for (int attempt = 1, all = 1;; ++attempt, ++all) {
    header.set_resume_offset(from_there ? there : 0);
    begin();
    const grpc::Status status = SendFrom(stub, header, bytes, take);
    const auto reason = rpc::ParseStatus(status).reason;
    // Both say so themselves: from the beginning.
    const bool anew =
        reason == rpc::Reason::kUploadOffset ||
        (reason == rpc::Reason::kUploadDamaged && header.resume_offset() > 0);
    if (!anew && !MayGoOn(status)) return status;
    if (attempt >= patience.attempts_max ||
        all >= patience.attempts_with_progress_max) {
      return status;
    }
    const auto hint = rpc::ParseStatus(status).retry_after;
    absl::SleepFor(hint ? std::max(*hint, patience.wait) : patience.wait);
    from_there = !anew;
    if (anew) continue;
    const int64_t now = BytesThere(stub, header);
    if (now > there) attempt = 0;
    there = now;
  }
}

}  // namespace yuheng::cli
