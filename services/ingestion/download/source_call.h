#ifndef YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_
#define YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "grpcpp/support/server_callback.h"
#include "services/ingestion/dispatch/dispatcher.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/upload/idle_watch.h"
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
  IdleWatch* idle_watch = nullptr;
  // Until OnDone.
  const grpc::CallbackServerContext* context = nullptr;
};

// One ReadSource: reads the original bytes on a worker, then writes them piece
// by piece, as long as its reader takes them. Owns itself until the call has
// ended.
class SourceCall final
    : public grpc::ServerWriteReactor<v1::ReadSourceResponse>,
      public WatchedCall {
 public:
  static SourceCall* Start(SourceCallParts parts,
                           absl::StatusOr<rpc::CallGate::Pass> pass,
                           const std::string& name);

  void OnWriteDone(bool ok) override;
  void OnDone() override;

  void EndIfWaitingSince(Clock::time_point time) override;

 private:
  SourceCall(SourceCallParts parts, absl::StatusOr<rpc::CallGate::Pass> pass)
      : parts_(parts), pass_(std::move(pass)) {}

  absl::Status Read(const SubmissionRef& ref);
  void WriteNext();

  const SourceCallParts parts_;
  const absl::StatusOr<rpc::CallGate::Pass> pass_;
  // When the newest piece was handed to gRPC.
  std::atomic<Clock::time_point> waiting_since_{Clock::time_point::max()};
  // Touched by the worker first, then by one reaction at a time.
  absl::optional<UploadBudget::Share> share_;
  std::string bytes_;
  size_t written_bytes_ = 0;
  v1::ReadSourceResponse response_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_DOWNLOAD_SOURCE_CALL_H_
