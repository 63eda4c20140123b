#ifndef YUHENG_SERVICES_OPERATIONS_AUDIT_LOG_SERVICE_H_
#define YUHENG_SERVICES_OPERATIONS_AUDIT_LOG_SERVICE_H_

#include "services/rpc/call_gate.h"
#include "services/rpc/work_queue.h"
#include "yuheng/audit/v1/audit_log_service.grpc.pb.h"

namespace yuheng::operations {

// Records that one page looks at, whether it takes them or not.
inline constexpr int kAuditRecordsReadMax = 100'000;

// Shows auditors the audit log of the process it runs in: its gate's.
class AuditLogServiceImpl final
    : public audit::v1::AuditLogService::CallbackService {
 public:
  // The gate outlives the service.
  explicit AuditLogServiceImpl(rpc::CallGate* gate);

  grpc::ServerUnaryReactor* ListAuditRecords(
      grpc::CallbackServerContext* context,
      const audit::v1::ListAuditRecordsRequest* request,
      audit::v1::ListAuditRecordsResponse* response) override;

 private:
  absl::Status List(const audit::v1::ListAuditRecordsRequest& request,
                    audit::v1::ListAuditRecordsResponse* response) const;

  rpc::CallGate* const gate_;
  // Last: ends before what it uses.
  rpc::WorkQueue reads_;
};

}  // namespace yuheng::operations

#endif  // YUHENG_SERVICES_OPERATIONS_AUDIT_LOG_SERVICE_H_
