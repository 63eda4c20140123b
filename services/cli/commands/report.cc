#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using reporting::v1::ReportCell;
using reporting::v1::ReportingService;
using reporting::v1::ReportRow;
using reporting::v1::ReportTable;

struct ReportOptions {
  ScopeOptions scope;
  std::vector<int> tables;
  int64_t revision = 0;
  bool printed = false;
  std::string workbook;
  bool replace = false;
  OutputFormat format = OutputFormat::kTable;
};

reporting::v1::GetTablesRequest RequestOf(const Environment& environment,
                                          const ReportOptions& options) {
  reporting::v1::GetTablesRequest request;
  request.set_name(ScopeName(environment, options.scope));
  request.set_fiscal_year(options.scope.period.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(options.scope.period.stage));
  *request.mutable_tables() = TableKinds(options.tables);
  request.set_revision(options.revision);
  return request;
}

std::string Amount(const ReportCell& cell, bool printed) {
  if (printed) {
    return cell.has_printed_fen() ? budget::FormatDecimal(cell.printed_fen())
                                  : "";
  }
  return cell.has_derived_fen() ? budget::FormatDecimal(cell.derived_fen())
                                : "";
}

bool HasFigures(const ReportTable& table) {
  for (const ReportRow& row : table.rows()) {
    for (const ReportCell& cell : row.cells()) {
      if (cell.has_derived_fen() || cell.has_printed_fen()) return true;
    }
  }
  return false;
}

bool Differs(const ReportCell& cell) {
  return cell.has_printed_fen() && cell.printed_fen() != cell.derived_fen();
}

// One side of a table. Sides are printed one below the other so that every row
// has one meaning in CSV and JSON too.
void PrintSide(const Terminal& terminal, const ReportOptions& options,
               const ReportTable& table, budget::v1::Side side) {
  const auto& columns = side == budget::v1::SIDE_INCOME ? table.income_columns()
                                                        : table.columns();
  std::vector<OutputColumn> outputs = {
      {"table", budget::Message("cli.column_table")},
      {"code", budget::Message("cli.column_code")},
      {"name", budget::Message("cli.column_label")},
      {"project", budget::Message("cli.column_project")}};
  if (table.kind() != budget::v1::TABLE_KIND_T7) outputs.pop_back();
  for (const auto& column : columns) {
    outputs.push_back(
        {column.key(), {column.heading(), column.heading_en()}, Align::kRight});
  }
  auto rows = RowPrinter::Create(terminal, options.format, outputs);
  for (const ReportRow& row : table.rows()) {
    if (row.side() != side) continue;
    std::vector<OutputCell> cells = {absl::StrCat("T", table.number()),
                                     row.code(), row.name()};
    if (table.kind() == budget::v1::TABLE_KIND_T7) {
      cells.push_back(row.project());
    }
    for (const ReportCell& cell : row.cells()) {
      cells.push_back({Amount(cell, options.printed),
                       Differs(cell) ? Color::kYellow : Color::kNone});
    }
    rows->Row(std::move(cells));
  }
  rows->Finish();
}

void PrintTable(const Terminal& terminal, const ReportOptions& options,
                const ReportTable& table) {
  if (options.format == OutputFormat::kTable) {
    *terminal.out << "\n"
                  << Paint(terminal.out_color, Color::kBold,
                           Say(terminal, "cli.report_title",
                               {{"number", absl::StrCat(table.number())},
                                {"title", terminal.Pick({table.title(),
                                                         table.title_en()})}}))
                  << "\n";
  }
  if (table.income_columns().empty()) {
    PrintSide(terminal, options, table, budget::v1::SIDE_UNSPECIFIED);
    return;
  }
  PrintSide(terminal, options, table, budget::v1::SIDE_INCOME);
  PrintSide(terminal, options, table, budget::v1::SIDE_EXPENDITURE);
}

