#ifndef YUHENG_SERVICES_REPORTING_SERVICE_WORKBOOK_CALL_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_WORKBOOK_CALL_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "services/reporting/service/reporting_service.h"
#include "services/rpc/call_gate.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"

namespace yuheng::reporting {

// One RenderWorkbook: rendered on the work queue, then written piece by piece
// as the client takes them. Deletes itself when done.
class WorkbookCall final
    : public grpc::ServerWriteReactor<v1::RenderWorkbookResponse> {
 public:
  // `options`, `context` and `request` outlive the call.
  WorkbookCall(const ReportingServiceOptions& options,
               const grpc::CallbackServerContext* context,
               const v1::RenderWorkbookRequest* request);

  // Once. The call may be gone when it returns.
  void Start();

  void OnWriteDone(bool ok) override;
  void OnCancel() override {}  // The next write fails and ends the call.
  void OnDone() override { delete this; }

 private:
  void Render();
  void WriteNext();

  const ReportingServiceOptions& options_;
  const grpc::CallbackServerContext& context_;
  const v1::RenderWorkbookRequest& request_;
  const absl::StatusOr<rpc::CallGate::Pass> pass_;
  // Touched by one thread at a time: the worker until its first write, then
  // one reaction after another.
  std::string workbook_;
  size_t written_bytes_ = 0;
  v1::RenderWorkbookResponse response_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_WORKBOOK_CALL_H_
