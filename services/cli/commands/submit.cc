#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/cli/command.h"
#include "services/cli/commands/document_file.h"
#include "services/cli/commands/finding_list.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/commands/overlay_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/upload.h"
#include "services/cli/commands/waiver_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/cli/output/json.h"
#include "services/rpc/client.h"
#include "services/validation/finding_codec.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::Submission;
using ingestion::v1::SubmitHeader;
using ingestion::v1::SubmitResponse;

constexpr int kFindingsPageSize = 200;

constexpr size_t kLongUploadBytes = size_t{1} << 20;

struct SubmitOptions {
  std::vector<std::string> files;
  std::string again;
  std::string department;
  std::string unit;
  std::string request_id;
  std::string resume;  // The request id of the upload that goes on.
  std::string actor;
  int stage = 4;
  int fiscal_year = 0;
  bool validate_only = false;
  bool test = false;
  const budget::Form* form = nullptr;  // Null: as the files look.
  OutputFormat format = OutputFormat::kTable;
  ShownFindings shown;
};

// What one upload brought back.
struct Outcome {
  Submission submission;
  bool replayed = false;
  std::vector<validation::Finding> findings;
  std::vector<std::string> problems;
  std::set<std::string> explained;  // Ids, carried over from earlier versions.
};

void Take(const Terminal& terminal, SubmitResponse& response,
          Outcome* outcome) {
  switch (response.event_case()) {
    case SubmitResponse::kReceipt:
      outcome->replayed = response.receipt().replayed();
      break;
    case SubmitResponse::kFindings:
      for (const auto& finding : response.findings().findings()) {
        outcome->findings.push_back(validation::FindingFromProto(finding));
      }
      break;
    case SubmitResponse::kProblem:
      outcome->problems.push_back(
          absl::StrCat(terminal.Pick(budget::ShortLocation(
                           {response.problem().location().line(),
                            response.problem().location().reference()})),
                       ": ",
                       terminal.language == Language::kZh
                           ? response.problem().message().zh()
                           : response.problem().message().en()));
      break;
    case SubmitResponse::kSubmission:
      outcome->submission = std::move(*response.mutable_submission());
      break;
    case SubmitResponse::kStateChange:
    case SubmitResponse::EVENT_NOT_SET:
      break;
  }
}

void PrintJson(const Terminal& terminal, const std::string& file,
               const Outcome& outcome, validation::Severity least) {
  const Submission& submission = outcome.submission;
  std::vector<validation::Finding> findings = outcome.findings;
  validation::VerdictSummary verdict =
      validation::VerdictSummaryFromProto(submission.verdict());
  LeaveOutBelow(least, &findings, &verdict.groups);
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(file);
  json.Key("submission").String(submission.name());
  json.Key("state").String(StateName(submission.state()));
  json.Key("checked").Bool(submission.has_verdict());
  json.Key("version").Number(submission.version());
  json.Key("replayed").Bool(outcome.replayed);
  json.Key("late").Bool(submission.late());
  json.Key("test").Bool(submission.test());
  json.Key("entry").String(submission.entry());
  json.Key("revision").Number(submission.revision());
  json.Key("findings").BeginArray();
  for (const validation::Finding& finding : findings) {
    WriteFinding(finding, &json);
  }
  json.EndArray();
  json.Key("groups").BeginArray();
  for (const auto& group : verdict.groups) WriteGroup(group, &json);
  json.EndArray();
  WriteOverlay(verdict, &json);
  json.EndObject();
  *terminal.out << json.text() << "\n";
}

// Errors were found that nobody has explained, or the document did not go
// through for another reason.
bool IsRefused(const Submission& submission) {
  switch (submission.state()) {
    case ingestion::v1::SUBMISSION_STATE_RETURNED:
    case ingestion::v1::SUBMISSION_STATE_UNREADABLE:
      return true;
    case ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION:
    case ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW:
    case ingestion::v1::SUBMISSION_STATE_ACCEPTED:
    case ingestion::v1::SUBMISSION_STATE_POSTED:
      return false;
    default:
      return submission.verdict().error_count() > 0;
  }
}

// Whether the document waits for somebody, whom the newest step names.
bool Waits(const Submission& submission) {
  return submission.state() ==
             ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION ||
         submission.state() == ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW;
}

