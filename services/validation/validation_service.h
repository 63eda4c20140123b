#ifndef YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_
#define YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_

#include <functional>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "services/budget/table_shape.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/work_queue.h"
#include "services/telemetry/metrics.h"
#include "services/validation/validator.h"
#include "yuheng/validation/v1/validation_service.grpc.pb.h"

namespace yuheng::validation {

// All outlive the service.
struct ValidationServiceOptions {
  const budget::Form* form = nullptr;
  const Validator* validator = nullptr;
  rpc::WorkQueue* queue = nullptr;  // Where documents are checked.
  rpc::CallGate* gate = nullptr;
  telemetry::Metrics* metrics = nullptr;
  std::function<absl::Time()> now;
};

// The gRPC adapter. Documents are checked on the work queue, never in a
// reaction; findings go out while later ones are being found. Counts
// yuheng_validation_documents_total{verdict}, _findings_total{rule} and
// yuheng_validation_check_seconds.
//
// Validate: RESOURCE_EXHAUSTED (QUEUE_FULL, CALLS_TOO_MANY) with a retry hint;
// INVALID_ARGUMENT (FIELD_INVALID) names what of the document breaks a limit.
class ValidationServiceImpl final
    : public v1::ValidationService::CallbackService {
 public:
  explicit ValidationServiceImpl(ValidationServiceOptions options);

  grpc::ServerWriteReactor<v1::ValidateResponse>* Validate(
      grpc::CallbackServerContext* context,
      const v1::ValidateRequest* request) override;
  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const v1::ListRulesRequest* request,
                                      v1::ListRulesResponse* response) override;

 private:
  const ValidationServiceOptions options_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_
