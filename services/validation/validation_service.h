#ifndef YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_
#define YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_

#include <functional>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "services/budget/table_shape.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/work_queue.h"
#include "services/telemetry/metrics.h"
#include "services/validation/rule_metrics.h"
#include "services/validation/validator.h"
#include "yuheng/validation/v1/validation_service.grpc.pb.h"

namespace yuheng::validation {

// Findings that wait for one reader at most, in bytes: then the check waits,
// so that a document at its limits with a slow reader can't fill memory.
inline constexpr size_t kWaitingBytesMax = size_t{1} << 20;
// How long a check waits for a reader before the call is cancelled.
inline constexpr absl::Duration kReaderTimeout = absl::Seconds(30);

// All outlive the service.
struct ValidationServiceOptions {
  const budget::Form* form = nullptr;
  const Validator* validator = nullptr;
  rpc::WorkQueue* queue = nullptr;  // Where documents are checked.
  rpc::CallGate* gate = nullptr;
  telemetry::Metrics* metrics = nullptr;
  std::function<absl::Time()> now;
  size_t waiting_bytes_max = kWaitingBytesMax;
  absl::Duration reader_timeout = kReaderTimeout;
};

// The gRPC adapter. Documents are checked on the work queue, never in a
// reaction; findings go out while later ones are being found. Counts
// yuheng_validation_documents_total{verdict}, yuheng_validation_check_seconds,
// yuheng_validation_slow_readers_total and what RuleMetrics says.
//
// Validate: RESOURCE_EXHAUSTED (QUEUE_FULL, CALLS_TOO_MANY) with a retry hint;
// INVALID_ARGUMENT (FIELD_INVALID) names what of the document or a reference
// breaks a limit, or says that the bytes are no request; CANCELLED when the
// reader does not read for reader_timeout. It takes and gives bytes, so that a
// document, which is thousands of small messages, is made and forgotten at once
// where it is checked.
class ValidationServiceImpl final
    : public v1::ValidationService::WithRawCallbackMethod_Validate<
          v1::ValidationService::WithCallbackMethod_ListRules<
              v1::ValidationService::Service>> {
 public:
  explicit ValidationServiceImpl(ValidationServiceOptions options);

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Validate(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const v1::ListRulesRequest* request,
                                      v1::ListRulesResponse* response) override;

 private:
  const ValidationServiceOptions options_;
  const RuleMetrics rule_metrics_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_VALIDATION_SERVICE_H_
