#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/budget/regional_form.h"
#include "services/cli/command.h"
#include "services/cli/commands/decide_many.h"
#include "services/cli/commands/finding_list.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/commands/outcome.h"
#include "services/cli/commands/overlay_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/time_option.h"
#include "services/cli/commands/waiver_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/cli/output/json.h"
#include "services/rpc/client.h"
#include "services/validation/finding_codec.h"
#include "services/validation/report/words.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::Submission;

struct SubmissionsOptions : ManyOptions {
  std::string name;
  ingestion::v1::SubmissionState state =
      ingestion::v1::SUBMISSION_STATE_UNSPECIFIED;
  std::string etag;
  bool all_clean = false;
  int limit = 100;
};

constexpr int kSubmissionsPageSize = 200;

// What --state takes: RECEIVED and so on, in any case.
std::map<std::string, ingestion::v1::SubmissionState> States() {
  std::map<std::string, ingestion::v1::SubmissionState> states;
  for (int i = ingestion::v1::SUBMISSION_STATE_UNSPECIFIED + 1;
       ingestion::v1::SubmissionState_IsValid(i); ++i) {
    const auto state = static_cast<ingestion::v1::SubmissionState>(i);
    states.emplace(absl::AsciiStrToLower(StateName(state)), state);
  }
  return states;
}

// A table has no room for what only programs read.
std::vector<OutputColumn> Columns(OutputFormat format) {
  std::vector<OutputColumn> columns = {
      {"submission", budget::Message("cli.column_submission")},
      {"department", budget::Message("cli.column_department")},
      {"unit", budget::Message("cli.column_unit")},
      {"version", budget::Message("cli.column_version"), Align::kRight, true},
      {"state", budget::Message("cli.column_state")},
      {"errors", budget::Message("cli.column_errors"), Align::kRight, true},
      {"warnings", budget::Message("cli.column_warnings"), Align::kRight, true},
      {"notes", budget::Message("cli.column_notes"), Align::kRight, true},
      {"verdict_stale", {}},
      {"received", budget::Message("cli.column_received")},
      {"revision", budget::Message("cli.column_revision"), Align::kRight, true},
      {"file", budget::Message("cli.column_file")},
      {"year", budget::Message("cli.column_year"), Align::kRight, true},
      {"stage", budget::Message("cli.column_stage")},
      {"verdict", budget::Message("cli.column_verdict")},
      {"late", budget::Message("windows.column_late")},
      {"correction_end", {}},
      {"test", {}}};
  if (format != OutputFormat::kTable) return columns;
  std::vector<OutputColumn> shown;
  for (const char* key : {"submission", "department", "unit", "year", "stage",
                          "version", "state", "verdict", "errors", "warnings",
                          "received", "late", "revision", "file"}) {
    shown.push_back(*std::find_if(
        columns.begin(), columns.end(),
        [key](const OutputColumn& column) { return column.key == key; }));
  }
  return shown;
}

OutputCell VerdictCell(const Terminal& terminal, const Submission& submission) {
  if (!submission.has_verdict()) return "";
  std::string text = terminal.Pick(validation::VerdictText(
      validation::VerdictSummaryFromProto(submission.verdict())));
  if (!submission.verdict_stale()) return text;
  absl::StrAppend(&text, Say(terminal, "waivers.verdict_stale"));
  return {text, Color::kYellow};
}

void AddRow(const Terminal& terminal, OutputFormat format,
            const Submission& submission, RowPrinter* rows) {
  const auto& verdict = submission.verdict();
  const std::string revision =
      submission.revision() > 0 ? absl::StrCat(submission.revision()) : "";
  if (format == OutputFormat::kTable) {
    rows->Row({ShortId(submission.name()),
               submission.department_display_name(),
               submission.unit(),
               absl::StrCat(submission.fiscal_year()),
               StageWord(terminal, submission.stage()),
               submission.test() ? Say(terminal, "submissions.test_mark")
                                 : absl::StrCat(submission.version()),
               {StateWord(terminal, submission.state()),
                StateColor(submission.state())},
               VerdictCell(terminal, submission),
               absl::StrCat(verdict.error_count()),
               absl::StrCat(verdict.warning_count()),
               TimeText(submission.receive_time()),
               LateCell(terminal, submission.late()),
               revision,
               submission.file_name()});
    return;
  }
  rows->Row({submission.name(), submission.department_display_name(),
             submission.unit(), absl::StrCat(submission.version()),
             StateName(submission.state()), absl::StrCat(verdict.error_count()),
             absl::StrCat(verdict.warning_count()),
             absl::StrCat(verdict.note_count()),
             submission.verdict_stale() ? "true" : "false",
             TimeText(submission.receive_time()), revision,
             submission.file_name(), absl::StrCat(submission.fiscal_year()),
             StageName(submission.stage()),
             submission.has_verdict()
                 ? std::string(VerdictName(
                       validation::VerdictSummaryFromProto(verdict).verdict))
                 : "",
             submission.late() ? "true" : "false",
             TimeText(submission.correction_end_time()),
             submission.test() ? "true" : "false"});
}