void PrintText(const Terminal& terminal, const std::string& file,
               const std::string& bytes, const SubmitOptions& options,
               const Outcome& outcome) {
  const Submission& submission = outcome.submission;
  const validation::VerdictSummary verdict =
      validation::VerdictSummaryFromProto(submission.verdict());
  *terminal.out << Paint(terminal.out_color, Color::kBold,
                         file.substr(file.rfind('/') + 1))
                << "  " << submission.department_display_name() << "  "
                << Paint(terminal.out_color, StateColor(submission.state()),
                         StateWord(terminal, submission.state()))
                << "  ";
  if (submission.has_verdict()) {
    *terminal.out << SummaryText(terminal, verdict,
                                 validation::Severity::kNote);
  } else if (submission.state() == ingestion::v1::SUBMISSION_STATE_RECEIVED) {
    *terminal.out << Say(terminal, "cli.submit_unchecked");
  }
  if (submission.late()) {
    *terminal.out << "  "
                  << Paint(terminal.out_color, Color::kYellow,
                           Say(terminal, "windows.late_mark"));
  }
  if (outcome.replayed) {
    *terminal.out << "  " << Say(terminal, "cli.submit_replayed");
  }
  if (submission.revision() > 0) {
    *terminal.out << "  "
                  << Say(terminal, "cli.submit_revision",
                         {{"revision", absl::StrCat(submission.revision())}});
  }
  *terminal.out << "\n";
  if (!submission.name().empty()) {
    *terminal.out << "  "
                  << Say(terminal, "cli.submit_name",
                         {{"submission", LastSegment(submission.name())},
                          {"period",
                           PeriodText(terminal, submission.fiscal_year(),
                                      submission.stage())},
                          {"version", absl::StrCat(submission.version())}})
                  << "\n";
  }
  PrintOverlay(terminal, verdict);
  if (!submission.history().empty() &&
      (IsRefused(submission) || Waits(submission))) {
    const auto& reason =
        submission.history(submission.history_size() - 1).reason();
    *terminal.out << "  " << terminal.Pick({reason.zh(), reason.en()}) << "\n";
  }
  const auto document = ReadDocumentBytes(
      terminal, file, bytes, budget::FindForm(submission.verdict().form()));
  PrintFindings(terminal,
                {.findings = outcome.findings,
                 .groups = verdict.groups,
                 .document = document.ok() ? &*document : nullptr,
                 .explained = outcome.explained},
                options.shown);
  for (const std::string& problem : outcome.problems) {
    *terminal.err << file << ":" << problem << "\n";
  }
  terminal.out->flush();
}

// Sends one document and prints what became of it. Returns the exit code.
int SendOne(const Environment& environment, const SubmitOptions& options,
            IngestionService::Stub& stub, const std::string& file,
            const SubmitHeader& header, const std::string& bytes,
            ProgressLine& progress) {
  const Terminal& terminal = environment.terminal;
  Outcome outcome;
  // Of what takes long, who is interrupted knows it.
  if (bytes.size() > kLongUploadBytes && options.resume.empty() &&
      !options.validate_only) {
    PrintRemark(terminal, Say(terminal, "cli.submit_request_id",
                              {{"request_id", header.request_id()}}));
  }
  const grpc::Status status = UploadDocument(
      stub, header, bytes, !options.resume.empty(), {},
      [&outcome] { outcome = Outcome(); },
      [&](SubmitResponse& response) { Take(terminal, response, &outcome); });
  progress.Clear();
  if (!status.ok()) {
    *terminal.err << file << ":\n";
    const int exit_code = ReportFailure(terminal, status);
    if (status.error_code() == grpc::UNAVAILABLE && !options.validate_only) {
      *terminal.err << Say(terminal, "cli.submit_resume",
                           {{"request_id", header.request_id()}})
                    << "\n";
    }
    return exit_code;
  }
  if (options.format == OutputFormat::kJson) {
    PrintJson(terminal, file, outcome, options.shown.least);
  } else {
    std::vector<ingestion::v1::Waiver> waivers;
    const std::string& name = outcome.submission.name();
    // Without them the findings stand there unexplained.
    if (!name.empty() &&
        FetchWaivers(stub, name, /*show_deleted=*/false, &waivers).ok()) {
      outcome.explained = ExplainedBy(waivers);
    }
    PrintText(terminal, file, bytes, options, outcome);
  }
  return IsRefused(outcome.submission) ? kExitFound : kExitOk;
}

SubmitHeader HeaderOf(const Environment& environment,
                      const SubmitOptions& options,
                      const std::string& file_name) {
  SubmitHeader header;
  header.set_parent(ScopeName(environment, options.department, ""));
  header.set_request_id(!options.resume.empty()       ? options.resume
                        : !options.request_id.empty() ? options.request_id
                                                      : NewRequestId());
  header.set_file_name(file_name);
  header.set_stage(static_cast<budget::v1::Stage>(options.stage));
  header.set_unit(options.unit);
  header.set_fiscal_year(options.fiscal_year);
  header.set_validate_only(options.validate_only);
  header.set_test(options.test);
  if (options.form != nullptr) header.set_form(options.form->id);
  header.set_actor(options.actor);
  return header;
}

std::string ParentOf(const Submission& submission) {
  return submission.name().substr(0, submission.name().find("/submissions/"));
}

// Whether a version counts, or will when it has been looked at.
bool IsLive(const Submission& submission) {
  switch (submission.state()) {
    case ingestion::v1::SUBMISSION_STATE_RECEIVED:
    case ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION:
    case ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW:
    case ingestion::v1::SUBMISSION_STATE_ACCEPTED:
    case ingestion::v1::SUBMISSION_STATE_POSTED:
      return true;
    default:
      return false;
  }
}

