#ifndef YUHENG_SERVICES_INGESTION_PEERS_VALIDATION_CHECKER_H_
#define YUHENG_SERVICES_INGESTION_PEERS_VALIDATION_CHECKER_H_

#include <memory>

#include "grpcpp/channel.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/rules_in_force.h"
#include "yuheng/validation/v1/validation_service.grpc.pb.h"

namespace yuheng::ingestion {

// The validation service as the checker of documents. Blocks its caller.
class ValidationChecker final : public DocumentChecker {
 public:
  // Tells `in_force` what each verdict was given on; nullptr for nobody. It
  // must outlive this.
  explicit ValidationChecker(std::shared_ptr<grpc::Channel> channel,
                             RulesInForce* in_force = nullptr);

  // DOCUMENT_TOO_LARGE when the document does not fit into one message. Where
  // only the references do not fit, the units' documents, then all of them, are
  // taken out, and rules say that they were not given.
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink) override;

 private:
  const std::unique_ptr<validation::v1::ValidationService::Stub> stub_;
  RulesInForce* const in_force_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_PEERS_VALIDATION_CHECKER_H_