int RunList(const Environment& environment, const SubmissionsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(options.format));
  ingestion::v1::ListSubmissionsRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  request.set_state(options.state);
  int left = options.limit;
  do {
    request.set_page_size(std::min(left, kSubmissionsPageSize));
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListSubmissions(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    for (const Submission& submission : response.submissions()) {
      if (left == 0) break;
      if (!IsOf(options.period, submission)) continue;
      AddRow(terminal, options.format, submission, rows.get());
      --left;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && left > 0);
  rows->Finish();
  if (left == options.limit) {
    PrintRemark(terminal, Say(terminal, "cli.submissions_none"));
  }
  return kExitOk;
}

// Whether a correction of it is still asked for: it came with a correction
// period, or was returned with one, and nothing has been accepted since.
bool MayBeCorrected(const Submission& submission) {
  switch (submission.state()) {
    case ingestion::v1::SUBMISSION_STATE_RECEIVED:
    case ingestion::v1::SUBMISSION_STATE_UNREADABLE:
    case ingestion::v1::SUBMISSION_STATE_RETURNED:
    case ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION:
    case ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW:
      return submission.has_correction_end_time();
    default:
      return false;
  }
}

void PrintHistory(const Terminal& terminal, const Submission& submission) {
  for (const auto& change : submission.history()) {
    *terminal.out << "  " << TimeText(change.time()) << "  "
                  << Paint(terminal.out_color, StateColor(change.state()),
                           StateWord(terminal, change.state()))
                  << "  " << change.actor() << "  "
                  << terminal.Pick({change.reason().zh(), change.reason().en()})
                  << "\n";
  }
}

int RunShow(const Environment& environment, const SubmissionsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, options.name);
  if (!name) return kExitUsage;
  Submission submission;
  ingestion::v1::ListFindingsResponse response;
  grpc::Status status = FetchSubmission(*stub, *name, &submission);
  if (status.ok()) status = FetchFindings(*stub, *name, &response);
  std::vector<ingestion::v1::Waiver> waivers;
  if (status.ok()) {
    status = FetchWaivers(*stub, *name, /*show_deleted=*/false, &waivers);
  }
  if (!status.ok()) return ReportFailure(terminal, status);
  std::vector<validation::Finding> findings;
  for (const auto& message : response.findings()) {
    findings.push_back(validation::FindingFromProto(message));
  }
  *submission.mutable_verdict()->mutable_groups() = response.groups();
  const validation::VerdictSummary verdict =
      validation::VerdictSummaryFromProto(submission.verdict());
  if (options.format == OutputFormat::kJson) {
    JsonWriter json;
    json.BeginObject();
    json.Key("submission").String(submission.name());
    json.Key("state").String(StateName(submission.state()));
    json.Key("etag").String(submission.etag());
    json.Key("late").Bool(submission.late());
    json.Key("test").Bool(submission.test());
    json.Key("form").String(verdict.form);
    json.Key("correctionEnd")
        .String(TimeText(submission.correction_end_time()));
    json.Key("findings").BeginArray();
    for (const auto& finding : findings) WriteFinding(finding, &json);
    json.EndArray();
    json.Key("groups").BeginArray();
    for (const auto& group : verdict.groups) WriteGroup(group, &json);
    json.EndArray();
    json.Key("verdictStale").Bool(submission.verdict_stale());
    json.Key("waivers").BeginArray();
    for (const auto& waiver : waivers) WriteWaiver(waiver, &json);
    json.EndArray().EndObject();
    *terminal.out << json.text() << "\n";
    return kExitOk;
  }
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(options.format));
  AddRow(terminal, options.format, submission, rows.get());
  rows->Finish();
  *terminal.out << "  " << submission.name() << "\n";
  if (const budget::Form* form = budget::FindForm(verdict.form);
      form != nullptr) {
    *terminal.out << "  " << FormText(terminal, *form) << "\n";
  }
  if (MayBeCorrected(submission)) {
    *terminal.out << "  "
                  << Say(terminal, "windows.correct_by",
                         {{"time", TimeText(submission.correction_end_time())}})
                  << "\n";
  }
  PrintHistory(terminal, submission);
  PrintOverlay(terminal, verdict);
  PrintWaivers(terminal, waivers);
  // For the printed names of rows; without them addresses must do.
  std::string bytes;
  absl::StatusOr<budget::Document> document =
      absl::UnavailableError("not fetched");
  if (!findings.empty() && FetchSource(*stub, *name, &bytes).ok()) {
    document = ReadDocumentBytes(terminal, submission.file_name(), bytes,
                                 budget::FindForm(submission.verdict().form()));
  }
  PrintFindings(terminal,
                {.findings = findings,
                 .groups = verdict.groups,
                 .document = document.ok() ? &*document : nullptr,
                 .explained = ExplainedBy(waivers)},
                {.all = true});
  return kExitOk;
}

