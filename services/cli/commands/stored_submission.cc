#include "services/cli/commands/stored_submission.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"

namespace yuheng::cli {

using Stub = ingestion::v1::IngestionService::Stub;

std::unique_ptr<Stub> ConnectIngestion(const Environment& environment) {
  const auto channel = Connect(environment, Service::kIngestion);
  return channel == nullptr ? nullptr
                            : ingestion::v1::IngestionService::NewStub(channel);
}

absl::optional<std::string> FindSubmission(const Environment& environment,
                                           Stub& stub,
                                           const std::string& called) {
  if (absl::StrContains(called, '/')) return called;
  const Terminal& terminal = environment.terminal;
  // Who works for several departments may ask of each.
  std::vector<std::string> parents;
  for (const std::string& code : OwnDepartments(environment)) {
    parents.push_back(ScopeName(environment, code, ""));
  }
  if (parents.empty()) parents.push_back(ScopeName(environment, "", ""));
  std::vector<std::string> found;
  for (const std::string& parent : parents) {
    ingestion::v1::ListSubmissionsRequest request;
    request.set_parent(parent);
    request.set_id_prefix(called);
    request.set_page_size(2);
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub.ListSubmissions(&context, request, &response);
        });
    if (!status.ok()) {
      ReportFailure(terminal, status);
      return absl::nullopt;
    }
    for (const auto& submission : response.submissions()) {
      found.push_back(submission.name());
    }
  }
  if (found.size() == 1) return found[0];
  PrintError(terminal, Say(terminal,
                           found.empty() ? "cli.submission_unknown"
                                         : "cli.submission_ambiguous",
                           {{"submission", called}}));
  return absl::nullopt;
}

bool IsOf(const PeriodOptions& period,
          const ingestion::v1::Submission& submission) {
  return (period.fiscal_year == 0 ||
          submission.fiscal_year() == period.fiscal_year) &&
         (period.stage == 0 || submission.stage() == period.stage);
}

grpc::Status FetchSubmission(Stub& stub, const std::string& name,
                             ingestion::v1::Submission* submission) {
  ingestion::v1::GetSubmissionRequest request;
  request.set_name(name);
  return rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub.GetSubmission(&context, request, submission);
      });
}

grpc::Status FetchFindings(Stub& stub, const std::string& name,
                           ingestion::v1::ListFindingsResponse* findings) {
  ingestion::v1::ListFindingsRequest request;
  request.set_parent(name);
  return rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub.ListFindings(&context, request, findings);
      });
}

grpc::Status FetchSource(Stub& stub, const std::string& name,
                         std::string* bytes) {
  ingestion::v1::ReadSourceRequest request;
  request.set_name(name);
  return rpc::CallWithRetry(
      {.call_deadline = rpc::kUploadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        bytes->clear();
        const auto reader = stub.ReadSource(&context, request);
        ingestion::v1::ReadSourceResponse piece;
        while (reader->Read(&piece)) bytes->append(piece.chunk());
        return reader->Finish();
      });
}

}  // namespace yuheng::cli
