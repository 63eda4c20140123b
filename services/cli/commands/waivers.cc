#include <memory>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/waiver_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/client.h"
#include "services/validation/finding_codec.h"
#include "services/validation/report/words.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::Waiver;

// What the service takes: kWaiverTextBytesMax of storage and
// kActorRequestBytesMax of ingestion.
constexpr size_t kTextBytesMax = 2000;
constexpr size_t kActorBytesMax = 128;

struct WaiversOptions {
  std::string submission;
  std::string finding;
  std::string text;
  std::string actor;
  bool deleted = false;
  OutputFormat format = OutputFormat::kTable;
};

// A table has no room for where an explanation came from.
std::vector<OutputColumn> Columns(OutputFormat format) {
  std::vector<OutputColumn> columns = {
      {"finding", budget::Message("waivers.column_finding")},
      {"severity", budget::Message("cli.column_severity")},
      {"rule", budget::Message("cli.column_rule")},
      {"address", budget::Message("cli.column_address")},
      {"state", budget::Message("waivers.column_state")},
      {"actor", budget::Message("waivers.column_actor")},
      {"time", budget::Message("waivers.column_time")},
      {"text", budget::Message("waivers.column_text")},
      {"message", budget::Message("waivers.column_message")}};
  if (format != OutputFormat::kTable) columns.push_back({"origin", {}});
  return columns;
}

// A waiver, or a finding without one (then `waiver` is empty but for it).
void AddRow(const Terminal& terminal, OutputFormat format, const Waiver& waiver,
            RowPrinter* rows) {
  const bool table = format == OutputFormat::kTable;
  const validation::Finding finding =
      validation::FindingFromProto(waiver.finding());
  std::vector<OutputCell> cells = {
      waiver.finding().id(),
      table ? terminal.Pick(validation::SeverityText(finding.severity))
            : std::string(SeverityName(finding.severity)),
      finding.rule,
      finding.places.empty() ? "" : finding.places.front().address,
      {table ? WaiverStateWord(terminal, waiver.state())
             : WaiverStateName(waiver.state()),
       WaiverStateColor(waiver.state())},
      waiver.actor(),
      TimeText(waiver.create_time()),
      waiver.text(),
      terminal.Pick(finding.message)};
  if (!table) {
    cells.push_back(std::string(LastSegment(waiver.origin())));
  }
  rows->Row(std::move(cells));
}

// The explanations, then the errors and warnings without one.
int RunList(const Environment& environment, const WaiversOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, options.submission);
  if (!name) return kExitUsage;
  std::vector<Waiver> waivers;
  grpc::Status status = FetchWaivers(*stub, *name, options.deleted, &waivers);
  if (!status.ok()) return ReportFailure(terminal, status);
  ingestion::v1::ListFindingsResponse response;
  status = FetchFindings(*stub, *name, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(options.format));
  std::set<std::string> explained = ExplainedBy(waivers);
  for (const Waiver& waiver : waivers) {
    AddRow(terminal, options.format, waiver, rows.get());
  }
  for (auto& finding : *response.mutable_findings()) {
    if (finding.severity() < validation::v1::SEVERITY_WARNING ||
        finding.id().empty() || !explained.insert(finding.id()).second) {
      continue;
    }
    Waiver open;
    *open.mutable_finding() = std::move(finding);
    AddRow(terminal, options.format, open, rows.get());
  }
  rows->Finish();
  return kExitOk;
}

int Report(const Environment& environment, const WaiversOptions& options,
           IngestionService::Stub& stub, const std::string& name,
           const grpc::Status& status, const Waiver& waiver) {
  const Terminal& terminal = environment.terminal;
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(options.format));
  AddRow(terminal, options.format, waiver, rows.get());
  rows->Finish();
  if (options.format != OutputFormat::kTable) return kExitOk;
  // Where the submission went because of it.
  ingestion::v1::Submission submission;
  if (!FetchSubmission(stub, name, &submission).ok()) return kExitOk;
  *terminal.out << Say(terminal, "waivers.submission_state",
                       {{"state", StateWord(terminal, submission.state())}})
                << "\n";
  return kExitOk;
}

int RunAdd(const Environment& environment, const WaiversOptions& options) {
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, options.submission);
  if (!name) return kExitUsage;
  const auto finding =
      FindFindingId(environment.terminal, *stub, *name, options.finding);
  if (!finding) return kExitUsage;
  ingestion::v1::CreateWaiverRequest request;
  request.set_parent(*name);
  request.set_waiver_id(*finding);
  request.mutable_waiver()->set_text(options.text);
  request.mutable_waiver()->set_actor(options.actor);
  Waiver waiver;
  // The same text of the same actor again changes nothing.
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->CreateWaiver(&context, request, &waiver);
      });
  return Report(environment, options, *stub, *name, status, waiver);
}

int RunRemove(const Environment& environment, const WaiversOptions& options) {
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, options.submission);
  if (!name) return kExitUsage;
  const auto finding =
      FindFindingId(environment.terminal, *stub, *name, options.finding);
  if (!finding) return kExitUsage;
  ingestion::v1::DeleteWaiverRequest request;
  request.set_name(absl::StrCat(*name, "/waivers/", *finding));
  request.set_actor(options.actor);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  Waiver waiver;
  const grpc::Status status = stub->DeleteWaiver(&context, request, &waiver);
  return Report(environment, options, *stub, *name, status, waiver);
}

void AddCommonOptions(CLI::App* command, Environment& environment,
                      WaiversOptions* options) {
  const Terminal& terminal = environment.terminal;
  command
      ->add_option("SUBMISSION", options->submission,
                   Say(terminal, "cli.option_submission"))
      ->required();
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
}

void AddChangeOptions(CLI::App* command, const Terminal& terminal,
                      WaiversOptions* options) {
  command
      ->add_option("FINDING", options->finding,
                   Say(terminal, "waivers.option_finding"))
      ->required();
  command
      ->add_option("--actor", options->actor, Say(terminal, "cli.option_actor"))
      ->check(Words(terminal, kActorBytesMax));
}

}  // namespace

void AddWaivers(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("waivers", Say(terminal, "waivers.description"));
  group->footer(Say(terminal, "waivers.examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<WaiversOptions>();
  const auto runs = [&environment, &action, options](
                        int (*run)(const Environment&, const WaiversOptions&)) {
    return [&environment, &action, options, run] {
      action = [&environment, options, run] {
        return run(environment, *options);
      };
    };
  };

  CLI::App* list =
      group->add_subcommand("list", Say(terminal, "waivers.list_description"));
  AddCommonOptions(list, environment, options.get());
  list->add_flag("--deleted", options->deleted,
                 Say(terminal, "waivers.option_deleted"));
  list->callback(runs(RunList));

  CLI::App* add =
      group->add_subcommand("add", Say(terminal, "waivers.add_description"));
  AddCommonOptions(add, environment, options.get());
  AddChangeOptions(add, terminal, options.get());
  add->add_option("--text", options->text, Say(terminal, "waivers.option_text"))
      ->check(Words(terminal, kTextBytesMax))
      ->required();
  add->callback(runs(RunAdd));

  CLI::App* remove = group->add_subcommand(
      "remove", Say(terminal, "waivers.remove_description"));
  AddCommonOptions(remove, environment, options.get());
  AddChangeOptions(remove, terminal, options.get());
  remove->callback(runs(RunRemove));
}

}  // namespace yuheng::cli
