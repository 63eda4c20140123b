#ifndef YUHENG_SERVICES_CLI_COMMANDS_OUTCOME_H_
#define YUHENG_SERVICES_CLI_COMMANDS_OUTCOME_H_

#include <string>

#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "services/cli/command.h"
#include "services/rpc/client.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {

// Calls what decides about submissions. `request` has a request_id: a call that
// fails for a passing reason is made again, and decides once.
template <typename Request, typename Response>
grpc::Status CallDecision(
    ingestion::v1::IngestionService::Stub& stub,
    grpc::Status (ingestion::v1::IngestionService::Stub::*method)(
        grpc::ClientContext*, const Request&, Response*),
    const Request& request, Response* response) {
  return rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return (stub.*method)(&context, request, response);
      });
}

// After a decision failed with `status`: where the answer may just have been
// lost, says how to ask for the outcome of `name`, what was decided about.
void RemarkLostAnswer(const Terminal& terminal, const grpc::Status& status,
                      const std::string& request_id, const std::string& name);

// After a decision about the submission `name` failed with `status`: where the
// answer may just have been lost, asks what became of it. OK, with the
// submission, when it was decided. Else `status`, as RemarkLostAnswer.
grpc::Status SettleDecision(const Environment& environment,
                            ingestion::v1::IngestionService::Stub& stub,
                            const std::string& name,
                            const std::string& request_id,
                            const grpc::Status& status,
                            ingestion::v1::Submission* submission);

// submissions outcome.
void AddOutcome(CLI::App* group, Environment& environment, Action& action);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_OUTCOME_H_
