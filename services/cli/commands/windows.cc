#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"
#include "services/cli/commands/change_options.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/time_option.h"
#include "services/cli/connection.h"
#include "services/cli/output/stage_words.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::Window;

struct WindowsOptions {
  PeriodOptions period;
  std::string department;
  google::protobuf::Timestamp open_time;
  google::protobuf::Timestamp deadline;
  google::protobuf::Timestamp grace_end_time;
  ChangeOptions change;  // Its format is that of lists too.
  bool history = false;
};

// The department that an extension is for; empty for a window of all.
std::string DepartmentOf(const Window& window) {
  const auto parent = rpc::ParseResourceName(window.parent());
  return parent.ok() ? parent->department : "";
}

std::unique_ptr<RowPrinter> WindowRows(const Terminal& terminal,
                                       OutputFormat format) {
  return RowPrinter::Create(
      terminal, format,
      {{"department", budget::Message("cli.column_code")},
       {"year", budget::Message("cli.column_year"), Align::kRight, true},
       {"stage", budget::Message("cli.column_stage")},
       {"opens", budget::Message("windows.column_opens")},
       {"deadline", budget::Message("windows.column_deadline")},
       {"grace_end", budget::Message("windows.column_grace_end")},
       {"actor", budget::Message("windows.column_actor")},
       {"set_time", budget::Message("windows.column_set_time")},
       {"reason", budget::Message("windows.column_reason")}});
}

void AddRow(const Terminal& terminal, OutputFormat format, const Window& window,
            RowPrinter* rows) {
  const bool table = format == OutputFormat::kTable;
  const std::string department = DepartmentOf(window);
  rows->Row(
      {table && department.empty() ? Say(terminal, "windows.all") : department,
       std::to_string(window.fiscal_year()),
       table ? StageWord(terminal, window.stage()) : StageName(window.stage()),
       TimeText(window.open_time()),
       table && !window.has_deadline() ? Say(terminal, "windows.removed")
                                       : TimeText(window.deadline()),
       TimeText(window.grace_end_time()), window.actor(),
       TimeText(window.set_time()), window.reason()});
}

int RunSet(const Environment& environment, const WindowsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  ingestion::v1::SetWindowRequest request;
  Window& window = *request.mutable_window();
  window.set_parent(ScopeName(environment, options.department, ""));
  window.set_fiscal_year(options.period.fiscal_year);
  window.set_stage(static_cast<budget::v1::Stage>(options.period.stage));
  if (options.open_time.seconds() != 0) {
    *window.mutable_open_time() = options.open_time;
  }
  if (options.deadline.seconds() != 0) {
    *window.mutable_deadline() = options.deadline;
  }
  if (options.grace_end_time.seconds() != 0) {
    *window.mutable_grace_end_time() = options.grace_end_time;
  }
  window.set_reason(options.change.reason);
  window.set_actor(options.change.actor);
  Window set;
  // The same again changes nothing.
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->SetWindow(&context, request, &set);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows = WindowRows(terminal, options.change.format);
  AddRow(terminal, options.change.format, set, rows.get());
  rows->Finish();
  return kExitOk;
}

int RunList(const Environment& environment, const WindowsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  ingestion::v1::ListWindowsRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  request.set_fiscal_year(options.period.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(options.period.stage));
  request.set_show_history(options.history);
  ingestion::v1::ListWindowsResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->ListWindows(&context, request, &response);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows = WindowRows(terminal, options.change.format);
  for (const Window& window : response.windows()) {
    AddRow(terminal, options.change.format, window, rows.get());
  }
  rows->Finish();
  if (response.windows().empty()) {
    PrintRemark(terminal,
                Say(terminal, "windows.nothing",
                    {{"year", std::to_string(options.period.fiscal_year)}}));
  }
  return kExitOk;
}

void AddWindowOptions(CLI::App* command, Environment& environment,
                      WindowsOptions* options) {
  const Terminal& terminal = environment.terminal;
  AddRequiredPeriodOptions(*command, terminal, &options->period);
  AddChangeOptions(*command, environment, &options->change);
}

}  // namespace

void AddWindows(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("windows", Say(terminal, "windows.description"));
  group->footer(Say(terminal, "windows.examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<WindowsOptions>();
  const auto runs = [&environment, &action, options](
                        int (*run)(const Environment&, const WindowsOptions&)) {
    return [&environment, &action, options, run] {
      action = [&environment, options, run] {
        return run(environment, *options);
      };
    };
  };
  const auto add_deadline = [&](CLI::App* command) {
    AddTimeOption(*command, terminal, "--deadline",
                  Say(terminal, "windows.option_deadline"),
                  DayMeans::kItsLastSecond, &options->deadline)
        ->required();
  };

  CLI::App* set =
      group->add_subcommand("set", Say(terminal, "windows.set_description"));
  AddTimeOption(*set, terminal, "--opens",
                Say(terminal, "windows.option_opens"), DayMeans::kItsBeginning,
                &options->open_time);
  add_deadline(set);
  AddTimeOption(*set, terminal, "--grace-end",
                Say(terminal, "windows.option_grace_end"),
                DayMeans::kItsLastSecond, &options->grace_end_time);
  AddWindowOptions(set, environment, options.get());
  set->callback(runs(RunSet));

  CLI::App* extend = group->add_subcommand(
      "extend", Say(terminal, "windows.extend_description"));
  AddDepartmentOption(*extend, terminal, &options->department)->required();
  add_deadline(extend);
  AddWindowOptions(extend, environment, options.get());
  extend->callback(runs(RunSet));

  CLI::App* remove = group->add_subcommand(
      "remove", Say(terminal, "windows.remove_description"));
  AddDepartmentOption(*remove, terminal, &options->department);
  AddWindowOptions(remove, environment, options.get());
  remove->callback(runs(RunSet));

  CLI::App* list =
      group->add_subcommand("list", Say(terminal, "windows.list_description"));
  AddDepartmentOption(*list, terminal, &options->department);
  AddPeriodOptions(*list, terminal, &options->period);
  list->add_flag("--history", options->history,
                 Say(terminal, "windows.option_history"));
  AddOutputOption(*list, terminal, &options->change.format);
  AddConnectionOptions(*list, environment);
  list->callback([&environment, &action, options, list] {
    if (list->count("--stage") == 0) options->period.stage = 0;
    action = [&environment, options] { return RunList(environment, *options); };
  });
}

}  // namespace yuheng::cli
