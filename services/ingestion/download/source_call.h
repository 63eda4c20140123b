#ifndef YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_
#define YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/server_callback.h"
#include "services/ingestion/dispatch/dispatcher.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/upload/upload_budget.h"
#include "services/rpc/call_gate.h"

namespace yuheng::ingestion {

inline constexpr size_t kSourceChunkBytes = size_t{1} << 20;

// What a download needs; all outlive it.
struct SourceCallParts {
  Dispatcher* dispatcher = nullptr;
  const Prefecture* prefecture = nullptr;
  const SubmissionStore* store = nullptr;
  // Shared with uploads: bytes of documents in memory.
  UploadBudget* budget = nullptr;
};

// One ReadSource: reads the original bytes on a worker, then writes them piece
// by piece. Owns itself until the call has ended.
class SourceCall final
    : public grpc::ServerWriteReactor<v1::ReadSourceResponse> {
 public:
  static SourceCall* Start(SourceCallParts parts,
                           absl::StatusOr<rpc::CallGate::Pass> pass,
                           const std::string& name);
  ~SourceCall() override { parts_.budget->GiveBack(budget_taken_bytes_); }

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  SourceCall(SourceCallParts parts, absl::StatusOr<rpc::CallGate::Pass> pass)
      : parts_(parts), pass_(std::move(pass)) {}

  absl::Status Read(const SubmissionRef& ref);
  void WriteNext();

  const SourceCallParts parts_;
  const absl::StatusOr<rpc::CallGate::Pass> pass_;
  // Touched by the worker first, then by one reaction at a time.
  int64_t budget_taken_bytes_ = 0;
  std::string bytes_;
  size_t written_bytes_ = 0;
  v1::ReadSourceResponse response_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_
