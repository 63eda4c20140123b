// yuheng-prove: the operator's proof that a running cluster keeps its promises.
//
//   yuheng-prove --endpoint LIST --departments 104,105 --seconds 60
//   yuheng-prove --check history.jsonl...
//
// Exit code: 0 when everything holds, 1 when something does not, 2 when it
// could not be found out.

#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/connection.h"
#include "services/cli/environment.h"
#include "services/cli/output/terminal.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/history_lines.h"
#include "tests/fault/traffic/end_state.h"
#include "tests/fault/traffic/report.h"
#include "tests/fault/traffic/traffic.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::fault {
namespace {

using cli::Environment;
using cli::Say;
using cli::Terminal;

constexpr absl::Duration kTick = absl::Seconds(1);

struct Options {
  std::vector<std::string> departments;
  int seconds = 60;
  int fiscal_year = 2099;
  std::string history_file;
  std::vector<std::string> check_files;
};

// The departments with their names in the list; empty, and said why, when the
// list lacks one or can't be asked for.
std::vector<Department> FindDepartments(const Options& options,
                                        const Terminal& terminal,
                                        const DeskAddress& desk) {
  const auto stub = ingestion::v1::IngestionService::NewStub(desk.ingestion);
  ingestion::v1::ListProgressRequest request;
  request.set_parent(rpc::PrefectureName(desk.division));
  request.set_fiscal_year(options.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(kBureauStage));
  ingestion::v1::ListProgressResponse response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  const grpc::Status status = stub->ListProgress(&context, request, &response);
  if (!status.ok()) {
    cli::ReportFailure(terminal, status);
    return {};
  }
  std::map<std::string, std::string> names;
  for (const auto& department : response.departments()) {
    names[department.department()] = department.display_name();
  }
  std::vector<Department> departments;
  for (const std::string& code : options.departments) {
    const auto found = names.find(rpc::DepartmentName(desk.division, code));
    if (found == names.end()) {
      cli::PrintError(terminal, Say(terminal, "prove.department_unknown",
                                    {{"department", code}}));
      return {};
    }
    departments.push_back({code, found->second});
  }
  return departments;
}

void PrintCounts(const Terminal& terminal, const History& history) {
  int64_t unanswered = 0;
  const auto count = [&unanswered](const auto& calls) {
    for (const auto& call : calls) {
      unanswered += call.answer == Answer::kUnknown;
    }
    return calls.size();
  };
  const size_t calls = count(history.submits) + count(history.decisions) +
                       count(history.posts) + count(history.outcomes) +
                       history.totals.size() + history.eliminations.size();
  *terminal.out
      << Say(terminal, "prove.counted",
             {{"calls", absl::StrCat(calls)},
              {"unanswered", absl::StrCat(unanswered)},
              {"messages", absl::StrCat(history.watches.size() +
                                        history.entry_watches.size())},
              {"entries", absl::StrCat(history.entries.size())},
              {"submissions", absl::StrCat(history.submissions.size())}})
      << "\n";
}

int Judge(const Terminal& terminal, const History& history) {
  PrintCounts(terminal, history);
  const Violations found = Check(history, budget::StandardForm());
  if (found.empty()) {
    *terminal.out << Say(terminal, "prove.kept") << "\n";
    return cli::kExitOk;
  }
  *terminal.out << Say(terminal, "prove.violated",
                       {{"count", absl::StrCat(found.size())}})
                << "\n";
  const std::vector<std::string> ids = budget::MessageIds();
  const std::set<std::string> known(ids.begin(), ids.end());
  const size_t more = PrintViolations(
      history, found,
      [&](const std::string& property) {
        const std::string id = absl::StrCat("prove.property_", property);
        // A recorded history may come from another program.
        return known.count(id) > 0
                   ? absl::StrCat(property, " ", Say(terminal, id))
                   : property;
      },
      *terminal.out);
  if (more > 0) {
    *terminal.out << Say(terminal, "prove.more",
                         {{"count", absl::StrCat(more)}})
                  << "\n";
  }
  return cli::kExitFound;
}

int CheckFiles(const Options& options, const Terminal& terminal) {
  History history;
  for (const std::string& file : options.check_files) {
    const auto bytes = cli::ReadFileBytes(terminal, file);
    if (!bytes.ok()) {
      cli::PrintError(terminal, bytes.status().message());
      return cli::kExitUsage;
    }
    const absl::Status status = AddLines(*bytes, &history);
    if (!status.ok()) {
      cli::PrintError(terminal,
                      Say(terminal, "prove.file_wrong",
                          {{"file", file}, {"what", status.message()}}));
      return cli::kExitUsage;
    }
  }
  return Judge(terminal, history);
}

// Progress on a terminal; the start and the end elsewhere too.
void Wait(const Options& options, const Terminal& terminal) {
  cli::ProgressLine progress(terminal);
  for (int left = options.seconds; left > 0; --left) {
    progress.Update(
        Say(terminal, "prove.working", {{"seconds", absl::StrCat(left)}}));
    absl::SleepFor(kTick);
  }
}

int Prove(const Options& options, const Environment& environment) {
  const Terminal& terminal = environment.terminal;
  if (options.departments.empty()) {
    cli::PrintError(terminal, Say(terminal, "prove.departments_needed"));
    return cli::kExitUsage;
  }
  const DeskAddress desk = {
      cli::Connect(environment, cli::Service::kIngestion),
      cli::Connect(environment, cli::Service::kAggregation),
      environment.division};
  if (desk.ingestion == nullptr || desk.aggregation == nullptr) {
    return cli::kExitUsage;
  }
  const auto departments = FindDepartments(options, terminal, desk);
  if (departments.empty()) return cli::kExitUsage;

  // Another one for every run, since earlier ones left their ids behind.
  const int64_t begin_ms = absl::ToUnixMillis(absl::Now());
  TrafficOptions traffic_options;
  traffic_options.run = absl::StrCat("prove-", begin_ms);
  traffic_options.seed = static_cast<uint64_t>(begin_ms);
  traffic_options.fiscal_year = options.fiscal_year;
  traffic_options.bureaus =
      MakeDocuments(departments, options.fiscal_year, traffic_options.seed);
  traffic_options.direct_departments = options.departments;
  // No eliminations: they would stay in force, and a ledger holds so many only.
  Journal journal;
  DeskClient client(desk, &journal);
  Traffic traffic(std::move(traffic_options), &client);
  Wait(options, terminal);
  *terminal.err << Say(terminal, "prove.ending") << "\n";
  const auto history = CloseHistory({.desk = desk,
                                     .fiscal_year = options.fiscal_year,
                                     .bureaus = options.departments},
                                    &client, &traffic, &journal);
  if (!history.ok()) {
    cli::PrintError(terminal, history.status().message());
    return cli::kExitUsage;
  }
  if (!options.history_file.empty()) {
    std::ofstream(options.history_file) << ToLines(*history);
  }
  return Judge(terminal, *history);
}

}  // namespace
}  // namespace yuheng::fault

