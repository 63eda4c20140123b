// The gRPC adapter of ingestion: turns calls into work of the dispatcher and
// its outcome into messages.
#ifndef YUHENG_SERVICES_INGESTION_INGESTION_SERVICE_H_
#define YUHENG_SERVICES_INGESTION_INGESTION_SERVICE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/ingestion/dispatch/dispatcher.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/upload/idle_watch.h"
#include "services/ingestion/upload/kept_uploads.h"
#include "services/ingestion/upload/upload_budget.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/watch_pump.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::ingestion {

struct IngestionServiceOptions {
  Prefecture prefecture;
  // The lifecycle's parts; reads go to the store directly.
  const LifecycleParts* lifecycle = nullptr;
  Dispatcher* dispatcher = nullptr;
  rpc::CallGate* gate = nullptr;
  // Of watch streams, over the store's feed.
  rpc::WatchPump* pump = nullptr;
  int64_t upload_bytes_in_flight_max = kUploadBytesInFlightMax;
  absl::Duration idle_time_max = kIdleTimeMax;
  // Where parts of uploads are kept; nullptr: nowhere.
  KeptUploads* kept_uploads = nullptr;
};

// Everything pointed to outlives the service. Thread-safe; no reaction blocks.
class IngestionServiceImpl final
    : public v1::IngestionService::CallbackService {
 public:
  explicit IngestionServiceImpl(IngestionServiceOptions options);

  grpc::ServerBidiReactor<v1::SubmitRequest, v1::SubmitResponse>* Submit(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* QueryUpload(
      grpc::CallbackServerContext* context,
      const v1::QueryUploadRequest* request,
      v1::QueryUploadResponse* response) override;
  grpc::ServerUnaryReactor* GetOutcome(
      grpc::CallbackServerContext* context,
      const v1::GetOutcomeRequest* request,
      v1::GetOutcomeResponse* response) override;
  grpc::ServerUnaryReactor* GetSubmission(
      grpc::CallbackServerContext* context,
      const v1::GetSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* ListSubmissions(
      grpc::CallbackServerContext* context,
      const v1::ListSubmissionsRequest* request,
      v1::ListSubmissionsResponse* response) override;
  grpc::ServerUnaryReactor* ListFindings(
      grpc::CallbackServerContext* context,
      const v1::ListFindingsRequest* request,
      v1::ListFindingsResponse* response) override;
  grpc::ServerUnaryReactor* GetDocument(
      grpc::CallbackServerContext* context,
      const v1::GetDocumentRequest* request,
      budget::v1::Document* response) override;
  grpc::ServerUnaryReactor* AcceptSubmission(
      grpc::CallbackServerContext* context,
      const v1::AcceptSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* ReturnSubmission(
      grpc::CallbackServerContext* context,
      const v1::ReturnSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* RecheckSubmission(
      grpc::CallbackServerContext* context,
      const v1::RecheckSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* WithdrawSubmission(
      grpc::CallbackServerContext* context,
      const v1::WithdrawSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* ConfirmSubmission(
      grpc::CallbackServerContext* context,
      const v1::ConfirmSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* DeclineSubmission(
      grpc::CallbackServerContext* context,
      const v1::DeclineSubmissionRequest* request,
      v1::Submission* response) override;
  grpc::ServerUnaryReactor* BatchAcceptSubmissions(
      grpc::CallbackServerContext* context,
      const v1::BatchAcceptSubmissionsRequest* request,
      v1::BatchDecisionResponse* response) override;
  grpc::ServerUnaryReactor* BatchReturnSubmissions(
      grpc::CallbackServerContext* context,
      const v1::BatchReturnSubmissionsRequest* request,
      v1::BatchDecisionResponse* response) override;
  grpc::ServerUnaryReactor* SetWindow(grpc::CallbackServerContext* context,
                                      const v1::SetWindowRequest* request,
                                      v1::Window* response) override;
  grpc::ServerUnaryReactor* ListWindows(
      grpc::CallbackServerContext* context,
      const v1::ListWindowsRequest* request,
      v1::ListWindowsResponse* response) override;
  grpc::ServerUnaryReactor* ImportCeilings(
      grpc::CallbackServerContext* context,
      const v1::ImportCeilingsRequest* request,
      v1::ImportCeilingsResponse* response) override;
  grpc::ServerUnaryReactor* ListCeilings(
      grpc::CallbackServerContext* context,
      const v1::ListCeilingsRequest* request,
      v1::ListCeilingsResponse* response) override;
  grpc::ServerUnaryReactor* CompareCeilings(
      grpc::CallbackServerContext* context,
      const v1::CompareCeilingsRequest* request,
      v1::CompareCeilingsResponse* response) override;
  grpc::ServerUnaryReactor* ListDepartments(
      grpc::CallbackServerContext* context,
      const v1::ListDepartmentsRequest* request,
      v1::ListDepartmentsResponse* response) override;
  grpc::ServerUnaryReactor* ListProgress(
      grpc::CallbackServerContext* context,
      const v1::ListProgressRequest* request,
      v1::ListProgressResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchSubmissionsResponse>* WatchSubmissions(
      grpc::CallbackServerContext* context,
      const v1::WatchSubmissionsRequest* request) override;
  grpc::ServerWriteReactor<v1::ReadSourceResponse>* ReadSource(
      grpc::CallbackServerContext* context,
      const v1::ReadSourceRequest* request) override;
  grpc::ServerUnaryReactor* CreateWaiver(grpc::CallbackServerContext* context,
                                         const v1::CreateWaiverRequest* request,
                                         v1::Waiver* response) override;
  grpc::ServerUnaryReactor* ListWaivers(
      grpc::CallbackServerContext* context,
      const v1::ListWaiversRequest* request,
      v1::ListWaiversResponse* response) override;
  grpc::ServerUnaryReactor* DeleteWaiver(grpc::CallbackServerContext* context,
                                         const v1::DeleteWaiverRequest* request,
                                         v1::Waiver* response) override;

 private:
  // Enters the gate. Where the caller works for some units only, a submission
  // that the request names is one of theirs; another answers NOT_FOUND, like
  // one that is not there.
  absl::StatusOr<rpc::CallGate::Pass> Enter(
      const grpc::CallbackServerContext& context,
      const google::protobuf::Message& request);
  // Answers from a worker.
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const google::protobuf::Message& request,
                                   std::function<absl::Status()> work);
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context,
      const google::protobuf::Message& request,
      std::function<absl::Status(const rpc::Caller&)> work,
      Waits waits = Waits::kForStore);
  // Answers after a person's decision. `Request` has a name, an etag and an
  // actor, and may have more of what a Decision says.
  template <typename Request>
  grpc::ServerUnaryReactor* Decide(grpc::CallbackServerContext* context,
                                   Dispatcher::DecisionStep step,
                                   const Request& request,
                                   v1::Submission* response);
  // The same for many, each by itself. `Request` has a parent and items instead
  // of a name.
  template <typename Request>
  grpc::ServerUnaryReactor* DecideAll(grpc::CallbackServerContext* context,
                                      Dispatcher::DecisionStep step,
                                      const Request& request,
                                      v1::BatchDecisionResponse* response);
  // Answers after a department's explanation, which `make` reads from the
  // request in the caller's name.
  grpc::ServerUnaryReactor* Explain(
      grpc::CallbackServerContext* context, Dispatcher::ExplanationStep step,
      const google::protobuf::Message& request,
      const std::function<absl::StatusOr<Explanation>(const rpc::Caller&)>&
          make,
      v1::Waiver* response);

  absl::Status FindUpload(const v1::QueryUploadRequest& request,
                          const rpc::Caller& caller,
                          v1::QueryUploadResponse* response) const;
  absl::Status FillOutcome(const v1::GetOutcomeRequest& request,
                           const rpc::Caller& caller,
                           v1::GetOutcomeResponse* response) const;
  absl::Status FillDecisionOutcome(const v1::GetOutcomeRequest& request,
                                   v1::GetOutcomeResponse* response) const;
  absl::Status FillUploadOutcome(const std::string& department,
                                 const std::string& request_id,
                                 const rpc::Caller& caller,
                                 v1::GetOutcomeResponse* response) const;
  absl::Status FillPage(const v1::ListSubmissionsRequest& request,
                        const rpc::Caller& caller,
                        v1::ListSubmissionsResponse* response) const;
  absl::Status FillDepartments(const v1::ListDepartmentsRequest& request,
                               const rpc::Caller& caller,
                               v1::ListDepartmentsResponse* response) const;
  absl::Status FillProgress(const v1::ListProgressRequest& request,
                            v1::ListProgressResponse* response) const;
  absl::Status FillFindings(const std::string& name,
                            v1::ListFindingsResponse* response) const;
  absl::Status FillWaivers(const v1::ListWaiversRequest& request,
                           v1::ListWaiversResponse* response) const;
  absl::Status FillDocument(const std::string& name, const rpc::Caller& caller,
                            budget::v1::Document* response) const;
  absl::Status FillSubmission(const std::string& department,
                              const storage::SubmissionRecord& record,
                              v1::Submission* response) const;

  const IngestionServiceOptions options_;
  UploadBudget upload_budget_;
  IdleWatch idle_watch_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_INGESTION_SERVICE_H_
