#ifndef YUHENG_SERVICES_INGESTION_UPLOAD_SUBMIT_CALL_H_
#define YUHENG_SERVICES_INGESTION_UPLOAD_SUBMIT_CALL_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "grpcpp/support/server_callback.h"
#include "services/ingestion/dispatch/dispatcher.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/upload/idle_watch.h"
#include "services/ingestion/upload/kept_uploads.h"
#include "services/ingestion/upload/upload_budget.h"
#include "services/rpc/call_gate.h"

namespace yuheng::ingestion {

inline constexpr size_t kChunkBytesMax = size_t{1} << 20;

// What an upload needs; all outlive it.
struct SubmitCallParts {
  Dispatcher* dispatcher = nullptr;
  const Prefecture* prefecture = nullptr;
  UploadBudget* budget = nullptr;
  IdleWatch* idle_watch = nullptr;
  KeptUploads* kept = nullptr;  // May be nullptr: nothing is kept.
  int64_t document_size_bytes_max = 0;
  std::function<int64_t()> now_unix_us;
  VerdictBasis basis;
  const rpc::CallGate* gate = nullptr;
  // Until OnDone.
  const grpc::CallbackServerContext* context = nullptr;
};

// One Submit: takes the header and the chunks, hands the document over when the
// sender has closed its side, and writes what happens in the order it happens.
// The sender's going away after that stops nothing, nor does its not reading:
// then the call ends. A sender that stands still is like a line that was cut.
class SubmitCall final
    : public grpc::ServerBidiReactor<v1::SubmitRequest, v1::SubmitResponse>,
      public SubmissionFollower,
      public WatchedCall,
      public std::enable_shared_from_this<SubmitCall> {
 public:
  // It owns itself until the call has ended and its follower is let go.
  static SubmitCall* Start(SubmitCallParts parts, rpc::CallGate::Pass pass);

  void OnReadDone(bool ok) override;
  void OnSendInitialMetadataDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void OnReceipt(const std::string& department,
                 const storage::SubmissionRecord& record,
                 bool replayed) override;
  void OnStateChange(const storage::StateChangeRecord& change) override;
  void OnFinding(const validation::v1::Finding& finding) override;
  void OnProblem(const budget::ReadingProblem& problem) override;
  void OnSettled(const std::string& department,
                 const storage::SubmissionRecord& record,
                 std::vector<validation::v1::FindingGroup> groups) override;
  void OnFailed(const absl::Status& status) override;
  bool IsGone() const override { return gone_.load(); }

  void EndIfWaitingSince(Clock::time_point time) override;

 private:
  struct Queued {
    v1::SubmitResponse response;
    int64_t size_bytes = 0;
  };

  SubmitCall(SubmitCallParts parts, rpc::CallGate::Pass pass)
      : parts_(parts), pass_(std::move(pass)) {}

  // Takes one message of the sender.
  absl::Status Take(v1::SubmitRequest& request);
  absl::Status TakeHeader(const v1::SubmitHeader& header,
                          const rpc::Caller& caller);
  // Takes the right to keep what comes, and what is there already.
  absl::Status BeginKeeping(const v1::SubmitHeader& header,
                            const rpc::Caller& caller);
  absl::Status TakeChunk(const std::string& chunk);
  absl::Status TooLarge() const;
  // The document has come to so many bytes.
  absl::Status Hold(int64_t size_bytes);
  // Reads on, when what came was kept as far as it has to be.
  void ReadOn();
  void ReadNext() ABSL_LOCKS_EXCLUDED(mu_);
  // What was waited for is there. False when the call is being ended because it
  // was not.
  bool StopWaiting() ABSL_LOCKS_EXCLUDED(mu_);
  // The first bytes, which came before; from a worker.
  absl::Status ReadKept();
  // Writes what came and is not kept yet; from a worker.
  void Keep();
  // Whether so many bytes came and are not kept.
  bool MustKeep(int64_t size_bytes) const;
  void HandOver();
  // Ends a call that was refused while it was read.
  void Refuse(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mu_);
  // Ends a call before its document is whole, when what came is kept.
  void KeepAndEnd(const grpc::Status& status);
  // Nothing of the upload has to be kept any more; from a worker.
  void Forget();
  void Write(v1::SubmitResponse response) ABSL_LOCKS_EXCLUDED(mu_);
  // Whether so many bytes more may wait to be read; where not, the call ends
  // without what waits.
  bool MayQueue(int64_t size_bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Ends the call when everything before is written.
  void End(grpc::Status status) ABSL_LOCKS_EXCLUDED(mu_);
  void GoOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FinishGone() ABSL_LOCKS_EXCLUDED(mu_);

  const SubmitCallParts parts_;
  absl::optional<rpc::CallGate::Pass> pass_;
  std::shared_ptr<SubmitCall> self_;

  // Reading; one reaction at a time.
  v1::SubmitRequest request_;
  absl::optional<UploadHeader> header_;
  bool validate_only_ = false;
  std::string bytes_;
  // From the header on. Of the document first, then of what waits to be read:
  // that begins when the document is stored and no more held.
  absl::optional<UploadBudget::Share> share_;
  // Null when nothing is kept, or no more. While a worker has it, nothing is
  // read.
  std::unique_ptr<KeptUploads::Lease> lease_;
  int64_t kept_bytes_ = 0;
  int64_t resume_offset_ = 0;

  std::atomic<bool> gone_{false};
  absl::Mutex mu_;
  // Nothing is being read any more, so that the call may be finished.
  bool reading_ended_ ABSL_GUARDED_BY(mu_) = false;
  // While something is read or written.
  absl::optional<Clock::time_point> waiting_since_ ABSL_GUARDED_BY(mu_);
  // The first one is being written while `writing_`.
  std::deque<Queued> responses_ ABSL_GUARDED_BY(mu_);
  int64_t queued_bytes_ ABSL_GUARDED_BY(mu_) = 0;  // Of all of them.
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  absl::optional<grpc::Status> end_ ABSL_GUARDED_BY(mu_);
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_UPLOAD_SUBMIT_CALL_H_