// Accept, return and withdraw differ in the method and its request only.
template <typename Request>
int RunDecision(const Environment& environment,
                const SubmissionsOptions& options, Request request,
                grpc::Status (IngestionService::Stub::*method)(
                    grpc::ClientContext*, const Request&, Submission*)) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto name = FindSubmission(environment, *stub, options.name);
  if (!name) return kExitUsage;
  request.set_name(*name);
  request.set_etag(options.etag);
  request.set_actor(options.actor);
  request.set_request_id(NewRequestId());
  Submission submission;
  grpc::Status status = CallDecision(*stub, method, request, &submission);
  if (!status.ok()) {
    status = SettleDecision(environment, *stub, *name, request.request_id(),
                            status, &submission);
  }
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(options.format));
  AddRow(terminal, options.format, submission, rows.get());
  rows->Finish();
  return kExitOk;
}

CLI::App* AddNamed(CLI::App* group, const Terminal& terminal,
                   const std::string& name,
                   const std::shared_ptr<SubmissionsOptions>& options) {
  CLI::App* command = group->add_subcommand(
      name,
      Say(terminal, absl::StrCat("cli.submissions_", name, "_description")));
  command
      ->add_option("NAME", options->name,
                   Say(terminal, "cli.option_submission"))
      ->required();
  AddOutputOption(*command, terminal, &options->format);
  return command;
}

// A decision: who, and where it is asked for, why and until when to correct.
template <typename Request,
          grpc::Status (IngestionService::Stub::*method)(
              grpc::ClientContext*, const Request&, Submission*)>
int RunOne(const Environment& environment, const SubmissionsOptions& options) {
  Request request;
  if constexpr (requires { request.set_reason(options.reason); }) {
    request.set_reason(options.reason);
  }
  if constexpr (requires { request.mutable_correction_end_time(); }) {
    if (options.correction_end_time.seconds() != 0) {
      *request.mutable_correction_end_time() = options.correction_end_time;
    }
  }
  return RunDecision(environment, options, std::move(request), method);
}

void AddDecisionOptions(CLI::App* command, const Terminal& terminal,
                        SubmissionsOptions* options) {
  command->add_option("--actor", options->actor,
                      Say(terminal, "cli.option_actor"));
  command->add_option("--etag", options->etag,
                      Say(terminal, "cli.option_etag"));
}

// A decision about one submission or several.
CLI::App* AddDecision(CLI::App* group, const Terminal& terminal,
                      const std::string& name,
                      const std::shared_ptr<SubmissionsOptions>& options) {
  CLI::App* command = group->add_subcommand(
      name,
      Say(terminal, absl::StrCat("cli.submissions_", name, "_description")));
  command->add_option("NAME", options->names,
                      Say(terminal, "cli.option_submission"));
  AddOutputOption(*command, terminal, &options->format);
  AddDecisionOptions(command, terminal, options.get());
  return command;
}

// An etag is of one submission.
void RequireNames(SubmissionsOptions* options) {
  if (options->names.empty()) throw CLI::RequiredError("NAME");
  if (options->names.size() > 1 && !options->etag.empty()) {
    throw CLI::ExcludesError("--etag", "NAME NAME");
  }
  options->name = options->names.front();
}

}  // namespace

