#ifndef YUHENG_SERVICES_REPORTING_SERVICE_REPORTING_SERVICE_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_REPORTING_SERVICE_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "services/budget/department_list.h"
#include "services/budget/table_shape.h"
#include "services/reporting/peers/peers.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/work_queue.h"
#include "services/telemetry/metrics.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"

namespace yuheng::reporting {

// Largest piece of a file.
inline constexpr size_t kChunkSizeBytesMax = 256 << 10;

// The pointers outlive the service.
struct ReportingServiceOptions {
  const budget::Form* form = nullptr;
  // Names for titles; nullptr when there is no list: codes stand for names.
  const budget::DepartmentList* departments = nullptr;
  std::string division;
  std::string prefecture_name;  // Empty: the division code stands for it.
  Peers* peers = nullptr;
  rpc::WorkQueue* queue = nullptr;  // Where peers are asked and sheets written.
  rpc::CallGate* gate = nullptr;
  telemetry::Metrics* metrics = nullptr;
  std::function<absl::Time()> now;
};

// The gRPC adapter. Everything that waits or computes runs on the work queue.
// Counts yuheng_reporting_tables_total and observes
// yuheng_reporting_render_seconds{what="tables"|"workbook"|"template"}.
//
// Refusals: FIELD_INVALID; DEPARTMENT_UNKNOWN for a department that neither
// the list nor the ledgers have; UNAVAILABLE_PEER, DEADLINE and what peers
// refuse (REVISION_IN_FUTURE, …); QUEUE_FULL and CALLS_TOO_MANY with a retry
// hint.
class ReportingServiceImpl final
    : public v1::ReportingService::CallbackService {
 public:
  explicit ReportingServiceImpl(ReportingServiceOptions options);

  grpc::ServerUnaryReactor* GetTables(grpc::CallbackServerContext* context,
                                      const v1::GetTablesRequest* request,
                                      v1::GetTablesResponse* response) override;
  grpc::ServerWriteReactor<v1::RenderWorkbookResponse>* RenderWorkbook(
      grpc::CallbackServerContext* context,
      const v1::RenderWorkbookRequest* request) override;
  grpc::ServerWriteReactor<v1::RenderTemplateResponse>* RenderTemplate(
      grpc::CallbackServerContext* context,
      const v1::RenderTemplateRequest* request) override;
  grpc::ServerUnaryReactor* GetProgress(
      grpc::CallbackServerContext* context,
      const v1::GetProgressRequest* request,
      v1::GetProgressResponse* response) override;

 private:
  const ReportingServiceOptions options_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_REPORTING_SERVICE_H_