int RunWorkbook(const Environment& environment, const ReportOptions& options,
                ReportingService::Stub& stub) {
  const Terminal& terminal = environment.terminal;
  reporting::v1::RenderWorkbookRequest request;
  *request.mutable_tables() = RequestOf(environment, options);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  auto stream = stub.RenderWorkbook(&context, request);
  std::string bytes;
  reporting::v1::RenderWorkbookResponse response;
  while (stream->Read(&response)) bytes += response.chunk();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return ReportFailure(terminal, status);
  const absl::Status written =
      WriteFileBytes(terminal, options.workbook, bytes, options.replace);
  if (!written.ok()) {
    PrintError(terminal, written.message());
    return kExitUsage;
  }
  *terminal.err << Say(terminal, "cli.report_written",
                       {{"file", options.workbook}})
                << "\n";
  return kExitOk;
}

int RunTables(const Environment& environment, const ReportOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kReporting);
  if (channel == nullptr) return kExitUsage;
  const auto stub = ReportingService::NewStub(channel);
  if (!options.workbook.empty()) {
    return RunWorkbook(environment, options, *stub);
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  reporting::v1::GetTablesResponse response;
  const grpc::Status status =
      stub->GetTables(&context, RequestOf(environment, options), &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  for (const ReportTable& table : response.tables()) {
    PrintTable(terminal, options, table);
  }
  const bool any =
      std::any_of(response.tables().begin(), response.tables().end(),
                  [](const ReportTable& table) { return HasFigures(table); });
  if (!any) {
    PrintRemark(terminal, NothingPosted(environment, options.scope));
  }
  PrintAsOf(terminal, options.scope.period, response.revision());
  return kExitOk;
}

int RunProgress(const Environment& environment, const ReportOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kReporting);
  if (channel == nullptr) return kExitUsage;
  const auto stub = ReportingService::NewStub(channel);
  reporting::v1::GetProgressRequest request;
  request.set_parent(ScopeName(environment, "", ""));
  request.set_fiscal_year(options.scope.period.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(options.scope.period.stage));
  reporting::v1::GetProgressResponse response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  const grpc::Status status = stub->GetProgress(&context, request, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  PrintDepartments(terminal, options.format, response.departments());
  *terminal.err << Say(terminal, "cli.report_progress_summary",
                       {{"period", PeriodText(terminal, options.scope.period)},
                        {"sent", absl::StrCat(response.sent_count())},
                        {"posted", absl::StrCat(response.posted_count())},
                        {"required", absl::StrCat(response.required_count())},
                        {"missing", absl::StrCat(response.missing_count())},
                        {"revision", absl::StrCat(response.revision())}})
                << "\n";
  return kExitOk;
}

}  // namespace

void AddReport(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("report", Say(terminal, "cli.report_description"));
  group->footer(Say(terminal, "cli.report_examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<ReportOptions>();
  CLI::App* tables = group->add_subcommand(
      "tables", Say(terminal, "cli.report_tables_description"));
  AddScopeOptions(*tables, terminal, &options->scope);
  AddTableOption(*tables, terminal, &options->tables);
  AddRevisionOption(*tables, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  tables->add_flag("--printed", options->printed,
                   Say(terminal, "cli.option_printed"));
  tables->add_option("--xlsx", options->workbook,
                     Say(terminal, "cli.option_xlsx"));
  tables->add_flag("--force", options->replace,
                   Say(terminal, "cli.option_force"));
  AddPeriodOptions(*tables, terminal, &options->scope.period);
  AddOutputOption(*tables, terminal, &options->format);
  AddConnectionOptions(*tables, environment);
  tables->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunTables(environment, *options);
    };
  });
  CLI::App* progress = group->add_subcommand(
      "progress", Say(terminal, "cli.report_progress_description"));
  AddPeriodOptions(*progress, terminal, &options->scope.period);
  AddOutputOption(*progress, terminal, &options->format);
  AddConnectionOptions(*progress, environment);
  progress->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunProgress(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
