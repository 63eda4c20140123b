#ifndef YUHENG_SERVICES_CLI_COMMANDS_STORED_SUBMISSION_H_
#define YUHENG_SERVICES_CLI_COMMANDS_STORED_SUBMISSION_H_

#include <memory>
#include <string>

#include "absl/types/optional.h"
#include "grpcpp/support/status.h"
#include "services/cli/command.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {

// Ingestion, or null after saying why it can't be reached.
std::unique_ptr<ingestion::v1::IngestionService::Stub> ConnectIngestion(
    const Environment& environment);

// The name of the submission that people call by its name, its id, or the
// beginning of its id. Says what is wrong and gives nothing when there is none
// or more than one.
absl::optional<std::string> FindSubmission(
    const Environment& environment, ingestion::v1::IngestionService::Stub& stub,
    const std::string& called);

// Whether it is of this year and stage; 0 stands for any.
bool IsOf(const PeriodOptions& period,
          const ingestion::v1::Submission& submission);

// What ingestion keeps of a submission, by its name.
grpc::Status FetchSubmission(ingestion::v1::IngestionService::Stub& stub,
                             const std::string& name,
                             ingestion::v1::Submission* submission);
grpc::Status FetchFindings(ingestion::v1::IngestionService::Stub& stub,
                           const std::string& name,
                           ingestion::v1::ListFindingsResponse* findings);
grpc::Status FetchSource(ingestion::v1::IngestionService::Stub& stub,
                         const std::string& name, std::string* bytes);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_STORED_SUBMISSION_H_
