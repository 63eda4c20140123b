#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::AmountBounds;
using aggregation::v1::FunctionSources;
using aggregation::v1::SourceUse;

struct SourcesOptions {
  std::string code;
  ScopeOptions scope;
  bool open = false;
  int64_t revision = 0;
  OutputFormat format = OutputFormat::kTable;
};

std::unique_ptr<RowPrinter> SourceRows(const Terminal& terminal,
                                       OutputFormat format) {
  std::vector<OutputColumn> columns = {
      {"function", budget::Message("sources.column_function")},
      {"label", budget::Message("cli.column_label")},
      {"source", budget::Message("sources.column_source")},
      {"amount", budget::Message("cli.column_amount"), Align::kRight}};
  if (format == OutputFormat::kTable) {
    columns.push_back(
        {"basic", budget::Message("sources.column_basic"), Align::kRight});
    columns.push_back(
        {"project", budget::Message("sources.column_project"), Align::kRight});
  } else {
    for (const char* key :
         {"basicLeast", "basicMost", "projectLeast", "projectMost"}) {
      columns.push_back({key, {}});
    }
  }
  return RowPrinter::Create(terminal, format, std::move(columns));
}

// "10", or "0–10" where it is open.
void AddBounds(OutputFormat format, const AmountBounds& bounds,
               std::vector<OutputCell>* cells) {
  const std::string least = budget::FormatDecimal(bounds.least_fen());
  const std::string most = budget::FormatDecimal(bounds.most_fen());
  if (format != OutputFormat::kTable) {
    cells->push_back(least);
    cells->push_back(most);
  } else if (least == most) {
    cells->push_back(least);
  } else {
    cells->push_back({absl::StrCat(least, "–", most), Color::kYellow});
  }
}

bool IsOpen(const SourceUse& use) {
  return use.basic().least_fen() != use.basic().most_fen() ||
         use.project().least_fen() != use.project().most_fen();
}

void AddFunction(const Terminal& terminal, const SourcesOptions& options,
                 const FunctionSources& function, RowPrinter* rows) {
  const int year = options.scope.period.fiscal_year;
  const std::string& code = function.function_code();
  const auto label = [&](const std::string& column) {
    return AccountLabel(
        terminal, {budget::TableKind::kT2, budget::Side::kNone, code, column},
        year);
  };
  const auto add = [&](const std::string& source, const std::string& words,
                       int64_t amount_fen, const AmountBounds& basic,
                       const AmountBounds& project) {
    std::vector<OutputCell> cells = {code, words, source,
                                     budget::FormatDecimal(amount_fen)};
    AddBounds(options.format, basic, &cells);
    AddBounds(options.format, project, &cells);
    rows->Row(std::move(cells));
  };
  for (const SourceUse& use : function.sources()) {
    if (options.open && !IsOpen(use)) continue;
    add(use.source(), label(use.source()), use.amount_fen(), use.basic(),
        use.project());
  }
  if (function.basic_open_fen() == 0 && function.project_open_fen() == 0) {
    return;
  }
  AmountBounds basic;
  basic.set_least_fen(function.basic_open_fen());
  basic.set_most_fen(function.basic_open_fen());
  AmountBounds project;
  project.set_least_fen(function.project_open_fen());
  project.set_most_fen(function.project_open_fen());
  add("not_assigned", Say(terminal, "sources.not_assigned"),
      function.basic_open_fen() + function.project_open_fen(), basic, project);
}

int RunSources(const Environment& environment, const SourcesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::ListFunctionSourcesRequest request;
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  request.set_revision(options.revision);
  aggregation::v1::ListFunctionSourcesResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->ListFunctionSources(&context, request, &response);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows = SourceRows(terminal, options.format);
  int64_t residue_fen = 0;
  for (const FunctionSources& function : response.functions()) {
    if (!absl::StartsWith(function.function_code(), options.code)) continue;
    residue_fen += function.residue_fen();
    AddFunction(terminal, options, function, rows.get());
  }
  rows->Finish();
  if (response.functions().empty()) {
    PrintRemark(terminal, NothingPosted(environment, options.scope));
  }
  if (residue_fen != 0) {
    PrintRemark(terminal,
                Say(terminal, "sources.residue",
                    {{"residue", budget::FormatDecimal(residue_fen)}}));
  }
  for (const std::string& entry : response.entries()) {
    PrintRemark(terminal, Say(terminal, "sources.entry", {{"entry", entry}}));
  }
  PrintAsOf(terminal, options.scope.period, response.revision());
  return kExitOk;
}

}  // namespace

void AddSources(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("sources", Say(terminal, "sources.description"));
  command->footer(Say(terminal, "sources.examples"));
  auto options = std::make_shared<SourcesOptions>();
  command->add_option("FUNCTION", options->code,
                      Say(terminal, "sources.option_code"));
  AddScopeOptions(*command, terminal, &options->scope);
  command->add_flag("--open", options->open,
                    Say(terminal, "sources.option_open"));
  AddRevisionOption(*command, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  AddPeriodOptions(*command, terminal, &options->scope.period);
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunSources(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