// Whether there is a newer live version than a submission, which sending it
// again would replace.
grpc::Status FindNewer(IngestionService::Stub& stub,
                       const Submission& submission, bool* found) {
  ingestion::v1::ListSubmissionsRequest request;
  request.set_parent(ParentOf(submission));
  request.set_page_size(kFindingsPageSize);
  do {
    ingestion::v1::ListSubmissionsResponse response;
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    grpc::Status status = stub.ListSubmissions(&context, request, &response);
    if (!status.ok()) return status;
    for (const Submission& other : response.submissions()) {
      *found = *found || (IsLive(other) &&
                          other.fiscal_year() == submission.fiscal_year() &&
                          other.stage() == submission.stage() &&
                          other.unit() == submission.unit() &&
                          other.version() > submission.version());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

int RunAgain(const Environment& environment, const SubmitOptions& options,
             IngestionService::Stub& stub) {
  const Terminal& terminal = environment.terminal;
  const auto name = FindSubmission(environment, stub, options.again);
  if (!name) return kExitUsage;
  Submission submission;
  std::string bytes;
  bool newer = false;
  grpc::Status status = FetchSubmission(stub, *name, &submission);
  if (status.ok()) status = FindNewer(stub, submission, &newer);
  if (status.ok()) status = FetchSource(stub, *name, &bytes);
  if (!status.ok()) return ReportFailure(terminal, status);
  if (newer) {
    PrintError(terminal, Say(terminal, "cli.submit_again_newer",
                             {{"submission", LastSegment(*name)}}));
    return kExitFound;
  }
  // As it was sent before.
  SubmitHeader header = HeaderOf(environment, options, submission.file_name());
  header.set_parent(ParentOf(submission));
  header.set_stage(submission.stage());
  header.set_unit(submission.unit());
  header.set_fiscal_year(submission.fiscal_year());
  header.set_test(submission.test());
  header.set_form(submission.form());
  ProgressLine progress(terminal);
  return SendOne(environment, options, stub, submission.file_name(), header,
                 bytes, progress);
}

int RunSubmit(const Environment& environment, const SubmitOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  if (!options.again.empty()) return RunAgain(environment, options, *stub);
  ProgressLine progress(terminal);
  int exit_code = kExitOk;
  int done = 0;
  for (const std::string& file : options.files) {
    progress.Update(absl::StrCat(++done, "/", options.files.size(), " ", file));
    const auto read = ReadDocumentFile(terminal, file);
    if (!read.ok()) {
      progress.Clear();
      PrintError(terminal, read.status().message());
      exit_code = kExitUsage;
      continue;
    }
    exit_code =
        std::max(exit_code, SendOne(environment, options, *stub, file,
                                    HeaderOf(environment, options, read->name),
                                    read->bytes, progress));
  }
  return exit_code;
}

}  // namespace

void AddSubmit(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("submit", Say(terminal, "cli.submit_description"));
  command->footer(Say(terminal, "cli.submit_examples"));
  auto options = std::make_shared<SubmitOptions>();
  command->add_option("FILE", options->files,
                      Say(terminal, "cli.option_files"));
  CLI::Option* again = command->add_option("--again", options->again,
                                           Say(terminal, "cli.option_again"));
  AddDepartmentOption(*command, terminal, &options->department);
  command->add_option("--unit", options->unit, Say(terminal, "cli.option_unit"))
      ->check(ResourceCode(terminal));
  CLI::Option* request_id =
      command->add_option("--request-id", options->request_id,
                          Say(terminal, "cli.option_request_id"));
  CLI::Option* resume = command->add_option(
      "--resume", options->resume, Say(terminal, "submissions.option_resume"));
  resume->excludes(request_id)->excludes(again);
  command->add_option("--actor", options->actor,
                      Say(terminal, "cli.option_actor"));
  CLI::Option* validate_only =
      command->add_flag("--validate-only", options->validate_only,
                        Say(terminal, "cli.option_validate_only"));
  resume->excludes(validate_only);
  command
      ->add_flag("--test", options->test,
                 Say(terminal, "submissions.option_test"))
      ->excludes(validate_only)
      ->excludes(again);
  auto period = std::make_shared<PeriodOptions>();
  period->fiscal_year = 0;
  AddPeriodOptions(*command, terminal, period.get());
  // Or it would go to another stage than it began for.
  resume->needs(command->get_option("--stage"));
  AddFormOption(*command, terminal, "forms.option_submit_form", &options->form);
  // What is sent again says them all.
  for (const char* name :
       {"FILE", "--department", "--unit", "--year", "--stage", "--form"}) {
    again->excludes(command->get_option(name));
  }
  AddOutputOption(*command, terminal, &options->format, /*with_csv=*/false);
  AddShownOptions(*command, terminal, &options->shown);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, command, options, period] {
    if (options->files.empty() && options->again.empty()) {
      throw CLI::RequiredError("FILE");
    }
    if (!options->resume.empty() && options->files.size() != 1) {
      throw CLI::ValidationError("--resume", "FILE");
    }
    // Unless asked for, people are not shown notes.
    if (options->format == OutputFormat::kTable &&
        command->count("--least") == 0) {
      options->shown.least = validation::Severity::kWarning;
    }
    options->stage = period->stage;
    options->fiscal_year = period->fiscal_year;
    action = [&environment, options] {
      return RunSubmit(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
