#include "services/cli/commands/outcome.h"

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::GetOutcomeResponse;
using ingestion::v1::IngestionService;
using ingestion::v1::Submission;

struct OutcomeOptions {
  std::string request_id;
  std::string name;        // Of a decision.
  std::string department;  // Of an upload; empty for any.
  OutputFormat format = OutputFormat::kTable;
};

grpc::Status FetchOutcome(IngestionService::Stub& stub,
                          const std::string& parent,
                          const std::string& request_id,
                          GetOutcomeResponse* response) {
  ingestion::v1::GetOutcomeRequest request;
  request.set_parent(parent);
  request.set_request_id(request_id);
  return rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub.GetOutcome(&context, request, response);
      });
}

bool IsAnswerLost(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
}

int RunOutcome(const Environment& environment, const OutcomeOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  std::string parent = ScopeName(environment, options.department, "");
  if (!options.name.empty()) {
    const auto name = FindSubmission(environment, *stub, options.name);
    if (!name) return kExitUsage;
    parent = *name;
  }
  GetOutcomeResponse response;
  const grpc::Status status =
      FetchOutcome(*stub, parent, options.request_id, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  if (!response.has_submission()) {
    PrintRemark(terminal, Say(terminal, "submissions.outcome_none",
                              {{"request_id", options.request_id}}));
    return kExitFound;
  }
  const bool table = options.format == OutputFormat::kTable;
  const auto state = [&](ingestion::v1::SubmissionState of) {
    return OutputCell{table ? StateWord(terminal, of) : StateName(of),
                      StateColor(of)};
  };
  const ingestion::v1::StateChange& change = response.state_change();
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"submission", budget::Message("cli.column_submission")},
       {"decided", budget::Message("submissions.column_decided")},
       {"time", budget::Message("submissions.column_time")},
       {"actor", budget::Message("submissions.column_actor")},
       {"state", budget::Message("submissions.column_state_now")}});
  const std::string& name = response.submission().name();
  rows->Row({table ? ShortId(name) : name, state(change.state()),
             TimeText(change.time()), change.actor(),
             state(response.submission().state())});
  rows->Finish();
  return kExitOk;
}

}  // namespace

void RemarkLostAnswer(const Terminal& terminal, const grpc::Status& status,
                      const std::string& request_id, const std::string& name) {
  if (!IsAnswerLost(status)) return;
  PrintRemark(terminal,
              Say(terminal, "submissions.decided_unknown",
                  {{"request_id", request_id}, {"submission", name}}));
}

grpc::Status SettleDecision(const Environment& environment,
                            IngestionService::Stub& stub,
                            const std::string& name,
                            const std::string& request_id,
                            const grpc::Status& status,
                            Submission* submission) {
  if (!IsAnswerLost(status)) return status;
  GetOutcomeResponse response;
  if (FetchOutcome(stub, name, request_id, &response).ok() &&
      response.has_submission()) {
    *submission = response.submission();
    return grpc::Status::OK;
  }
  // It may still wait for its turn.
  RemarkLostAnswer(environment.terminal, status, request_id, name);
  return status;
}

void AddOutcome(CLI::App* group, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  auto options = std::make_shared<OutcomeOptions>();
  CLI::App* command = group->add_subcommand(
      "outcome", Say(terminal, "cli.submissions_outcome_description"));
  command
      ->add_option("REQUEST_ID", options->request_id,
                   Say(terminal, "submissions.option_outcome_id"))
      ->required();
  CLI::Option* name = command->add_option(
      "NAME", options->name, Say(terminal, "submissions.option_outcome_name"));
  AddDepartmentOption(*command, terminal, &options->department)->excludes(name);
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunOutcome(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