void AddSubmissions(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group = app.add_subcommand(
      "submissions", Say(terminal, "cli.submissions_description"));
  group->footer(Say(terminal, "cli.submissions_examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<SubmissionsOptions>();
  // `run` takes the options, or what many decisions need of them.
  const auto runs = [&environment, &action, options](auto* run) {
    return [&environment, &action, options, run] {
      action = [&environment, options, run] {
        return run(environment, *options);
      };
    };
  };

  CLI::App* list = group->add_subcommand(
      "list", Say(terminal, "cli.submissions_list_description"));
  AddDepartmentOption(*list, terminal, &options->department);
  AddPeriodOptions(*list, terminal, &options->period);
  list->add_option("--state", options->state, Say(terminal, "cli.option_state"))
      ->transform(OneOf(terminal, States()));
  list->add_option("--limit", options->limit, Say(terminal, "cli.option_limit"))
      ->check(Between(terminal, 1, 1'000'000));
  AddOutputOption(*list, terminal, &options->format);
  AddConnectionOptions(*list, environment);
  list->callback(runs(RunList));

  CLI::App* show = AddNamed(group, terminal, "show", options);
  show->alias("get");
  AddConnectionOptions(*show, environment);
  show->callback(runs(RunShow));

  AddOutcome(group, environment, action);

  CLI::App* accept = AddDecision(group, terminal, "accept", options);
  CLI::Option* all_clean =
      accept->add_flag("--all-clean", options->all_clean,
                       Say(terminal, "submissions.option_all_clean"));
  all_clean->excludes("NAME");
  AddDepartmentOption(*accept, terminal, &options->department)
      ->needs(all_clean);
  AddPeriodOptions(*accept, terminal, &options->period);
  for (const char* name : {"--year", "--stage"}) {
    CLI::Option* option = accept->get_option(name);
    option->needs(all_clean);
    all_clean->needs(option);
  }
  AddConnectionOptions(*accept, environment);
  accept->callback([runs, options] {
    if (options->all_clean) return runs(AcceptAllClean)();
    RequireNames(options.get());
    if (options->names.size() > 1) return runs(AcceptNamed)();
    runs(RunOne<ingestion::v1::AcceptSubmissionRequest,
                &IngestionService::Stub::AcceptSubmission>)();
  });

  CLI::App* give_back = AddDecision(group, terminal, "return", options);
  give_back
      ->add_option("--reason", options->reason,
                   Say(terminal, "cli.option_reason"))
      ->required();
  const auto add_correct_by = [&](CLI::App* command) {
    AddTimeOption(*command, terminal, "--correct-by",
                  Say(terminal, "windows.option_correct_by"),
                  DayMeans::kItsLastSecond, &options->correction_end_time);
  };
  add_correct_by(give_back);
  AddConnectionOptions(*give_back, environment);
  give_back->callback([runs, options] {
    RequireNames(options.get());
    if (options->names.size() > 1) return runs(ReturnNamed)();
    runs(RunOne<ingestion::v1::ReturnSubmissionRequest,
                &IngestionService::Stub::ReturnSubmission>)();
  });

  CLI::App* withdraw = AddNamed(group, terminal, "withdraw", options);
  AddDecisionOptions(withdraw, terminal, options.get());
  withdraw
      ->add_option("--reason", options->reason,
                   Say(terminal, "cli.option_reason"))
      ->required();
  AddConnectionOptions(*withdraw, environment);
  withdraw->callback(runs(RunOne<ingestion::v1::WithdrawSubmissionRequest,
                                 &IngestionService::Stub::WithdrawSubmission>));

  CLI::App* recheck = AddNamed(group, terminal, "recheck", options);
  AddDecisionOptions(recheck, terminal, options.get());
  recheck->add_option("--reason", options->reason,
                      Say(terminal, "cli.option_reason"));
  add_correct_by(recheck);
  AddConnectionOptions(*recheck, environment);
  recheck->callback(runs(RunOne<ingestion::v1::RecheckSubmissionRequest,
                                &IngestionService::Stub::RecheckSubmission>));

  CLI::App* confirm = AddNamed(group, terminal, "confirm", options);
  AddDecisionOptions(confirm, terminal, options.get());
  AddConnectionOptions(*confirm, environment);
  confirm->callback(runs(RunOne<ingestion::v1::ConfirmSubmissionRequest,
                                &IngestionService::Stub::ConfirmSubmission>));

  CLI::App* decline = AddNamed(group, terminal, "decline", options);
  AddDecisionOptions(decline, terminal, options.get());
  decline
      ->add_option("--reason", options->reason,
                   Say(terminal, "cli.option_reason"))
      ->required();
  AddConnectionOptions(*decline, environment);
  decline->callback(runs(RunOne<ingestion::v1::DeclineSubmissionRequest,
                                &IngestionService::Stub::DeclineSubmission>));
}

}  // namespace yuheng::cli