int main(int argc, char** argv) {
  using yuheng::cli::Say;
  yuheng::cli::Environment environment =
      yuheng::cli::MakeEnvironment(argc, argv);
  const yuheng::cli::Terminal& terminal = environment.terminal;
  yuheng::fault::Options options;
  CLI::App app(Say(terminal, "prove.description"), "yuheng-prove");
  std::string language;  // Read by MakeEnvironment; here so that it is known.
  app.add_option("--lang", language, Say(terminal, "cli.option_lang"))
      ->check(CLI::IsMember({"zh", "en"}));
  AddConnectionOptions(app, environment);
  app.add_option("--departments", options.departments,
                 Say(terminal, "prove.option_departments"))
      ->delimiter(',');
  app.add_option("--seconds", options.seconds,
                 Say(terminal, "prove.option_seconds"))
      ->check(CLI::PositiveNumber);
  app.add_option("--year", options.fiscal_year,
                 Say(terminal, "prove.option_year"))
      ->check(CLI::Range(2000, 2100));
  app.add_option("--history", options.history_file,
                 Say(terminal, "prove.option_history"));
  app.add_option("--check", options.check_files,
                 Say(terminal, "prove.option_check"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? yuheng::cli::kExitOk : yuheng::cli::kExitUsage;
  }
  return options.check_files.empty()
             ? yuheng::fault::Prove(options, environment)
             : yuheng::fault::CheckFiles(options, terminal);
}
